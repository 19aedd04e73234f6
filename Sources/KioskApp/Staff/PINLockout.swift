import SurveyKit

/// How often a PIN was tried in vain, and how long nothing is tried after that: pure.
///
/// Five wrong tries lock the gate for 30 s, every further one for twice as long, up to an hour; only the right PIN
/// clears the count.
struct PINLockout: Codable, Equatable, Sendable {
    private(set) var failures = 0
    /// The moment of the last failure, by every clock there is.
    private(set) var last: Timestamp?

    static let freeTries = 5
    private static let firstLock: Int64 = 30_000
    private static let longestLock: Int64 = 3_600_000

    /// What a file of tries that can't be read counts as: one more try, then the gate locks.
    static let unreadable = PINLockout(failures: freeTries - 1, last: nil)

    mutating func failed(at now: Timestamp) {
        failures = min(failures + 1, 1_000)
        last = now
    }

    /// Tries before the gate locks; one where it has locked before.
    var triesLeft: Int { max(1, Self.freeTries - failures) }

    /// Milliseconds until a PIN may be tried again; 0 when it may be now.
    ///
    /// Within one boot only the clock that never goes back counts. After a restart of the device the time since that
    /// restart has certainly passed; more is credited only where the time of day was set by the network before and
    /// after. So neither a clock that is set nor a pulled plug opens the gate early.
    func remaining(at now: Timestamp) -> Int64 {
        guard let last, failures >= Self.freeTries else { return 0 }
        return max(0, lock - Self.elapsed(from: last, to: now))
    }

    private var lock: Int64 { min(Self.firstLock << Int64(min(10, failures - Self.freeTries)), Self.longestLock) }

    private static func elapsed(from last: Timestamp, to now: Timestamp) -> Int64 {
        if last.boot == now.boot, now.bootMS >= last.bootMS { return now.bootMS - last.bootMS }
        guard last.clock == .synchronised, now.clock == .synchronised else { return now.bootMS }
        return max(now.bootMS, now.wallMS - last.wallMS)
    }
}
