#define _GNU_SOURCE
#include "CFaultFiles.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// More calls than these between two syncs of the folder are more than any test makes.
enum { most = 64 };

// A name that was made or removed since the folder's last sync.
typedef struct {
    char from[PATH_MAX];
    char to[PATH_MAX];
    // Where the file waits that had the name before; empty where there was none.
    char kept[PATH_MAX];
} change;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static long countdown;
static change changes[most];
static int change_count;
static char dirty[most][PATH_MAX];
static int dirty_count;
static int kept_count;

static int true_rename(const char *from, const char *to) {
    return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

static int true_unlink(const char *path) { return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0); }

int smilepost_fault_files_arm(const char *path, long nth) {
    if (realpath(path, folder) == NULL) return -1;
    countdown = nth;
    return 0;
}

static int is_ours(const char *path) {
    size_t length = strlen(folder);
    if (length == 0 || strncmp(path, folder, length) != 0 || path[length] != '/') return 0;
    return strncmp(path + length + 1, "kiosk.sqlite", 12) != 0;
}

// The path of an open file; empty where it has none.
static void path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void lose(void) {
    for (int i = 0; i < dirty_count; i++) {
        if (truncate(dirty[i], 0) != 0) abort();
    }
    for (int i = change_count; i > 0; i--) {
        const change *last = &changes[i - 1];
        if (last->from[0] != 0) true_rename(last->to, last->from);
        if (last->kept[0] != 0) true_rename(last->kept, last->to);
    }
}

// Counts a call; does not come back from the armed one.
static void step(void) {
    if (countdown == 0 || --countdown > 0) return;
    lose();
    kill(getpid(), SIGKILL);
}

static void note(const char *from, const char *to) {
    if (change_count == most) abort();
    change *new = &changes[change_count++];
    snprintf(new->from, sizeof new->from, "%s", from);
    snprintf(new->to, sizeof new->to, "%s", to);
    snprintf(new->kept, sizeof new->kept, "%.*s.kept-%d", PATH_MAX - 32, folder, kept_count++);
    if (link(to, new->kept) != 0) new->kept[0] = 0;
}

static int index_of_dirty(const char *path) {
    for (int i = 0; i < dirty_count; i++) {
        if (strcmp(dirty[i], path) == 0) return i;
    }
    return -1;
}

int rename(const char *from, const char *to) {
    if (!is_ours(to)) return true_rename(from, to);
    pthread_mutex_lock(&mutex);
    step();
    note(from, to);
    int result = true_rename(from, to);
    int index = index_of_dirty(from);
    if (index >= 0) snprintf(dirty[index], sizeof dirty[index], "%s", to);
    pthread_mutex_unlock(&mutex);
    return result;
}

int unlink(const char *path) {
    if (!is_ours(path) || access(path, F_OK) != 0) return true_unlink(path);
    pthread_mutex_lock(&mutex);
    step();
    note("", path);
    int result = true_unlink(path);
    pthread_mutex_unlock(&mutex);
    return result;
}

ssize_t write(int file, const void *bytes, size_t length) {
    char path[PATH_MAX] = "";
    if (folder[0] != 0) path_of(file, path);
    if (!is_ours(path)) return syscall(SYS_write, file, bytes, length);
    pthread_mutex_lock(&mutex);
    step();
    if (index_of_dirty(path) < 0 && dirty_count < most) {
        snprintf(dirty[dirty_count++], sizeof dirty[0], "%s", path);
    }
    ssize_t result = syscall(SYS_write, file, bytes, length);
    pthread_mutex_unlock(&mutex);
    return result;
}

int fsync(int file) {
    char path[PATH_MAX] = "";
    if (folder[0] != 0) path_of(file, path);
    int is_folder = folder[0] != 0 && strcmp(path, folder) == 0;
    if (!is_folder && !is_ours(path)) return (int)syscall(SYS_fsync, file);
    pthread_mutex_lock(&mutex);
    step();
    if (is_folder) {
        for (int i = 0; i < change_count; i++) {
            if (changes[i].kept[0] != 0) true_unlink(changes[i].kept);
        }
        change_count = 0;
    }
    int index = index_of_dirty(path);
    if (index >= 0) memmove(dirty[index], dirty[--dirty_count], sizeof dirty[0]);
    pthread_mutex_unlock(&mutex);
    return 0;
}
