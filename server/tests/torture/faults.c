/* Stands between a program and its files: records what it writes and syncs, and fails what it is told to fail.
 *
 *   FAULTS_DIR    only files below this folder are meant
 *   FAULTS_PLAN   a file of three 32-bit numbers that the test writes while the program runs:
 *                 what fails (0 nothing, 1 writes for want of space, 2 writes, 3 syncs),
 *                 how many more of them succeed before, and whether those after fail too
 *   FAULTS_TRACE  where to record: per call its kind, when it began and ended, path, offset, and bytes
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 65536, NOTHING = 0, NO_SPACE = 1, WRITES = 2, SYNCS = 3 };

static char *names[FILES];
static const char *folder;
static size_t folder_length;
static volatile int32_t *plan;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

__attribute__((constructor)) static void begin(void) {
    folder = getenv("FAULTS_DIR");
    folder_length = folder ? strlen(folder) : 0;
    const char *path = getenv("FAULTS_PLAN");
    if (path) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR, 0);
        void *at = fd < 0 ? MAP_FAILED : mmap(NULL, 12, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED) { fprintf(stderr, "faults: no plan\n"); abort(); }
        plan = at;
        syscall(SYS_close, fd);
    }
    path = getenv("FAULTS_TRACE");
    if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static int meant(const char *path) {
    return folder && strncmp(path, folder, folder_length) == 0 && !strstr(path, "-shm");
}

static const char *name_of(int fd) { return fd >= 0 && fd < FILES ? names[fd] : NULL; }

static int opened(int fd, const char *path, int flags, double began);

static void put(const void *bytes, size_t length) {
    for (const char *at = bytes; length > 0;) {
        long written = syscall(SYS_write, trace, at, length);
        if (written <= 0) abort();
        at += written;
        length -= (size_t)written;
    }
}

/* One record: kind, began, ended, length of the path, path, offset, length of the bytes, bytes. */
static void record(char kind, double began, const char *path, int64_t offset, const void *bytes, uint32_t length) {
    if (trace < 0 || !path) return;
    uint16_t letters = (uint16_t)strlen(path);
    double ended = now();
    pthread_mutex_lock(&lock);
    put(&kind, 1);
    put(&began, 8);
    put(&ended, 8);
    put(&letters, 2);
    put(path, letters);
    put(&offset, 8);
    put(&length, 4);
    put(bytes, length);
    pthread_mutex_unlock(&lock);
}

/* Whether a call of this kind is to fail now. */
static int fails(int sync, const char *path) {
    if (!plan || !path) return 0;
    int what = plan[0];
    if (what == NOTHING || (what == SYNCS) != sync) return 0;
    if (__atomic_fetch_sub(&plan[1], 1, __ATOMIC_SEQ_CST) > 0) return 0;
    if (!plan[2]) plan[0] = NOTHING;
    errno = what == NO_SPACE ? ENOSPC : EIO;
    return 1;
}

static int opened(int fd, const char *path, int flags, double began) {
    if (fd >= 0 && fd < FILES) {
        free(names[fd]);
        names[fd] = meant(path) ? strdup(path) : NULL;
        if (names[fd] && (flags & O_CREAT)) record(flags & O_TRUNC ? 'T' : 'C', began, path, 0, NULL, 0);
    }
    return fd;
}

#define OPEN(name, ...) \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest); \
    double began = now(); \
    return opened(real(__VA_ARGS__, flags, mode), path, flags, began);

int open(const char *path, int flags, ...) { REAL(int, open, const char *, int, ...); OPEN(open, path) }
int open64(const char *path, int flags, ...) { REAL(int, open64, const char *, int, ...); OPEN(open64, path) }
int openat(int at, const char *path, int flags, ...) { REAL(int, openat, int, const char *, int, ...); OPEN(openat, at, path) }
int openat64(int at, const char *path, int flags, ...) { REAL(int, openat64, int, const char *, int, ...); OPEN(openat64, at, path) }

int close(int fd) {
    REAL(int, close, int);
    if (fd >= 0 && fd < FILES) { free(names[fd]); names[fd] = NULL; }
    return real(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    const char *path = name_of(fd);
    if (!path) return real(fd, bytes, length);
    if (fails(0, path)) return -1;
    double began = now();
    int64_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t written = real(fd, bytes, length);
    if (written > 0) record('W', began, path, offset, bytes, (uint32_t)written);
    return written;
}

static ssize_t wrote(int fd, const void *bytes, int64_t offset, double began, ssize_t written) {
    if (written > 0) record('W', began, name_of(fd), offset, bytes, (uint32_t)written);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    if (fails(0, name_of(fd))) return -1;
    double began = now();
    return wrote(fd, bytes, offset, began, real(fd, bytes, length, offset));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    if (fails(0, name_of(fd))) return -1;
    double began = now();
    return wrote(fd, bytes, offset, began, real(fd, bytes, length, offset));
}

/* Nobody of ours writes so; whoever begins to must not go unrecorded. */
ssize_t writev(int fd, const struct iovec *parts, int number) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    if (name_of(fd)) { fprintf(stderr, "faults: writev is not recorded\n"); abort(); }
    return real(fd, parts, number);
}

static int cut(int fd, int64_t length, double began, int done) {
    if (done == 0) record('L', began, name_of(fd), length, NULL, 0);
    return done;
}

int ftruncate(int fd, off_t length) {
    REAL(int, ftruncate, int, off_t);
    double began = now();
    return cut(fd, length, began, real(fd, length));
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, ftruncate64, int, off64_t);
    double began = now();
    return cut(fd, length, began, real(fd, length));
}

static int synced(int fd, double began, int done) {
    if (done == 0) record('S', began, name_of(fd), 0, NULL, 0);
    return done;
}

int fsync(int fd) {
    REAL(int, fsync, int);
    if (fails(1, name_of(fd))) return -1;
    double began = now();
    return synced(fd, began, real(fd));
}

int fdatasync(int fd) {
    REAL(int, fdatasync, int);
    if (fails(1, name_of(fd))) return -1;
    double began = now();
    return synced(fd, began, real(fd));
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    double began = now();
    int done = real(from, to);
    if (done == 0 && meant(to)) record('R', began, from, 0, to, (uint32_t)strlen(to));
    return done;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    double began = now();
    int done = real(path);
    if (done == 0 && meant(path)) record('U', began, path, 0, NULL, 0);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    double began = now();
    int done = real(path, mode);
    if (done == 0 && meant(path)) record('D', began, path, 0, NULL, 0);
    return done;
}
