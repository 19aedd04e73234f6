import Faults

/// How long to wait after failures (sync.md 7): pure, with randomness from 0 up to 1 passed in.
///
/// The n-th failure in a row (from 0) waits `c/2 … c` plus a jitter of `0 … c/2`, where `c = min(900 s, 5 s × 2ⁿ)`. The
/// jitter comes after the cap, so that a fleet at the cap does not march in step:
///
///     n         0        1        2        3      4       5        6         7          from 8
///     c         5 s      10 s     20 s     40 s   80 s    160 s    320 s     640 s      900 s
///     waits     2.5-7.5  5-15     10-30    20-60  40-120  80-240   160-480   320-960    450-1350 s
///
/// The first failure after a success waits up to the collector's `jitter_ms` longer. There is no limit to the tries.
package struct Backoff: Equatable, Sendable {
    package static let baseMS: Int64 = 5_000
    package static let capMS: Int64 = 900_000

    /// Failures since the last success.
    package private(set) var failures = 0

    package init() {}

    /// A line was settled, or a check-in answered.
    package mutating func succeeded() { failures = 0 }

    /// A try failed: how long to wait before the next one, ms.
    ///
    /// - Parameters:
    ///   - spreadMS: The collector's `jitter_ms`.
    ///   - random: Three numbers from 0 up to 1.
    package mutating func failed(spreadMS: Int64, random: () -> Double) -> Int64 {
        let ceiling = Self.ceilingMS(failures)
        let spread = failures == 0 ? Self.share(random(), of: spreadMS) : 0
        failures += 1
        let wait = ceiling / 2 + Self.share(random(), of: ceiling / 2) + Self.share(random(), of: ceiling / 2) + spread
        return SeededBug.isPlanted(.jitterBeforeCap) ? min(Self.capMS, wait) : wait
    }

    /// A try failed in a way that patience will not mend soon: the wait is that of the cap.
    package mutating func failedAtCap(random: () -> Double) -> Int64 {
        failures = max(failures, 8)
        return failed(spreadMS: 0, random: random)
    }

    /// `c` of the n-th failure.
    package static func ceilingMS(_ n: Int) -> Int64 { min(capMS, baseMS << Int64(min(max(0, n), 20))) }

    /// A collector's `Retry-After`, clamped to 1 s … 1 h, plus up to a quarter.
    package static func retryAfterMS(_ askedMS: Int64, random: () -> Double) -> Int64 {
        let clamped = min(max(askedMS, 1_000), 3_600_000)
        return clamped + share(random(), of: clamped / 4)
    }

    /// A random part of a duration.
    static func share(_ random: Double, of duration: Int64) -> Int64 { Int64(Double(duration) * random) }
}
