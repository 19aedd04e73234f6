// What Swift can't take from curses.h itself: macros, and variables that Swift 6 calls shared mutable state.
#pragma once

// Wide cells (cchar_t) are declared only with this; without it setcchar() is missing.
#define NCURSES_WIDECHAR 1
// wcwidth() belongs to X/Open, memfd_create() to GNU.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <curses.h>
#include <langinfo.h>
#include <linux/kd.h>
#include <locale.h>
// Not stdlib.h for calloc(): with X/Open names it makes another fd_set than the one of Swift's Glibc module.
#include <malloc.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// A stream into memory. ncurses writes to its descriptor and tries for ever where that is full; this one never is.
static inline FILE *smilepost_memory_stream(void) {
    int memory = memfd_create("smilepost-screen", MFD_CLOEXEC);
    if (memory < 0) return NULL;
    FILE *stream = fdopen(memory, "w");
    if (!stream) close(memory);
    return stream;
}

// A terminal that is written to `output`; unlike initscr() it never ends the program. ncurses reads nothing.
static inline SCREEN *smilepost_newterm(const char *type, FILE *output) { return newterm(type, output, stdin); }

// Whether the terminal of the present screen can place its cursor: a printer or `dumb` can't.
static inline int smilepost_places_cursor(void) {
    const char *address = tigetstr("cup");
    return address && address != (char *)-1;
}

// Lets all lines scroll again: another program, or a change of size, may have left a part of them.
static inline void smilepost_reset_region(void) {
    char *region = tigetstr("csr");
    if (region && region != (char *)-1) putp(tparm(region, 0L, (long)LINES - 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

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

static inline int smilepost_window_size(int terminal, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

// Only LC_CTYPE: what ncurses needs. Numbers stay as C writes them.
static inline char *smilepost_setlocale(const char *name) { return setlocale(LC_CTYPE, name); }
static inline const char *smilepost_codeset(void) { return nl_langinfo(CODESET); }

// Whether the font of a Linux console has both half blocks (U+2580, U+2584): 1 or 0; -1 where the terminal is no such
// console or does not tell. The map is that of console_codes(4); its length is asked for first.
static inline int smilepost_console_has_half_blocks(int terminal) {
    struct unimapdesc map = {0, NULL};
    ioctl(terminal, GIO_UNIMAP, &map);
    if (map.entry_ct == 0) return -1;
    map.entries = (struct unipair *)calloc(map.entry_ct, sizeof *map.entries);
    if (!map.entries) return -1;
    int found = ioctl(terminal, GIO_UNIMAP, &map) == 0 ? 0 : -1;
    for (int i = 0; found >= 0 && i < map.entry_ct; i++) {
        if (map.entries[i].unicode == 0x2580) found |= 1;
        if (map.entries[i].unicode == 0x2584) found |= 2;
    }
    free(map.entries);
    return found < 0 ? -1 : found == 3;
}
