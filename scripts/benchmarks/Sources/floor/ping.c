#include "floor.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { warm_up = 2000, trips = 20000, message_bytes = 128, id_bytes = 64 };

// Sends back whatever comes until an empty message comes.
static void echo(void *dealer, void *plan) {
    (void)plan;
    char message[message_bytes] = {0};
    demand(zmq_send(dealer, message, sizeof message, 0) >= 0, "say hello");
    for (;;) {
        int count = zmq_recv(dealer, message, sizeof message, 0);
        demand(count >= 0, "receive");
        if (count == 0) return;
        demand(zmq_send(dealer, message, (size_t)count, 0) >= 0, "answer");
    }
}

void floor_ping(const char *transport) {
    struct star star = star_open(transport, 1, echo, NULL);
    char id[id_bytes], message[message_bytes];
    int id_count = zmq_recv(star.router, id, sizeof id, 0);
    demand(id_count > 0, "hear of the worker");
    demand(zmq_recv(star.router, message, sizeof message, 0) >= 0, "hear hello");
    double *samples = calloc(trips, sizeof *samples);
    demand(samples != NULL, "have memory");
    for (int trip = -warm_up; trip < trips; trip += 1) {
        double start = now_microseconds();
        zmq_send(star.router, id, (size_t)id_count, ZMQ_SNDMORE);
        demand(zmq_send(star.router, message, sizeof message, 0) >= 0, "send");
        zmq_recv(star.router, id, sizeof id, 0);
        demand(zmq_recv(star.router, message, sizeof message, 0) == message_bytes, "receive");
        if (trip >= 0) samples[trip] = now_microseconds() - start;
    }
    zmq_send(star.router, id, (size_t)id_count, ZMQ_SNDMORE);
    zmq_send(star.router, "", 0, 0);
    star_close(&star);
    print_percentiles(samples, trips);
    free(samples);
}
