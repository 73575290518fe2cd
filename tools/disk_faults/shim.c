/* Let calls that write to files under a folder fail, from a given one on: loaded with LD_PRELOAD, armed by ctypes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 4, CREATE = 8, NAME = 16 };

static char folder[PATH_MAX];
static int kinds, lasting, error_number;
static long at, counts[NAME + 1];

/* Arm: of the calls of these kinds under the folder the one numbered `first` fails, and all later ones if `stays`. */
void faults_arm(const char *under, int of, long first, int stays, int with) {
    snprintf(folder, sizeof folder, "%s", under);
    kinds = of, at = first, lasting = stays, error_number = with;
    memset(counts, 0, sizeof counts);
}

long faults_counted(int kind) { return counts[kind]; }

static int fails(int kind) {
    long number = ++counts[kind];
    if (!(kinds & kind)) return 0;
    if (number != at && !(lasting && number > at)) return 0;
    errno = error_number;
    return 1;
}

static int inside(const char *path) {
    return folder[0] && (path[0] != '/' || !strncmp(path, folder, strlen(folder)));
}

static int concerns(int fd) {
    char link[32], path[PATH_MAX];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return path[0] == '/' && inside(path);
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* A disk that is filling up takes a part of what is written, and then nothing: half is written before it fails. */
#define HALF(call) do { int kept = errno; if (error_number == ENOSPC && size > 1) (void)!(call); errno = kept; } while (0)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (concerns(fd) && fails(WRITE)) { HALF(real(fd, data, size / 2)); return -1; }
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t where) {
    REAL(pwrite);
    if (concerns(fd) && fails(WRITE)) { HALF(real(fd, data, size / 2, where)); return -1; }
    return real(fd, data, size, where);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t where) {
    REAL(pwrite64);
    if (concerns(fd) && fails(WRITE)) { HALF(real(fd, data, size / 2, where)); return -1; }
    return real(fd, data, size, where);
}

int fsync(int fd) {
    REAL(fsync);
    return concerns(fd) && fails(SYNC) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return concerns(fd) && fails(SYNC) ? -1 : real(fd);
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return concerns(fd) && fails(TRUNCATE) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return concerns(fd) && fails(TRUNCATE) ? -1 : real(fd, size);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (flags & O_CREAT && inside(path) && access(path, F_OK) && fails(CREATE)) return -1; \
        return real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return inside(path) && fails(CREATE) ? -1 : real(path, mode);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return inside(to) && fails(NAME) ? -1 : real(from, to);
}

int link(const char *from, const char *to) {
    REAL(link);
    return inside(to) && fails(NAME) ? -1 : real(from, to);
}

int linkat(int at_from, const char *from, int at_to, const char *to, int flags) {
    REAL(linkat);
    return inside(to) && fails(NAME) ? -1 : real(at_from, from, at_to, to, flags);
}
