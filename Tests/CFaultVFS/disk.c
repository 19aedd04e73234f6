#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;
static smilepost_fault_disk *disks;

// A test can't go on without memory; nothing could be proved.
static void *need(void *memory) {
    if (memory == NULL) abort();
    return memory;
}

// SplitMix64, as SeededGenerator.
static uint64_t draw(uint64_t *state) {
    uint64_t mixed = *state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

// The registry

smilepost_fault_disk *smilepost_fault_disk_watch(const char *folder) {
    char *real = realpath(folder, NULL);
    if (real == NULL) return NULL;
    smilepost_fault_disk *disk = need(calloc(1, sizeof *disk));
    pthread_mutex_init(&disk->mutex, NULL);
    disk->folder = real;
    disk->holders = 1;
    pthread_mutex_lock(&registry);
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&registry);
    return disk;
}

smilepost_fault_disk *smilepost_disk_of(const char *path) {
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    if (slash == NULL) return NULL;
    size_t length = (size_t)(slash - path);
    pthread_mutex_lock(&registry);
    smilepost_fault_disk *disk = disks;
    while (disk != NULL && (strncmp(disk->folder, path, length) != 0 || disk->folder[length] != 0)) disk = disk->next;
    pthread_mutex_unlock(&registry);
    return disk;
}

static void free_state(smilepost_file_state *state) {
    if (state == NULL) return;
    for (size_t i = 0; i < state->count; i++) {
        free(state->changes[i].before);
        free(state->changes[i].after);
    }
    free(state->changes);
    free(state->path);
    free(state);
}

static void forget_entries(smilepost_fault_disk *disk) {
    for (size_t i = 0; i < disk->entry_count; i++) {
        smilepost_entry *entry = &disk->entries[i];
        if (entry->shadow != NULL) unlink(entry->shadow);
        free(entry->shadow);
        free(entry->path);
        free_state(entry->state);
    }
    disk->entry_count = 0;
}

static void forget_files(smilepost_fault_disk *disk) {
    while (disk->files != NULL) {
        smilepost_file_state *state = disk->files;
        disk->files = state->next;
        free_state(state);
    }
}

void smilepost_fault_disk_forget(smilepost_fault_disk *disk) {
    pthread_mutex_lock(&registry);
    smilepost_fault_disk **link = &disks;
    while (*link != disk) link = &(*link)->next;
    *link = disk->next;
    pthread_mutex_unlock(&registry);
    smilepost_disk_release(disk);
}

void smilepost_disk_release(smilepost_fault_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    int holders = --disk->holders;
    pthread_mutex_unlock(&disk->mutex);
    if (holders > 0) return;
    forget_entries(disk);
    forget_files(disk);
    free(disk->entries);
    free(disk->folder);
    pthread_mutex_destroy(&disk->mutex);
    free(disk);
}

smilepost_file_state *smilepost_state_of(smilepost_fault_disk *disk, const char *path) {
    for (smilepost_file_state *state = disk->files; state != NULL; state = state->next) {
        if (strcmp(state->path, path) == 0) return state;
    }
    smilepost_file_state *state = need(calloc(1, sizeof *state));
    state->path = need(strdup(path));
    state->next = disk->files;
    disk->files = state;
    return state;
}

// Faults

static int index_of(int kind) {
    int index = 0;
    while (kind > 1) {
        kind >>= 1;
        index++;
    }
    return index;
}

int smilepost_strike(smilepost_fault_disk *disk, int kind) {
    disk->calls[index_of(kind)]++;
    if ((disk->kinds & kind) == 0 || disk->countdown == 0) return 0;
    if (disk->countdown > 1) {
        disk->countdown--;
        return 0;
    }
    if (!disk->repeats) disk->countdown = 0;
    disk->strikes++;
    if (disk->action == smilepost_fault_power_cut || disk->action == smilepost_fault_plug_pulled) {
        smilepost_lose(disk, disk->loss, disk->seed);
    }
    if (disk->action == smilepost_fault_kill || disk->action == smilepost_fault_plug_pulled) kill(getpid(), SIGKILL);
    return disk->action;
}

