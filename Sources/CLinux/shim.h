// Calls of the Linux kernel that Swift's Glibc module leaves out.
#ifndef SMILEPOST_CLINUX_SHIM_H
#define SMILEPOST_CLINUX_SHIM_H

#include <malloc.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <time.h>

// SFD_CLOEXEC | SFD_NONBLOCK come as an enum that Swift can't combine.
static inline int CLinux_signalfd(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// EFD_CLOEXEC | EFD_NONBLOCK come as an enum that Swift can't combine.
static inline int CLinux_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

// A timer of the clock that also counts while the machine sleeps: Swift's Glibc has no timerfd.h.
static inline int CLinux_bootTimer(void) {
    return timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
}

// Sets it to a moment in ms since boot; 0 stops it.
static inline int CLinux_setBootTimer(int timer, int64_t ms) {
    struct itimerspec moment = {.it_value = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000}};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &moment, NULL);
}

// Whether the kernel says that NTP holds the clock: STA_UNSYNC is a macro over a struct Swift doesn't import.
static inline int CLinux_clockIsSynchronised(void) {
    struct timex state = {0};
    return adjtimex(&state) != -1 && !(state.status & STA_UNSYNC);
}

// Gives memory that was freed back to the system; Glibc's module has no malloc.h.
static inline void CLinux_trimMemory(void) {
    malloc_trim(0);
}

#endif
