#include "floor.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { appends = 500, block_bytes = 4096 };

void floor_append(const char *directory) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/append", directory);
    demand(length > 0 && (size_t)length < sizeof path, "hold so long a path");
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    demand(file >= 0, "make a file");
    static const char block[block_bytes];
    static double samples[appends];
    for (int append = 0; append < appends; append += 1) {
        double start = now_microseconds();
        demand(write(file, block, sizeof block) == sizeof block, "append");
        demand(fdatasync(file) == 0, "make it durable");
        samples[append] = now_microseconds() - start;
    }
    close(file);
    unlink(path);
    print_percentiles(samples, appends);
}
