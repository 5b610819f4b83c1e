#include "floor.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum { endpoint_bytes = 128 };

// A worker: waits to be told the endpoint, works, and goes when its parent goes.
static void run_worker(int pipe_end, void (*work)(void *, void *), void *plan) {
    demand(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, "follow the parent");
    char endpoint[endpoint_bytes];
    ssize_t count = read(pipe_end, endpoint, sizeof endpoint);
    demand(count == sizeof endpoint, "hear the endpoint");
    close(pipe_end);
    void *context = zmq_ctx_new();
    void *dealer = zmq_socket(context, ZMQ_DEALER);
    demand(dealer != NULL, "make a DEALER");
    demand(zmq_connect(dealer, endpoint) == 0, "connect");
    work(dealer, plan);
    zmq_close(dealer);
    zmq_ctx_term(context);
    _exit(0);
}

static void bind_router(struct star *star, const char *transport, char *endpoint) {
    star->context = zmq_ctx_new();
    star->router = zmq_socket(star->context, ZMQ_ROUTER);
    demand(star->router != NULL, "make a ROUTER");
    int one = 1, zero = 0;
    zmq_setsockopt(star->router, ZMQ_ROUTER_MANDATORY, &one, sizeof one);
    zmq_setsockopt(star->router, ZMQ_LINGER, &zero, sizeof zero);
    if (strcmp(transport, "ipc") == 0) {
        snprintf(star->directory, sizeof star->directory, "%s/floor-XXXXXX", P_tmpdir);
        demand(mkdtemp(star->directory) != NULL, "make a directory for the socket");
        snprintf(endpoint, endpoint_bytes, "ipc://%s/s", star->directory);
        demand(zmq_bind(star->router, endpoint) == 0, "bind");
    } else {
        demand(strcmp(transport, "tcp") == 0, "know a transport other than ipc and tcp");
        demand(zmq_bind(star->router, "tcp://127.0.0.1:*") == 0, "bind");
        size_t size = endpoint_bytes;
        zmq_getsockopt(star->router, ZMQ_LAST_ENDPOINT, endpoint, &size);
    }
}

struct star star_open(const char *transport, int workers, void (*work)(void *, void *),
                      void *plan) {
    struct star star = {.workers = workers};
    star.children = calloc((size_t)workers, sizeof *star.children);
    int *ends = calloc((size_t)workers, sizeof *ends);
    demand(star.children != NULL && ends != NULL, "have memory");
    // No context of ZeroMQ may be open when a process forks.
    for (int worker = 0; worker < workers; worker += 1) {
        int pair[2];
        demand(pipe(pair) == 0, "make a pipe");
        pid_t child = fork();
        demand(child >= 0, "fork");
        if (child == 0) {
            close(pair[1]);
            run_worker(pair[0], work, plan);
        }
        close(pair[0]);
        star.children[worker] = child;
        ends[worker] = pair[1];
    }
    char endpoint[endpoint_bytes] = {0};
    bind_router(&star, transport, endpoint);
    for (int worker = 0; worker < workers; worker += 1) {
        demand(write(ends[worker], endpoint, endpoint_bytes) == endpoint_bytes, "tell the endpoint");
        close(ends[worker]);
    }
    free(ends);
    return star;
}

void star_close(struct star *star) {
    for (int worker = 0; worker < star->workers; worker += 1) {
        int status = 0;
        demand(waitpid(star->children[worker], &status, 0) > 0, "wait for a worker");
        demand(WIFEXITED(status) && WEXITSTATUS(status) == 0, "see a worker end well");
    }
    free(star->children);
    zmq_close(star->router);
    zmq_ctx_term(star->context);
    if (star->directory[0] == '\0') return;
    char socket[sizeof star->directory + 2];
    snprintf(socket, sizeof socket, "%s/s", star->directory);
    unlink(socket);
    rmdir(star->directory);
}
