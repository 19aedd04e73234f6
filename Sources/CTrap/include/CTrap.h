// Restores the terminal when the program dies by a trap.
//
// Swift's preconditions end in SIGILL or SIGTRAP; without this the shell behind a full-screen program is left raw, with
// the mouse reporting and without a cursor. All state is in C because a signal handler may touch nothing of Swift's.
#ifndef SMILEPOST_TRAP_H
#define SMILEPOST_TRAP_H

#include <stddef.h>

// Saves the terminal's present modes, those to return to: before ncurses opens it, which changes them.
void smilepost_trap_remember(int terminal);

// Saves the bytes that undo what will be switched on, and takes over SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE and SIGABRT on a stack of its own. `restore` is cut at 256 bytes.
// Returns 0, or -1 with errno set when a handler could not be installed. Call once, before switching anything on.
int smilepost_trap_arm(int terminal, const char *restore);

// Gives the signals back to whom they belonged; does nothing when not armed. The terminal is left as it is.
void smilepost_trap_disarm(void);

#endif
