#include "CTrap.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// The stack must bear a handler of a few frames and the kernel's signal frame with AVX-512 state (about 3 kB).
enum { longest_restore = 256, stack_size = 65536 };

static const int fatal_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { fatal_count = sizeof fatal_signals / sizeof fatal_signals[0] };

static struct sigaction before[fatal_count];
static struct termios saved_modes;
static int has_modes;
static int terminal_fd = -1;
static char restore_bytes[longest_restore];
static size_t restore_length;
static char stack_memory[stack_size];
static volatile sig_atomic_t is_armed;

// Only calls that are async-signal-safe (POSIX 2.4.3): write, tcsetattr, sigaction, raise.
static void restore_terminal(void) {
    size_t done = 0;
    while (done < restore_length) {
        ssize_t wrote = write(terminal_fd, restore_bytes + done, restore_length - done);
        if (wrote > 0) {
            done += (size_t)wrote;
        } else if (wrote == 0 || errno != EINTR) {
            break;
        }
    }
    if (has_modes) tcsetattr(terminal_fd, TCSANOW, &saved_modes);
}

static void die(int number) {
    if (is_armed) {
        is_armed = 0;
        restore_terminal();
    }
    // Die of the same signal, so that systemd and a core dump see the true cause.
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(number, &standard, NULL);
    raise(number);
}

void smilepost_trap_remember(int terminal) { has_modes = tcgetattr(terminal, &saved_modes) == 0; }

int smilepost_trap_arm(int terminal, const char *restore) {
    terminal_fd = terminal;
    restore_length = strnlen(restore, longest_restore);
    memcpy(restore_bytes, restore, restore_length);

    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = stack_memory;
    stack.ss_size = stack_size;
    if (sigaltstack(&stack, NULL) != 0) return -1;

    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = die;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < fatal_count; i++) {
        if (sigaction(fatal_signals[i], &action, &before[i]) != 0) return -1;
    }
    is_armed = 1;
    return 0;
}

void smilepost_trap_disarm(void) {
    if (!is_armed) return;
    is_armed = 0;
    for (int i = 0; i < fatal_count; i++) sigaction(fatal_signals[i], &before[i], NULL);
}
