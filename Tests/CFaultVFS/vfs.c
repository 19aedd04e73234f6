#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"

// An open file of a watched folder; the real one's memory follows. Files elsewhere are the real VFS's own, unwrapped.
typedef struct {
    sqlite3_file base;
    smilepost_fault_disk *disk;
    char *path;
    // The first sync of a journal or WAL also syncs the folder, as the unix VFS does it.
    int syncs_folder;
} fault_file;

static sqlite3_vfs *standard;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((fault_file *)file + 1); }

// Takes the disk's mutex; NULL where the power is cut.
static fault_file *enter(sqlite3_file *file) {
    fault_file *wrapped = (fault_file *)file;
    pthread_mutex_lock(&wrapped->disk->mutex);
    if (!wrapped->disk->is_dead) return wrapped;
    pthread_mutex_unlock(&wrapped->disk->mutex);
    return NULL;
}

static int leave(fault_file *wrapped, int code) {
    pthread_mutex_unlock(&wrapped->disk->mutex);
    return code;
}

static int code_of(int action, int io_error) {
    return action == smilepost_fault_disk_full || action == smilepost_fault_short_write ? SQLITE_FULL : io_error;
}

static int fault_close(sqlite3_file *file) {
    fault_file *wrapped = (fault_file *)file;
    int code = real(file)->pMethods->xClose(real(file));
    free(wrapped->path);
    smilepost_disk_release(wrapped->disk);
    return code;
}

static int fault_read(sqlite3_file *file, void *buffer, int length, sqlite3_int64 offset) {
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_READ;
    int action = smilepost_strike(wrapped->disk, smilepost_fault_read);
    if (action != 0) return leave(wrapped, SQLITE_IOERR_READ);
    return leave(wrapped, real(file)->pMethods->xRead(real(file), buffer, length, offset));
}

// Remembers what a write is about to change, or what a truncation is about to take away.
static int remember(
    sqlite3_file *file, fault_file *wrapped, const void *bytes, sqlite3_int64 length, sqlite3_int64 offset) {
    smilepost_change change = {.is_truncation = bytes == NULL, .offset = offset};
    int code = real(file)->pMethods->xFileSize(real(file), &change.size_before);
    if (code != SQLITE_OK) return code;
    sqlite3_int64 there = change.size_before > offset ? change.size_before - offset : 0;
    if (bytes != NULL && there > length) there = length;
    if (there > 0) {
        change.before_length = (size_t)there;
        change.before = malloc(change.before_length);
        if (change.before == NULL) return SQLITE_NOMEM;
        code = real(file)->pMethods->xRead(real(file), change.before, (int)there, offset);
        if (code != SQLITE_OK) {
            free(change.before);
            return code;
        }
    }
    if (bytes != NULL) {
        change.after_length = (size_t)length;
        change.after = malloc(change.after_length);
        if (change.after == NULL) {
            free(change.before);
            return SQLITE_NOMEM;
        }
        memcpy(change.after, bytes, change.after_length);
    }
    smilepost_note(smilepost_state_of(wrapped->disk, wrapped->path), change);
    return SQLITE_OK;
}

static int fault_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_WRITE;
    int action = smilepost_strike(wrapped->disk, smilepost_fault_write);
    if (action != 0 && action != smilepost_fault_short_write) {
        return leave(wrapped, code_of(action, SQLITE_IOERR_WRITE));
    }
    int written = action == 0 ? length : length / 2;
    int code = written == 0 ? SQLITE_OK : remember(file, wrapped, bytes, written, offset);
    if (code == SQLITE_OK && written > 0) {
        code = real(file)->pMethods->xWrite(real(file), bytes, written, offset);
    }
    return leave(wrapped, code == SQLITE_OK && action != 0 ? SQLITE_FULL : code);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_TRUNCATE;
    int action = smilepost_strike(wrapped->disk, smilepost_fault_truncate);
    if (action != 0) return leave(wrapped, code_of(action, SQLITE_IOERR_TRUNCATE));
    int code = remember(file, wrapped, NULL, 0, size);
    if (code == SQLITE_OK) code = real(file)->pMethods->xTruncate(real(file), size);
    return leave(wrapped, code);
}

