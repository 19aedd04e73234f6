// What Swift can't take from curses.h itself: macros, and variables that Swift 6 calls shared mutable state.
#pragma once

// Wide cells (cchar_t) are declared only with this; without it setcchar() is missing.
#define NCURSES_WIDECHAR 1
// wcwidth() belongs to X/Open; Swift's importer sets _GNU_SOURCE, a C compiler may not.
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// A terminal on the standard streams; `type` null means $TERM. Unlike initscr() it never ends the program.
static inline SCREEN *smilepost_newterm(const char *type) { return newterm(type, stdout, stdin); }

static inline WINDOW *smilepost_stdscr(void) { return stdscr; }
static inline int smilepost_colors(void) { return COLORS; }
static inline int smilepost_color_pairs(void) { return COLOR_PAIRS; }
static inline int smilepost_lines(void) { return LINES; }
static inline int smilepost_columns(void) { return COLS; }

// Cells that the C library gives a scalar; -1 where it knows none.
static inline int smilepost_width(wchar_t scalar) { return wcwidth(scalar); }

// Puts one cluster of `length` scalars with an extended colour pair into a cell of the window. The pair goes through the
// `opts` argument, because the `short` one ends at 32767. Marks that do not combine are left out.
static inline int smilepost_put(
    WINDOW *window, int row, int column, const wchar_t *scalars, int length, int bold, int reverse, int pair) {
    wchar_t text[CCHARW_MAX + 1];
    int used = 0;
    for (int i = 0; i < length && used < CCHARW_MAX; i++) {
        if (i == 0 || wcwidth(scalars[i]) == 0) text[used++] = scalars[i];
    }
    text[used] = 0;
    cchar_t cell;
    attr_t attributes = (bold ? WA_BOLD : 0) | (reverse ? WA_REVERSE : 0);
    if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
    return mvwadd_wch(window, row, column, &cell);
}

// Sends bytes behind the back of ncurses, which has flushed its own by then.
static inline void smilepost_send(const char *bytes) {
    fputs(bytes, stdout);
    fflush(stdout);
}

static inline int smilepost_window_size(int *columns, int *rows) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

// Only LC_CTYPE: what ncurses needs. Numbers stay as C writes them.
static inline char *smilepost_setlocale(const char *name) { return setlocale(LC_CTYPE, name); }
static inline const char *smilepost_codeset(void) { return nl_langinfo(CODESET); }
