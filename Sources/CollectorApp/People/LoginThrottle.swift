/// Slows down guessing: after some wrong passwords, every further one doubles the wait.
///
/// A pure value, time is passed in; one key is a name or an address.
struct LoginThrottle: Sendable {
    private struct Record {
        var failures: Int
        var blockedUntil: Int64
        var last: Int64
    }

    /// Wrong passwords that cost nothing.
    private let free: Int
    private var records: [String: Record] = [:]

    /// Longest wait, and how long a quiet key is remembered: 15 minutes.
    private static let longest: Int64 = 900_000
    /// Beyond this many keys the quiet ones are forgotten first.
    private static let capacity = 10_000

    init(free: Int) { self.free = free }

    /// Milliseconds that `key` must wait before its next try; 0 for none.
    func wait(for key: String, now: Int64) -> Int64 { max(0, (records[key]?.blockedUntil ?? 0) - now) }

    /// How many keys are remembered.
    var count: Int { records.count }

    /// Counts a wrong password.
    mutating func failed(_ key: String, now: Int64) {
        makeRoom(now: now)
        var record = records[key] ?? Record(failures: 0, blockedUntil: 0, last: now)
        if now - record.last > Self.longest { record.failures = 0 }
        record.failures += 1
        record.last = now
        record.blockedUntil = max(record.blockedUntil, now + pause(after: record.failures))
        records[key] = record
    }

    /// Takes back one wrong password that was counted before its check: earlier ones stay.
    mutating func takeBack(_ key: String) {
        guard var record = records[key] else { return }
        record.failures -= 1
        record.blockedUntil = record.last + pause(after: record.failures)
        records[key] = record.failures > 0 ? record : nil
    }

    private func pause(after failures: Int) -> Int64 {
        guard failures >= free else { return 0 }
        return min(1_000 << Int64(min(failures - free, 10)), Self.longest)
    }

    /// Forgets all of a key's wrong passwords.
    mutating func succeeded(_ key: String) { records[key] = nil }

    private mutating func makeRoom(now: Int64) {
        guard records.count >= Self.capacity else { return }
        records = records.filter { now - $0.value.last <= Self.longest }
        if records.count >= Self.capacity, let oldest = records.min(by: { $0.value.last < $1.value.last }) {
            records[oldest.key] = nil
        }
    }
}
