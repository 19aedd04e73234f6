import FoundationEssentials
import Glibc

/// Tells systemd how the service is (`sd_notify(3)`); says nothing when it was not started by systemd.
struct ServiceNotifier {
    private let address: String?
    /// How often the watchdog wants to hear of us, in ms; nil without a watchdog.
    let watchdogMS: Int64?

    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"]
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init)
        watchdogMS = microseconds.map { $0 / 1_000 }
    }

    func ready() { send("READY=1") }
    func stopping() { send("STOPPING=1") }
    func alive() { send("WATCHDOG=1") }
    func status(_ text: String) { send("STATUS=\(text)") }

    private func send(_ message: String) {
        guard let address, let target = UnixAddress(path: address) else { return }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        let bytes = Array(message.utf8)
        // Nobody to tell it to if this fails: the watchdog then does its work.
        _ = target.withPointer { sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
    }
}
