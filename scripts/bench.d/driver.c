// Measures a full-screen program in a pseudo-terminal, by the states it names in the terminal's title.
// usage: driver COLUMNS ROWS STARTS TAPS [PAUSE_MS] -- PROGRAM [ARGUMENT…]
// prints: start_ms p50; pressed_ms p50 p99; next_ms p50 p99; pressed and first frame bytes; memory; wakeups
// With PAUSE_MS the taps are that far apart, memory is the most that was seen at one of them, and no quiet time is watched.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int master;
static pid_t child;
static long frame_bytes;
static char pending[1 << 18];
static size_t length;

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void give_up(const char *what) {
    fprintf(stderr, "driver: %s\n", what);
    kill(child, SIGKILL);
    exit(1);
}

static bool is_second;

static char *title(const char *state, size_t *size) {
    char wanted[128];
    *size = snprintf(wanted, sizeof wanted, "\033]2;Smilepost: %s", state);
    return memmem(pending, length, wanted, *size);
}

// Reads until a title that begins with one of two states, and says which; gives the moment its bytes were read.
static double wait_for_either(const char *one, const char *other) {
    static double read_at;
    double deadline = now_ms() + 20000;
    for (;;) {
        size_t size;
        char *found = title(one, &size);
        is_second = !found;
        if (!found) found = title(other, &size);
        if (found) {
            size_t used = found + size - pending;
            memmove(pending, pending + used, length -= used);
            frame_bytes = used;
            return read_at;
        }
        struct pollfd fd = {master, POLLIN, 0};
        if (poll(&fd, 1, 1000) <= 0) { if (now_ms() > deadline) give_up(one); continue; }
        ssize_t n = read(master, pending + length, sizeof pending - length);
        if (n <= 0) give_up("the program ended");
        length += n, read_at = now_ms();
    }
}

static double wait_for(const char *state) { return wait_for_either(state, state); }

static double start(int columns, int rows, char **program) {
    struct winsize size = {rows, columns, 0, 0};
    double begin = now_ms();
    child = forkpty(&master, 0, 0, &size);
    if (!child) {
        setenv("TERM", "xterm-256color", 1), setenv("LANG", "C.UTF-8", 1);
        int log = open("/dev/null", O_WRONLY);
        dup2(log, 2), execv(program[0], program), _exit(127);
    }
    return wait_for("waiting") - begin;
}

static void stop(void) {
    char buffer[4096];
    kill(child, SIGTERM);
    while (read(master, buffer, sizeof buffer) > 0) {}
    close(master), waitpid(child, 0, 0);
    // What the next program writes must not meet this one's rest.
    length = 0;
}

static int compare(const void *a, const void *b) { return *(double *)a < *(double *)b ? -1 : 1; }
static double quantile(double *values, int n, double q) {
    qsort(values, n, sizeof *values, compare);
    return values[(int)(q * (n - 1) + .5)];
}

static long field(const char *path, const char *name) {
    char line[256];
    long value = -1;
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, name, strlen(name))) value = atol(line + strlen(name));
    if (file) fclose(file);
    return value;
}

static long wakeups(void) {
    char path[300];
    long sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", child);
    DIR *tasks = opendir(path);
    for (struct dirent *e; tasks && (e = readdir(tasks));)
        if (*e->d_name != '.') {
            snprintf(path, sizeof path, "/proc/%d/task/%s/status", child, e->d_name);
            sum += field(path, "voluntary_ctxt_switches:");
        }
    if (tasks) closedir(tasks);
    return sum;
}

static long memory(const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", child);
    return field(path, name);
}

static long quiet_wakeups(void) {
    struct timespec settle = {7, 0}, window = {10, 0}, boot;
    nanosleep(&settle, 0);
    // Once a minute since boot the kiosk moves its picture, a timer with a name: what is counted lies between two.
    clock_gettime(CLOCK_BOOTTIME, &boot);
    if (boot.tv_sec % 60 >= 48) sleep(61 - boot.tv_sec % 60);
    long before = wakeups();
    nanosleep(&window, 0);
    return wakeups() - before;
}

int main(int argc, char **argv) {
    if (argc < 7) return 64;
    int columns = atoi(argv[1]), rows = atoi(argv[2]), starts = atoi(argv[3]), taps = atoi(argv[4]);
    int pause_ms = strcmp(argv[5], "--") ? atoi(argv[5]) : 0;
    char **program = argv + (pause_ms ? 7 : 6), tap[64];
    double *first = calloc(starts, 8), *pressed = calloc(taps, 8), *next = calloc(taps, 8);
    for (int i = 0; i < starts; i++) { first[i] = start(columns, rows, program); if (i < starts - 1) stop(); }
    long first_bytes = frame_bytes, pressed_bytes = 0, pss = 0;
    for (int i = 0; i < taps; i++) {
        int column = columns * (2 * (i % 5) + 1) / 10;
        int size = snprintf(tap, sizeof tap, "\033[<0;%d;%dM", column, rows * 6 / 10);
        usleep(pause_ms * 1000);
        double begin = now_ms();
        if (write(master, tap, size) != size) give_up("write");
        // An answer that is stored before the screen comes to it goes to the next screen at once.
        pressed[i] = wait_for_either("saving", "thanks") - begin;
        if (is_second) next[i] = pressed[i];
        else pressed_bytes = frame_bytes, next[i] = wait_for("thanks") - begin;
        size = snprintf(tap, sizeof tap, "\033[<0;%d;%dM", 1, 1 + i % 5);
        usleep(1000);  // a customer's finger is never faster; both programs get the same
        if (write(master, tap, size) != size) give_up("write");
        wait_for("waiting");
        if (!pause_ms) continue;
        long seen = memory("Pss:");
        if (seen > pss) pss = seen;
    }
    if (!pause_ms) pss = memory("Pss:");
    long dirty = memory("Private_Dirty:"), woken = pause_ms ? 0 : quiet_wakeups();
    stop();
    printf("start_p50=%.2f pressed_p50=%.2f pressed_p99=%.2f next_p50=%.2f next_p99=%.2f first_bytes=%ld "
           "pressed_bytes=%ld pss_kb=%ld dirty_kb=%ld wakeups_per_s=%.1f\n",
           quantile(first, starts, .5), quantile(pressed, taps, .5), quantile(pressed, taps, .99),
           quantile(next, taps, .5), quantile(next, taps, .99), first_bytes, pressed_bytes, pss, dirty, woken / 10.0);
}
