#include "floor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

void demand(int is_fine, const char *what) {
    if (is_fine) return;
    fprintf(stderr, "floor: cannot %s: %s\n", what, zmq_strerror(errno));
    exit(1);
}

double now_microseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

void print_percentiles(double *samples, size_t count) {
    qsort(samples, count, sizeof *samples, by_value);
    printf("p50 %.3f\np99 %.3f\n", samples[count / 2], samples[count * 99 / 100]);
}

static void print_version(void) {
    int major, minor, patch;
    zmq_version(&major, &minor, &patch);
    printf("libzmq %d.%d.%d\n", major, minor, patch);
}

static int number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 1 || value > 1000000) {
        fprintf(stderr, "floor: \"%s\" is no number from 1 to 1000000\n", text);
        exit(4);
    }
    return (int)value;
}

int main(int count, char **words) {
    const char *name = count > 1 ? words[1] : "";
    if (count == 3 && strcmp(name, "ping") == 0) {
        floor_ping(words[2]);
    } else if (count == 8 && strcmp(name, "barrier") == 0) {
        struct barrier_plan plan = {
            .workers = number(words[2]),
            .cycles = number(words[3]),
            .header_out = (size_t)number(words[4]),
            .body_out = (size_t)number(words[5]),
            .header_back = (size_t)number(words[6]),
            .body_back = (size_t)number(words[7]),
        };
        floor_barrier(&plan);
    } else if (count == 3 && strcmp(name, "append") == 0) {
        floor_append(words[2]);
    } else if (count == 2 && strcmp(name, "version") == 0) {
        print_version();
    } else {
        fprintf(stderr, "floor: ping ipc|tcp, append DIRECTORY, version,\n"
                        "       barrier WORKERS CYCLES HEADER BODY HEADER-BACK BODY-BACK\n");
        return 4;
    }
    return 0;
}
