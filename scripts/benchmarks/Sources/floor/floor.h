// The floors: what plain C reaches with the same libraries, so that a figure can be a ratio.
// Each prints lines of `name value`; times are in microseconds, rates a second.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ROUTER to DEALER and back, one process each; 128 B a message.
void floor_ping(const char *transport);

// What one barrier sends: two frames to each worker, two frames back from each.
struct barrier_plan {
    int workers;
    int cycles;
    size_t header_out, body_out, header_back, body_back;
};

// One message to each of several worker processes and all their answers, over ipc.
void floor_barrier(const struct barrier_plan *plan);

// Appends a block to a file in `directory` and makes it durable, again and again.
void floor_append(const char *directory);

// Ends the program with a message when `is_fine` is 0; errno tells why.
void demand(int is_fine, const char *what);

// Microseconds on a clock that only goes forward.
double now_microseconds(void);

// Prints p50 and p99 of `count` samples as `p50 …` and `p99 …`, sorting them.
void print_percentiles(double *samples, size_t count);

// A bound ROUTER with the worker processes that connect to it.
struct star {
    void *context;
    void *router;
    int workers;
    pid_t *children;
    char directory[64]; // of the socket, or empty
};

// Starts `workers` processes that run `work` on a connected DEALER, and binds the ROUTER.
struct star star_open(const char *transport, int workers, void (*work)(void *dealer, void *plan),
                      void *plan);

// Waits for the workers, closes what is open and removes the socket.
void star_close(struct star *star);
