// The floor: the least a program can do for the kiosk's first screen. Five cards of half-block faces under a headline;
// a tap lights a card and fades the others. No font, no layout, no database; the title tells the driver the state.
#include <curses.h>
#include <locale.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
static int pair_of[16][16], pairs;
static void cell(int y, int x, int fg, int bg) {
    int *pair = &pair_of[fg][bg];
    if (!*pair) init_extended_pair(*pair = ++pairs, 16 + fg * 14, 16 + bg * 14);
    cchar_t c;
    setcchar(&c, L"\u2584", 0, 0, pair);
    mvadd_wch(y, x, &c);
}
static void screen(int lit) {
    int card = COLS / 5;
    for (int y = 2; y < LINES / 3; y++)  // the headline: strokes in greys
        for (int x = COLS / 8; x < COLS * 7 / 8; x++)
            if ((x / 3 + y) % 3) cell(y, x, (x * 7 + y) % 4, (x + y * 3) % 3);
    for (int i = 0; i < 5; i++)
        for (int y = LINES * 2 / 5; y < LINES * 9 / 10; y++)
            for (int x = i * card + 1; x < (i + 1) * card - 1; x++) {
                double d = hypot(x - (i + .5) * card, 2 * (y - LINES * .62)) / card;
                int tone = lit < 0 ? 4 : lit == i ? 8 : 2;
                cell(y, x, d < .4 ? tone + i : tone, d < .42 ? tone + i + (d > .38) : tone);
            }
    refresh();
}
static void title(const char *text) { printf("\033]2;Smilepost: %s\a", text); fflush(stdout); }
int main(void) {
    char keys[64];
    setlocale(LC_ALL, "C.UTF-8"), initscr(), raw(), noecho(), curs_set(0), start_color();
    printf("\033[?1000h\033[?1006h");
    for (;;) {
        screen(-1), title("waiting");
        if (read(0, keys, sizeof keys) <= 0) break;
        screen(2), title("saving");
        erase(), mvprintw(LINES / 2, COLS / 2, "Thank you!"), refresh(), title("thanks");
        if (read(0, keys, sizeof keys) <= 0) break;
    }
    endwin();
}