void smilepost_fault_disk_arm(
    smilepost_fault_disk *disk, int kinds, uint64_t nth, int action, int repeats, int loss, uint64_t seed) {
    pthread_mutex_lock(&disk->mutex);
    disk->kinds = kinds;
    disk->countdown = nth;
    disk->action = action;
    disk->repeats = repeats;
    disk->loss = loss;
    disk->seed = seed;
    pthread_mutex_unlock(&disk->mutex);
}

void smilepost_fault_disk_lie(smilepost_fault_disk *disk, int lies) {
    pthread_mutex_lock(&disk->mutex);
    disk->lies = lies;
    pthread_mutex_unlock(&disk->mutex);
}

void smilepost_fault_disk_cut(smilepost_fault_disk *disk, int loss, uint64_t seed) {
    pthread_mutex_lock(&disk->mutex);
    if (!disk->is_dead) {
        disk->strikes++;
        smilepost_lose(disk, loss, seed);
    }
    pthread_mutex_unlock(&disk->mutex);
}

void smilepost_fault_disk_restore(smilepost_fault_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    disk->is_dead = 0;
    disk->lies = 0;
    disk->kinds = 0;
    pthread_mutex_unlock(&disk->mutex);
}

int smilepost_fault_disk_is_dead(smilepost_fault_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    int is_dead = disk->is_dead;
    pthread_mutex_unlock(&disk->mutex);
    return is_dead;
}

uint64_t smilepost_fault_disk_calls(smilepost_fault_disk *disk, int kinds) {
    uint64_t calls = 0;
    pthread_mutex_lock(&disk->mutex);
    for (int kind = 1; kind <= smilepost_fault_delete; kind <<= 1) {
        if (kinds & kind) calls += disk->calls[index_of(kind)];
    }
    pthread_mutex_unlock(&disk->mutex);
    return calls;
}

uint64_t smilepost_fault_disk_strikes(smilepost_fault_disk *disk) {
    pthread_mutex_lock(&disk->mutex);
    uint64_t strikes = disk->strikes;
    pthread_mutex_unlock(&disk->mutex);
    return strikes;
}

// What is not durable

void smilepost_note(smilepost_file_state *state, smilepost_change change) {
    if (state->count == state->capacity) {
        state->capacity = state->capacity == 0 ? 16 : 2 * state->capacity;
        state->changes = need(realloc(state->changes, state->capacity * sizeof *state->changes));
    }
    state->changes[state->count++] = change;
}

void smilepost_made_durable(smilepost_file_state *state) {
    size_t kept = 0;
    for (size_t i = 0; i < state->count; i++) {
        if (state->changes[i].is_stuck || kept > 0) {
            state->changes[i].is_durable = !state->changes[i].is_stuck;
            state->changes[kept++] = state->changes[i];
        } else {
            free(state->changes[i].before);
            free(state->changes[i].after);
        }
    }
    state->count = kept;
}

void smilepost_sync_failed(smilepost_file_state *state) {
    for (size_t i = 0; i < state->count; i++) state->changes[i].is_stuck = !state->changes[i].is_durable;
}

static smilepost_entry *new_entry(smilepost_fault_disk *disk, const char *path) {
    if (disk->entry_count == disk->entry_capacity) {
        disk->entry_capacity = disk->entry_capacity == 0 ? 8 : 2 * disk->entry_capacity;
        disk->entries = need(realloc(disk->entries, disk->entry_capacity * sizeof *disk->entries));
    }
    smilepost_entry *entry = &disk->entries[disk->entry_count++];
    *entry = (smilepost_entry){.path = need(strdup(path))};
    return entry;
}

void smilepost_entry_made(smilepost_fault_disk *disk, const char *path) { new_entry(disk, path); }

