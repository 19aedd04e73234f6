package import Foundation

/// When a branch is open, week after week, in its own time: what due times are counted in.
///
/// A branch whose hours nobody wrote down counts as always open.
package struct OpeningHours: Equatable, Sendable {
    /// Minutes after midnight, the first included, the last not.
    ///
    /// Sorted, and apart from each other; no day that has none.
    let spans: [Schedule.Day: [Range<Int>]]

    /// Hours that nobody knows.
    package init() { spans = [:] }

    /// - Parameter spans: Within a day (`0..<1440`); those that touch or overlap become one.
    init(spans: [Schedule.Day: [Range<Int>]]) {
        self.spans = spans.compactMapValues { day in
            let joined = Self.joined(day.filter { !$0.isEmpty })
            return joined.isEmpty ? nil : joined
        }
    }

    package var isKnown: Bool { !spans.isEmpty }

    /// The earliest moment at which the branch has been open for `duration` since `start`.
    ///
    /// A night, a closed day and the hour that a clock jumps over count nothing; an hour that it repeats counts twice.
    /// - Parameters:
    ///   - duration: Open time, in ms; none or less gives `start`.
    ///   - start: Milliseconds since 1970.
    ///   - zone: The branch's.
    /// - Returns: Milliseconds since 1970. Hours so short that it would be more than 400 days away are a slip: then it
    ///   is these and `duration` after `start`.
    package func moment(afterOpenMS duration: Int64, since start: Int64, in zone: TimeZone) -> Int64 {
        guard isKnown, duration > 0 else { return start + max(duration, 0) }
        var left = duration
        var stretch = LocalStretch(from: start, in: zone)
        while stretch.start < start + Self.longestMS {
            for open in openings(in: stretch) {
                let length = open.upperBound - open.lowerBound
                if length >= left { return open.lowerBound + left }
                left -= length
            }
            stretch = LocalStretch(from: stretch.end, in: zone)
        }
        return start + Self.longestMS + duration
    }

    private static let longestMS: Int64 = 400 * 86_400_000

    /// The open times within a stretch of one day, in ms since 1970, in order.
    private func openings(in stretch: LocalStretch) -> [Range<Int64>] {
        (spans[stretch.day] ?? []).compactMap { span in
            let from = max(stretch.midnight + Int64(span.lowerBound) * 60_000, stretch.start)
            let to = min(stretch.midnight + Int64(span.upperBound) * 60_000, stretch.end)
            return from < to ? from..<to : nil
        }
    }

    private static func joined(_ spans: [Range<Int>]) -> [Range<Int>] {
        spans.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, span in
            guard let last = joined.last, span.lowerBound <= last.upperBound else { return joined.append(span) }
            joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
        }
    }
}

/// A piece of one local day in which the clocks are not changed.
private struct LocalStretch {
    /// Milliseconds since 1970; `end` is not part of it.
    let start: Int64
    let end: Int64
    /// When the day began, or would have, had the clocks always been as they are in this piece.
    let midnight: Int64
    let day: Schedule.Day

    private static let dayMS: Int64 = 86_400_000

    init(from start: Int64, in zone: TimeZone) {
        let offset = Self.offset(at: start, in: zone)
        let local = start + offset
        let number = (local - (local % Self.dayMS + Self.dayMS) % Self.dayMS) / Self.dayMS
        self.start = start
        midnight = number * Self.dayMS - offset
        end = Self.change(after: start, before: midnight + Self.dayMS, in: zone) ?? midnight + Self.dayMS
        // 1 January 1970 was a Thursday.
        day = Schedule.Day(rawValue: Int(((number + 3) % 7 + 7) % 7) + 1) ?? .mon
    }

    private static func offset(at moment: Int64, in zone: TimeZone) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment) / 1_000))) * 1_000
    }

    /// When the clocks are changed between two moments; nil where they are not.
    ///
    /// Found by halving: Foundation's next transition leaves out those that are no daylight saving time.
    private static func change(after start: Int64, before end: Int64, in zone: TimeZone) -> Int64? {
        let before = offset(at: start, in: zone)
        guard offset(at: end, in: zone) != before else { return nil }
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(at: middle, in: zone) == before { low = middle } else { high = middle }
        }
        return high
    }
}
