/// Lines that are passed over for a while so that others get through: pure, in memory, forgotten at a restart.
struct HeldLines: Equatable, Sendable {
    private struct Hold: Equatable, Sendable {
        var retries = 0
        var until: Int64 = .min
        /// It could not be sent even alone.
        var wasParked = false
    }

    private var holds: [Int64: Hold] = [:]

    /// A third `retry` in a row holds a line for a minute, each further one for twice as long, up to a day.
    private static let firstHoldMS: Int64 = 60_000
    private static let dayMS: Int64 = 86_400_000

    /// The lines to pass over now.
    func held(at now: Int64) -> Set<Int64> { Set(holds.filter { $0.value.until > now }.keys) }

    /// When the next of them may be tried again; nil with none.
    func earliest(after now: Int64) -> Int64? { holds.values.map(\.until).filter { $0 > now }.min() }

    mutating func settled(_ lines: [Int64]) {
        for line in lines { holds[line] = nil }
    }

    mutating func retried(_ lines: [Int64], now: Int64) {
        for line in lines {
            var hold = holds[line] ?? Hold()
            hold.retries += 1
            if hold.retries >= 3 {
                hold.until = now + min(Self.dayMS, Self.firstHoldMS << Int64(min(hold.retries - 3, 20)))
            }
            holds[line] = hold
        }
    }

    /// A line that can't be sent even alone.
    mutating func parked(_ lines: [Int64], for duration: Int64, now: Int64) {
        for line in lines {
            holds[line, default: Hold()].until = now + duration
            holds[line]?.wasParked = true
        }
    }

    /// Those of `lines` that could not be sent even alone before.
    func parkedBefore(_ lines: [Int64]) -> [Int64] { lines.filter { holds[$0]?.wasParked == true } }

    /// Lines that wait because they could not be sent even alone.
    func parked(at now: Int64) -> Set<Int64> { Set(holds.filter { $0.value.wasParked && $0.value.until > now }.keys) }

    /// All may be tried at once; what they have counted stays.
    mutating func releaseAll() {
        for line in holds.keys { holds[line]?.until = .min }
    }
}