int smilepost_entry_removed(smilepost_fault_disk *disk, const char *path) {
    char shadow[PATH_MAX];
    snprintf(shadow, sizeof shadow, "%s.removed-%u", disk->folder, disk->shadows++);
    if (rename(path, shadow) != 0) return -1;
    smilepost_entry *entry = new_entry(disk, path);
    entry->shadow = need(strdup(shadow));
    smilepost_file_state **link = &disk->files;
    while (*link != NULL && strcmp((*link)->path, path) != 0) link = &(*link)->next;
    if (*link != NULL) {
        entry->state = *link;
        *link = entry->state->next;
        free(entry->state->path);
        entry->state->path = need(strdup(shadow));
    }
    return 0;
}

void smilepost_entries_durable(smilepost_fault_disk *disk) { forget_entries(disk); }

// A power cut

static void put(int file, const unsigned char *bytes, size_t length, sqlite3_int64 offset) {
    while (length > 0) {
        ssize_t wrote = pwrite(file, bytes, length, offset);
        if (wrote <= 0) abort();
        bytes += wrote;
        length -= (size_t)wrote;
        offset += wrote;
    }
}

static void cut_at(int file, sqlite3_int64 size) {
    if (ftruncate(file, size) != 0) abort();
}

static void undo(int file, const smilepost_change *change) {
    if (change->is_truncation) cut_at(file, change->size_before);
    put(file, change->before, change->before_length, change->offset);
    if (!change->is_truncation) cut_at(file, change->size_before);
}

// Each sector of the write, or the part of it that was written, is the new one, the old one, or garbage.
static void tear(int file, const smilepost_change *change, uint64_t *random) {
    size_t done = 0;
    while (done < change->after_length) {
        size_t left = change->after_length - done;
        size_t sector = 512 - (size_t)((change->offset + (sqlite3_int64)done) % 512);
        if (sector > left) sector = left;
        uint64_t lot = draw(random) % 16;
        if (lot < 7) {
            put(file, change->after + done, sector, change->offset + (sqlite3_int64)done);
        } else if (lot < 9) {
            unsigned char garbage[512];
            for (size_t i = 0; i < sector; i++) garbage[i] = (unsigned char)draw(random);
            put(file, garbage, sector, change->offset + (sqlite3_int64)done);
        }
        done += sector;
    }
}

static void redo(int file, const smilepost_change *change, int loss, uint64_t *random) {
    uint64_t lot = draw(random) % 3;
    if (change->is_durable) {
        lot = 0;
    } else if (loss == smilepost_loss_all) {
        lot = 1;
    }
    if (lot == 1) return;
    if (change->is_truncation) {
        cut_at(file, change->offset);
    } else if (lot == 0) {
        put(file, change->after, change->after_length, change->offset);
    } else {
        tear(file, change, random);
    }
}

static void lose_file(const smilepost_file_state *state, int loss, uint64_t *random) {
    if (state == NULL || state->count == 0 || loss == smilepost_loss_none) return;
    int file = open(state->path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    for (size_t i = state->count; i > 0; i--) undo(file, &state->changes[i - 1]);
    for (size_t i = 0; i < state->count; i++) redo(file, &state->changes[i], loss, random);
    close(file);
}

void smilepost_lose(smilepost_fault_disk *disk, int loss, uint64_t seed) {
    uint64_t random = seed;
    for (smilepost_file_state *state = disk->files; state != NULL; state = state->next) {
        lose_file(state, loss, &random);
    }
    size_t kept = loss == smilepost_loss_all ? 0 : disk->entry_count;
    if (loss == smilepost_loss_some) kept = (size_t)(draw(&random) % (disk->entry_count + 1));
    for (size_t i = disk->entry_count; i > kept; i--) {
        smilepost_entry *entry = &disk->entries[i - 1];
        if (entry->shadow == NULL) {
            unlink(entry->path);
        } else {
            lose_file(entry->state, loss, &random);
            rename(entry->shadow, entry->path);
        }
    }
    forget_entries(disk);
    forget_files(disk);
    disk->is_dead = 1;
}
