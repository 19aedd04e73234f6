// Plays hands on a full-screen program in a pseudo-terminal for a long time, and watches its memory and descriptors.
// usage: driver COLUMNS ROWS SECONDS PER_SECOND SEED hands|cat LOG -- PROGRAM [ARGUMENT…]
// prints name=value pairs; exit code 0 when it ran through, came back to its first screen and grew by nothing.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 100000, SAMPLE_SECONDS = 5 };
// Growth a minute that counts as flat: kB of private memory, and descriptors.
static const double memory_limit = 64, descriptor_limit = 0.1;

static int master, columns, rows;
static pid_t child;
static uint64_t state;
static long taps, bytes_sent, bytes_seen, waiting, thanks, asking;
static char title[128], unread[1 << 17];
static size_t length;
static double minutes[MOST], memory[MOST], descriptors[MOST];

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

// SplitMix64: the same hands for the same seed.
static uint64_t draw(uint64_t below) {
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u, z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % below;
}

static void give_up(const char *what) {
    fprintf(stderr, "soak: %s; the title was \"%s\", %ld taps sent\n", what, title, taps);
    kill(child, SIGKILL);
    exit(1);
}

static void take_titles(void) {
    static const char start[] = "\033]2;Smilepost: ";
    char *from = unread, *end = unread + length, *found, *stop;
    while ((found = memmem(from, end - from, start, sizeof start - 1)) &&
           (stop = memchr(found, 7, end - found))) {
        size_t size = stop - found - (sizeof start - 1);
        if (size >= sizeof title) size = sizeof title - 1;
        memcpy(title, found + sizeof start - 1, size), title[size] = 0;
        waiting += !strncmp(title, "waiting", 7), thanks += !strncmp(title, "thanks", 6);
        asking += !strncmp(title, "asking", 6);
        from = stop + 1;
    }
    size_t keep = end - from < 256 ? end - from : 256;
    memmove(unread, end - keep, keep), length = keep;
}

// Takes in what the program draws, for so long.
static void look(double seconds) {
    double until = now_s() + seconds;
    for (double left = seconds; left > 0; left = until - now_s()) {
        struct pollfd fd = {master, POLLIN, 0};
        if (poll(&fd, 1, left * 1000 + 1) <= 0) continue;
        ssize_t n = read(master, unread + length, sizeof unread - length);
        if (n <= 0) give_up("the program ended");
        length += n, bytes_seen += n;
        take_titles();
    }
}

static void send_bytes(const void *bytes, size_t size) {
    for (const char *at = bytes; size;) {
        ssize_t n = write(master, at, size);
        if (n <= 0) give_up("write");
        at += n, size -= n, bytes_sent += n;
    }
}

static void hand(void) {
    char text[64];
    int column = 1 + draw(columns), row = 1 + draw(rows), n = 0;
    switch (draw(20)) {
        case 0: n = snprintf(text, sizeof text, "%c", (int)('0' + draw(10))); break;
        case 1: n = snprintf(text, sizeof text, "%s", draw(2) ? "\r" : "u"); break;
        case 2: n = snprintf(text, sizeof text, "\033[<64;%d;%dM", column, row); break;
        case 3: n = snprintf(text, sizeof text, "\033[<0;%d", column); break;
        case 4:
            if (column > 223 || row > 223) return hand();
            n = 6, memcpy(text, (char[]){27, '[', 'M', 32, 32 + column, 32 + row}, 6);
            break;
        default: n = snprintf(text, sizeof text, "\033[<0;%d;%dM\033[<0;%d;%dm", column, row, column, row);
    }
    send_bytes(text, n), taps++;
}

static void cat(void) {
    unsigned char paws[40];
    size_t size = 1 + draw(sizeof paws);
    for (size_t i = 0; i < size; i++) paws[i] = draw(256);
    send_bytes(paws, size), taps++;
}

static long field(const char *file, const char *name) {
    char path[64], line[256];
    long value = -1;
    snprintf(path, sizeof path, "/proc/%d/%s", child, file);
    FILE *stream = fopen(path, "r");
    while (stream && fgets(line, sizeof line, stream))
        if (!strncmp(line, name, strlen(name))) value = atol(line + strlen(name));
    if (stream) fclose(stream);
    return value;
}

