/// Decides when systemd may be told that the kiosk is alive: pure.
///
/// A timer that pings by itself would prove nothing. The screen's loop pings, and only after the store's queue has
/// done a piece of work since the last ping and the sync lane is not overdue.
struct Watchdog {
    /// Between two pings, in ms.
    let interval: Int64
    private(set) var nextAt: Int64
    private var storeIsAlive = true

    /// - Parameter watchdogMS: systemd's patience; pings come three times as often, and at most every 10 s apart.
    init(watchdogMS: Int64, at now: Int64) {
        interval = min(watchdogMS / 3, 10_000)
        nextAt = now
    }

    mutating func storeAnswered() { storeIsAlive = true }

    /// Whether to ping now; asked at `nextAt`.
    ///
    /// The store is to be asked for its next sign of life after each call.
    mutating func timePassed(at now: Int64, syncIsAlive: Bool) -> Bool {
        guard now >= nextAt else { return false }
        nextAt = now + interval
        defer { storeIsAlive = false }
        return storeIsAlive && syncIsAlive
    }
}
