// libzmq, and the few calls of Linux that Swift's Glibc module does not carry.
#ifndef C_ZERO_MQ_H
#define C_ZERO_MQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

// Defined by libzmq only for draft builds, yet obeyed by the stable library (checked on 4.3.4).
#define CZMQ_ZAP_ENFORCE_DOMAIN 93

// Returns the kernel's id of the calling thread; the first call on a thread asks the kernel.
int32_t czmq_thread_id(void);

// Starts a detached thread on which every signal is blocked but those a fault raises.
// Names longer than 15 bytes are cut. Returns 0 or an errno value.
int czmq_thread_start(
    const char *_Nonnull name,
    size_t stack_bytes,
    void (*_Nonnull body)(void *_Nonnull),
    void *_Nonnull argument);

// Returns a non-blocking eventfd that is closed on exec, or -1 with errno set.
int czmq_wake_create(void);
// Makes the eventfd readable.
void czmq_wake_signal(int descriptor);
// Makes an eventfd or a timerfd unreadable until it next fires.
void czmq_counter_drain(int descriptor);

// Returns a non-blocking timerfd on CLOCK_BOOTTIME that is closed on exec, or -1 with errno set.
int czmq_timer_create(void);
// Sets the instant at which the timerfd fires; one in the past fires at once. Returns 0 or -1.
int czmq_timer_arm(int descriptor, int64_t boot_nanoseconds);

// Returns nanoseconds since the machine started, sleep included.
int64_t czmq_boot_nanoseconds(void);
// Returns nanoseconds since 1970-01-01 00:00 UTC.
int64_t czmq_wall_nanoseconds(void);

// Fills the buffer with random bytes of the kernel. Returns 0, or -1 with errno set.
int czmq_random_fill(void *_Nonnull buffer, size_t count);

// Writes who is at the other end of a connected socket: an IP address without its port, or the
// process and user of a socket file. Returns 0, or -1 when the descriptor is none.
int czmq_peer_describe(int descriptor, char *_Nonnull buffer, size_t size);
// Ends a connection both ways; its owner then reads an end-of-file. Other descriptors stay.
void czmq_connection_cut(int descriptor);

// Says whether a process accepts connections on the Unix socket at this path.
bool czmq_unix_socket_is_served(const char *_Nonnull path);

#endif