static int fault_sync(sqlite3_file *file, int flags) {
    (void)flags;
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_FSYNC;
    int action = smilepost_strike(wrapped->disk, smilepost_fault_sync);
    if (action != 0) {
        if (!wrapped->disk->is_dead) smilepost_sync_failed(smilepost_state_of(wrapped->disk, wrapped->path));
        return leave(wrapped, SQLITE_IOERR_FSYNC);
    }
    if (!wrapped->disk->lies) {
        smilepost_made_durable(smilepost_state_of(wrapped->disk, wrapped->path));
        if (wrapped->syncs_folder) smilepost_entries_durable(wrapped->disk);
        wrapped->syncs_folder = 0;
    }
    return leave(wrapped, SQLITE_OK);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_FSTAT;
    return leave(wrapped, real(file)->pMethods->xFileSize(real(file), size));
}

static int fault_lock(sqlite3_file *file, int level) {
    fault_file *wrapped = enter(file);
    if (wrapped == NULL) return SQLITE_IOERR_LOCK;
    return leave(wrapped, real(file)->pMethods->xLock(real(file), level));
}

static int fault_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int fault_check_lock(sqlite3_file *file, int *result) {
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}

static int fault_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int fault_sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int fault_device(sqlite3_file *file) {
    // An atomic batch would go past the list of changes.
    return real(file)->pMethods->xDeviceCharacteristics(real(file)) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

// The index of the WAL is shared memory: no power cut has to do with it but that it is gone.

static int fault_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    if ((flags & SQLITE_SHM_LOCK) && smilepost_fault_disk_is_dead(((fault_file *)file)->disk)) return SQLITE_IOERR_LOCK;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void fault_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int fault_shm_unmap(sqlite3_file *file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: without xFetch, so that no page is read past this file.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector_size,
    .xDeviceCharacteristics = fault_device,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

// The VFS itself

static int fault_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    smilepost_fault_disk *disk = smilepost_disk_of(path);
    if (disk == NULL) return standard->xOpen(standard, path, file, flags, given);
    fault_file *wrapped = (fault_file *)file;
    memset(wrapped, 0, sizeof *wrapped);
    pthread_mutex_lock(&disk->mutex);
    int code = SQLITE_CANTOPEN;
    if (!disk->is_dead) {
        int is_new = access(path, F_OK) != 0;
        code = standard->xOpen(standard, path, real(file), flags, given);
        if (code == SQLITE_OK) {
            wrapped->base.pMethods = &methods;
            wrapped->disk = disk;
            disk->holders++;
            wrapped->path = strdup(path);
            int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL;
            wrapped->syncs_folder = (flags & SQLITE_OPEN_CREATE) && (flags & journals);
            if (is_new) smilepost_entry_made(disk, path);
        }
    }
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int fault_delete(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
    (void)vfs;
    smilepost_fault_disk *disk = smilepost_disk_of(path);
    if (disk == NULL) return standard->xDelete(standard, path, syncs_folder);
    pthread_mutex_lock(&disk->mutex);
    int code = SQLITE_IOERR_DELETE;
    if (!disk->is_dead && smilepost_strike(disk, smilepost_fault_delete) == 0) {
        code = SQLITE_OK;
        if (smilepost_entry_removed(disk, path) != 0) {
            code = errno == ENOENT ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
        } else if (syncs_folder && !disk->lies) {
            smilepost_entries_durable(disk);
        }
    }
    pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int fault_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    (void)vfs;
    return standard->xAccess(standard, path, flags, result);
}

static int fault_full_path(sqlite3_vfs *vfs, const char *path, int length, char *full) {
    (void)vfs;
    return standard->xFullPathname(standard, path, length, full);
}

int smilepost_fault_vfs_install(void) {
    static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
    static sqlite3_vfs vfs;
    int code = SQLITE_OK;
    pthread_mutex_lock(&once);
    if (standard == NULL && (code = sqlite3_initialize()) == SQLITE_OK) {
        standard = sqlite3_vfs_find(NULL);
        // Clocks, randomness and libraries ask nothing of the VFS they are called with in SQLite's unix VFS.
        vfs = *standard;
        vfs.pNext = NULL;
        vfs.iVersion = 2;
        vfs.zName = "smilepost-fault";
        vfs.szOsFile = (int)sizeof(fault_file) + standard->szOsFile;
        vfs.xOpen = fault_open;
        vfs.xDelete = fault_delete;
        vfs.xAccess = fault_access;
        vfs.xFullPathname = fault_full_path;
        code = sqlite3_vfs_register(&vfs, 1);
    }
    pthread_mutex_unlock(&once);
    return code;
}
