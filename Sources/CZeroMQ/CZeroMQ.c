#define _GNU_SOURCE
#include "CZeroMQ.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS_PER_SECOND 1000000000LL

int32_t czmq_thread_id(void) {
    static _Thread_local int32_t cached;
    if (cached == 0) cached = (int32_t)syscall(SYS_gettid);
    return cached;
}

struct thread_start {
    char name[16];
    void (*body)(void *);
    void *argument;
};

static void *run_thread(void *pointer) {
    struct thread_start start = *(struct thread_start *)pointer;
    free(pointer);
    pthread_setname_np(pthread_self(), start.name);
    start.body(start.argument);
    return NULL;
}

// Faults stay unblocked, so that a crash still prints its backtrace.
static void fill_blocked_signals(sigset_t *set) {
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
    sigfillset(set);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) sigdelset(set, faults[i]);
}

int czmq_thread_start(
    const char *name, size_t stack_bytes, void (*body)(void *), void *argument) {
    struct thread_start *start = calloc(1, sizeof *start);
    if (start == NULL) return ENOMEM;
    strncpy(start->name, name, sizeof start->name - 1);
    start->body = body;
    start->argument = argument;

    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) {
        free(start);
        return error;
    }
    sigset_t blocked, before;
    fill_blocked_signals(&blocked);
    pthread_t thread;
    error = pthread_attr_setstacksize(&attributes, stack_bytes);
    if (error == 0) error = pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (error == 0) error = pthread_sigmask(SIG_BLOCK, &blocked, &before);
    if (error == 0) {
        error = pthread_create(&thread, &attributes, run_thread, start);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    pthread_attr_destroy(&attributes);
    if (error != 0) free(start);
    return error;
}

int czmq_wake_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void czmq_wake_signal(int descriptor) {
    // The only failure is a counter that is full, and then the descriptor is readable already.
    eventfd_write(descriptor, 1);
}

void czmq_counter_drain(int descriptor) {
    uint64_t count;
    while (read(descriptor, &count, sizeof count) < 0 && errno == EINTR) continue;
}

int czmq_timer_create(void) {
    return timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
}

int czmq_timer_arm(int descriptor, int64_t boot_nanoseconds) {
    // An all-zero time would disarm the timer instead.
    if (boot_nanoseconds < 1) boot_nanoseconds = 1;
    struct itimerspec setting = {
        .it_value = {.tv_sec = boot_nanoseconds / NANOSECONDS_PER_SECOND,
                     .tv_nsec = boot_nanoseconds % NANOSECONDS_PER_SECOND}};
    return timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &setting, NULL);
}

static int64_t clock_nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

int64_t czmq_boot_nanoseconds(void) { return clock_nanoseconds(CLOCK_BOOTTIME); }

int64_t czmq_wall_nanoseconds(void) { return clock_nanoseconds(CLOCK_REALTIME); }

int czmq_random_fill(void *buffer, size_t count) {
    uint8_t *next = buffer;
    while (count > 0) {
        ssize_t filled = getrandom(next, count, 0);
        if (filled < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        next += filled;
        count -= (size_t)filled;
    }
    return 0;
}

bool czmq_unix_socket_is_served(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return false;
    strcpy(address.sun_path, path);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return false;
    int result = connect(descriptor, (struct sockaddr *)&address, sizeof address);
    // EAGAIN: somebody listens, with a full backlog.
    bool is_served = result == 0 || errno == EAGAIN;
    close(descriptor);
    return is_served;
}

int czmq_peer_describe(int descriptor, char *buffer, size_t size) {
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    if (getpeername(descriptor, (struct sockaddr *)&address, &length) != 0) return -1;
    if (address.ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)&address;
        return inet_ntop(AF_INET, &four->sin_addr, buffer, (socklen_t)size) == NULL ? -1 : 0;
    }
    if (address.ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address;
        return inet_ntop(AF_INET6, &six->sin6_addr, buffer, (socklen_t)size) == NULL ? -1 : 0;
    }
    if (address.ss_family != AF_UNIX) return -1;
    struct ucred peer;
    length = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return -1;
    snprintf(buffer, size, "process %d of user %u", (int)peer.pid, (unsigned)peer.uid);
    return 0;
}

void czmq_connection_cut(int descriptor) {
    // The only failures are that it has ended already, or never was a connection.
    shutdown(descriptor, SHUT_RDWR);
}
