// A disk that fails on demand, under SQLite: for tests only; no program of ours links it.
//
// The idea is that of SQLite's own crash tests (src/test6.c): what was written and not yet synced is remembered, and at a
// power cut each such write is kept, dropped, or torn sector by sector. The VFS stands in front of the default one and
// takes part only in folders that are watched, so that parallel tests have a disk each and the programs under test need
// no switch. It models durability, so it never asks the real disk to sync.
#ifndef SMILEPOST_FAULT_VFS_H
#define SMILEPOST_FAULT_VFS_H

#include <stdint.h>

typedef struct smilepost_fault_disk smilepost_fault_disk;

// Kinds of calls; a fault may name several.
enum {
    smilepost_fault_read = 1,
    smilepost_fault_write = 2,
    smilepost_fault_sync = 4,
    smilepost_fault_truncate = 8,
    smilepost_fault_delete = 16,
};

enum {
    // The call fails as a broken disk's does. After a failed sync the system takes the writes for clean: later syncs
    // say nothing of them, and they are lost with the power.
    smilepost_fault_io_error = 1,
    smilepost_fault_disk_full = 2,
    // Half of the bytes are written, then the disk is full.
    smilepost_fault_short_write = 3,
    // Unsynced changes meet their loss; every later call fails until power is back.
    smilepost_fault_power_cut = 4,
    // The process ends by SIGKILL before the call; what was written stays.
    smilepost_fault_kill = 5,
    // A power cut that ends the process too.
    smilepost_fault_plug_pulled = 6,
};

// What a power cut does to changes that were not synced.
enum {
    smilepost_loss_all = 0,
    smilepost_loss_none = 1,
    // By the seed: each write is kept, dropped or torn per sector of 512 bytes (new, old or garbage), each truncation
    // kept or dropped; names made or removed since the folder's last sync survive in their order up to some moment.
    smilepost_loss_some = 2,
};

// Registers the VFS as the default one; further calls do nothing. Returns 0 or an SQLite code.
int smilepost_fault_vfs_install(void);

// Watches the databases in a folder, which must exist. NULL where it can't be resolved.
smilepost_fault_disk *smilepost_fault_disk_watch(const char *folder);
// Ends it: databases that are opened from now on have the real disk.
void smilepost_fault_disk_forget(smilepost_fault_disk *disk);

// From the n-th call (from 1, counted from here) of these kinds: `action`, once or every time. Replaces what was armed.
void smilepost_fault_disk_arm(
    smilepost_fault_disk *disk, int kinds, uint64_t nth, int action, int repeats, int loss, uint64_t seed);
// A disk that says "synced" and has done nothing.
void smilepost_fault_disk_lie(smilepost_fault_disk *disk, int lies);
// Cuts the power at this moment.
void smilepost_fault_disk_cut(smilepost_fault_disk *disk, int loss, uint64_t seed);
// Power is back and nothing is armed; databases must be opened anew.
void smilepost_fault_disk_restore(smilepost_fault_disk *disk);

int smilepost_fault_disk_is_dead(smilepost_fault_disk *disk);
// Calls of these kinds since the beginning, and how often a fault struck.
uint64_t smilepost_fault_disk_calls(smilepost_fault_disk *disk, int kinds);
uint64_t smilepost_fault_disk_strikes(smilepost_fault_disk *disk);

#endif
