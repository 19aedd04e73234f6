import CLinux
import Glibc

/// Signals as bytes of a descriptor that the screen's loop polls.
///
/// They are blocked in the whole process, so `init` must come before any thread is started.
struct Signals {
    let descriptor: Int32

    init() {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH] { sigaddset(&set, signal) }
        // Exactly these: whoever started us may have blocked others, and a trap must end us at once.
        pthread_sigmask(SIG_SETMASK, &set, nil)
        descriptor = CLinux_signalfd(&set)
        // A dead connection, a stray Ctrl-Z or background read, or a signal of somebody's tool must not stop a kiosk.
        for signal in [SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2, SIGALRM] { Glibc.signal(signal, SIG_IGN) }
    }

    /// The signals that came since the last call.
    func take() -> [Int32] {
        var signals: [Int32] = []
        var info = signalfd_siginfo()
        while read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) == MemoryLayout<signalfd_siginfo>.size {
            signals.append(Int32(info.ssi_signo))
        }
        return signals
    }
}