static int count_descriptors(void) {
    char path[64];
    int count = 0;
    snprintf(path, sizeof path, "/proc/%d/fd", child);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) count += *entry->d_name != '.';
    if (folder) closedir(folder);
    return count;
}

// Least squares: growth a minute.
static double slope(const double *x, const double *y, int n) {
    double mx = 0, my = 0, above = 0, below = 0;
    for (int i = 0; i < n; i++) mx += x[i] / n, my += y[i] / n;
    for (int i = 0; i < n; i++) above += (x[i] - mx) * (y[i] - my), below += (x[i] - mx) * (x[i] - mx);
    return below > 0 ? above / below : 0;
}

// Nobody touches it any more: time alone must bring the first screen back, and a key must still count.
static void come_to_rest(void) {
    send_bytes("\033[0n", 4);
    // The last acts are still on their way; a cut sequence swallows for a second.
    look(3);
    for (double until = now_s() + 180; strncmp(title, "waiting", 7);) {
        if (now_s() > until) give_up("it did not come back to its first screen");
        look(0.5);
    }
    look(1);
    long before = asking + thanks;
    send_bytes("5", 1);
    for (double until = now_s() + 10; asking + thanks == before;) {
        if (now_s() > until) give_up("a key changes nothing any more");
        look(0.1);
    }
}

int main(int argc, char **argv) {
    if (argc < 10) return 64;
    columns = atoi(argv[1]), rows = atoi(argv[2]);
    double seconds = atof(argv[3]), every = 1 / atof(argv[4]);
    state = strtoull(argv[5], 0, 10);
    void (*act)(void) = strcmp(argv[6], "cat") ? hand : cat;
    struct winsize size = {rows, columns, 0, 0};
    child = forkpty(&master, 0, 0, &size);
    if (!child) {
        setenv("TERM", "xterm-256color", 1), setenv("LANG", "C.UTF-8", 1);
        dup2(open(argv[7], O_WRONLY | O_CREAT | O_APPEND, 0600), 2);
        execv(argv[9], argv + 9), _exit(127);
    }
    for (double until = now_s() + 30; !waiting;) {
        if (now_s() > until) give_up("no first screen");
        look(0.1);
    }
    double start = now_s(), next = start, sample_at = start;
    int samples = 0;
    while (now_s() - start < seconds) {
        if (now_s() >= sample_at && samples < MOST) {
            sample_at += SAMPLE_SECONDS;
            minutes[samples] = (now_s() - start) / 60, descriptors[samples] = count_descriptors();
            memory[samples++] = field("smaps_rollup", "Private_Dirty:");
        }
        act();
        next += every;
        // Behind, as on a busy machine, hands don't hurry.
        if (next < now_s()) next = now_s();
        look(next - now_s() > 0.001 ? next - now_s() : 0.001);
    }
    long cpu = field("status", "voluntary_ctxt_switches:");
    come_to_rest();
    kill(child, SIGTERM);
    double asked = now_s();
    for (char rest[4096]; read(master, rest, sizeof rest) > 0;) {}
    int result = 0;
    waitpid(child, &result, 0);
    double stopping = now_s() - asked;

    // The first third is warming up: caches fill.
    int first = samples / 3;
    double memory_slope = slope(minutes + first, memory + first, samples - first);
    double descriptor_slope = slope(minutes + first, descriptors + first, samples - first);
    printf("acts=%ld bytes_sent=%ld bytes_drawn=%ld asking=%ld thanks=%ld waiting=%ld wakeups=%ld\n", taps, bytes_sent,
           bytes_seen, asking, thanks, waiting, cpu);
    printf("samples=%d memory_kb_warm=%.0f memory_kb_last=%.0f memory_kb_per_minute=%.1f\n", samples, memory[first],
           memory[samples - 1], memory_slope);
    printf("descriptors_warm=%.0f descriptors_last=%.0f descriptors_per_minute=%.3f\n", descriptors[first],
           descriptors[samples - 1], descriptor_slope);
    printf("exit=%d stop_s=%.2f\n", WIFEXITED(result) ? WEXITSTATUS(result) : -WTERMSIG(result), stopping);
    int faults = 0;
    if (!WIFEXITED(result) || WEXITSTATUS(result)) faults++, puts("FAULT: it did not end well");
    if (memory_slope > memory_limit) faults++, puts("FAULT: memory grows");
    if (descriptor_slope > descriptor_limit) faults++, puts("FAULT: descriptors grow");
    return faults > 0;
}
