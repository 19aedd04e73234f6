// A power cut for the small files of one folder: for tests only; no program of ours links it.
//
// The program that links it calls `rename`, `unlink`, `write` and `fsync` here in place of the C library's. What POSIX
// does not promise without a sync of the file or of the folder is lost at the cut: a new name, a removed name, the
// bytes of a file. Databases in the folder are left alone (CFaultVFS has them).
#ifndef SMILEPOST_FAULT_FILES_H
#define SMILEPOST_FAULT_FILES_H

// Cuts the power, and ends the process by SIGKILL, just before the n-th such call (from 1) in the folder.
// Returns 0, or -1 where there is no such folder.
int smilepost_fault_files_arm(const char *folder, long nth);

#endif
