#include "floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { warm_up = 500, id_bytes = 64, frame_bytes_maximum = 65536 };

struct peer {
    char id[id_bytes];
    size_t id_count;
};

static char frame[frame_bytes_maximum];

static int receive(void *socket) {
    int count = zmq_recv(socket, frame, sizeof frame, 0);
    demand(count >= 0 && count <= (int)sizeof frame, "receive");
    return count;
}

static void send_two(void *socket, size_t header, size_t body) {
    demand(zmq_send(socket, frame, header, ZMQ_SNDMORE) >= 0, "send a header");
    demand(zmq_send(socket, frame, body, 0) >= 0, "send a body");
}

// Answers each message with header and body until an empty header comes.
static void work(void *dealer, void *plan_pointer) {
    const struct barrier_plan *plan = plan_pointer;
    send_two(dealer, plan->header_back, plan->body_back);
    for (;;) {
        int header = receive(dealer);
        receive(dealer);
        if (header == 0) return;
        send_two(dealer, plan->header_back, plan->body_back);
    }
}

static void send_to_all(struct star *star, const struct peer *peers, size_t header, size_t body) {
    for (int worker = 0; worker < star->workers; worker += 1) {
        const struct peer *peer = &peers[worker];
        demand(zmq_send(star->router, peer->id, peer->id_count, ZMQ_SNDMORE) >= 0, "address");
        send_two(star->router, header, body);
    }
}

void floor_barrier(const struct barrier_plan *plan) {
    struct star star = star_open("ipc", plan->workers, work, (void *)plan);
    struct peer *peers = calloc((size_t)plan->workers, sizeof *peers);
    demand(peers != NULL, "have memory");
    for (int worker = 0; worker < plan->workers; worker += 1) {
        peers[worker].id_count = (size_t)receive(star.router);
        demand(peers[worker].id_count <= id_bytes, "know a routing id");
        memcpy(peers[worker].id, frame, peers[worker].id_count);
        receive(star.router);
        receive(star.router);
    }
    double start = 0;
    for (int cycle = -warm_up; cycle < plan->cycles; cycle += 1) {
        if (cycle == 0) start = now_microseconds();
        send_to_all(&star, peers, plan->header_out, plan->body_out);
        for (int worker = 0; worker < plan->workers; worker += 1) {
            receive(star.router);
            receive(star.router);
            receive(star.router);
        }
    }
    double seconds = (now_microseconds() - start) / 1e6;
    send_to_all(&star, peers, 0, 0);
    star_close(&star);
    free(peers);
    printf("cycles_per_second %.3f\n", plan->cycles / seconds);
}
