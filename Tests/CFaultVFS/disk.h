// What is not yet durable in a watched folder, and what becomes of it.
#ifndef SMILEPOST_FAULT_DISK_H
#define SMILEPOST_FAULT_DISK_H

#include <pthread.h>
#include <sqlite3.h>

#include "CFaultVFS.h"

// A write or a truncation since the last sync, with what was there before.
typedef struct {
    int is_truncation;
    // A sync of it has failed: no later sync makes it durable.
    int is_stuck;
    // It is on the disk, but stands behind one that is stuck, and must come after it.
    int is_durable;
    sqlite3_int64 offset;
    sqlite3_int64 size_before;
    size_t before_length, after_length;
    unsigned char *before, *after;
} smilepost_change;

typedef struct smilepost_file_state {
    struct smilepost_file_state *next;
    char *path;
    smilepost_change *changes;
    size_t count, capacity;
} smilepost_file_state;

// A name made or removed since the folder's last sync.
typedef struct {
    char *path;
    // Of a removed file: where it waits. NULL for one that was made.
    char *shadow;
    // What was unsynced in a removed file.
    smilepost_file_state *state;
} smilepost_entry;

struct smilepost_fault_disk {
    struct smilepost_fault_disk *next;
    pthread_mutex_t mutex;
    char *folder;
    smilepost_file_state *files;
    smilepost_entry *entries;
    size_t entry_count, entry_capacity;
    unsigned shadows;
    int is_dead, lies;
    // Open files, and one for its owner.
    int holders;
    int kinds, action, repeats, loss;
    uint64_t countdown, seed, strikes;
    uint64_t calls[5];
};

// The disk that watches the folder of this path; NULL where none does.
smilepost_fault_disk *smilepost_disk_of(const char *path);

void smilepost_disk_release(smilepost_fault_disk *disk);

// All of these with the disk's mutex held.
smilepost_file_state *smilepost_state_of(smilepost_fault_disk *disk, const char *path);
// Counts a call and says which fault strikes it; 0 for none. Ends the process where that is the fault.
int smilepost_strike(smilepost_fault_disk *disk, int kind);
void smilepost_note(smilepost_file_state *state, smilepost_change change);
void smilepost_made_durable(smilepost_file_state *state);
void smilepost_sync_failed(smilepost_file_state *state);
void smilepost_entry_made(smilepost_fault_disk *disk, const char *path);
// Puts the file aside and notes it. Returns 0, or -1 with errno set.
int smilepost_entry_removed(smilepost_fault_disk *disk, const char *path);
void smilepost_entries_durable(smilepost_fault_disk *disk);
void smilepost_lose(smilepost_fault_disk *disk, int loss, uint64_t seed);

#endif
