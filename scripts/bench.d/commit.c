// The time of one commit of the kiosk's kind: WAL, synchronous=FULL, a row of 1.5 kB replaced, on this disk.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}
static int compare(const void *a, const void *b) { return *(double *)a < *(double *)b ? -1 : 1; }
int main(int argc, char **argv) {
    enum { N = 500 };
    static double times[N];
    sqlite3 *db;
    if (argc < 2 || sqlite3_open(argv[1], &db)) return 1;
    sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE draft(slot INTEGER PRIMARY KEY, state BLOB)", 0, 0, 0);
    for (int i = 0; i < N; i++) {
        double begin = now_ms();
        sqlite3_exec(db, "INSERT OR REPLACE INTO draft VALUES(1, randomblob(1500))", 0, 0, 0);
        times[i] = now_ms() - begin;
    }
    qsort(times, N, sizeof *times, compare);
    printf("commit_p50=%.2f commit_p99=%.2f\n", times[N / 2], times[N * 99 / 100]);
    sqlite3_close(db);
}
