import Foundation
import GRDB
import SurveyKit

/// Sequence numbers of a queue as a set: the tellings of both ends are compared by it, not by their counts.
typealias SequenceNumbers = RangeSet<Int64>

extension RangeSet<Int64> {
    /// From ranges `[first, last]`; one that is none is left out.
    init(pairs: [[Int64]], upTo highest: Int64) {
        self.init()
        for pair in pairs where pair.count == 2 && pair[0] >= 1 && pair[0] <= pair[1] && pair[0] <= highest {
            insert(contentsOf: pair[0]..<min(pair[1], highest) + 1)
        }
    }

    init(_ range: ClosedRange<Int64>) { self.init(range.lowerBound..<range.upperBound + 1) }

    /// `[first, last]`, rising.
    var pairs: [[Int64]] { ranges.map { [$0.lowerBound, $0.upperBound - 1] } }

    var closedRanges: [ClosedRange<Int64>] { ranges.map { $0.lowerBound...$0.upperBound - 1 } }

    var count: Int64 { ranges.reduce(0) { $0 + Int64($1.count) } }

    /// Without its `number` highest members.
    func droppingHighest(_ number: Int64) -> Self {
        var kept = self
        var left = number
        while left > 0, let last = kept.ranges.last {
            let cut = Swift.min(left, Int64(last.count))
            kept.remove(contentsOf: last.upperBound - cut..<last.upperBound)
            left -= cut
        }
        return kept
    }

    /// As a column of the database holds it.
    init(column: String?) {
        let pairs = column.flatMap { try? JSONDecoder().decode([[Int64]].self, from: Data($0.utf8)) } ?? []
        self.init(pairs: pairs, upTo: ResponseLine.sequences.upperBound)
    }

    var column: String {
        get throws { String(decoding: try JSONEncoder().encode(pairs), as: UTF8.self) }
    }
}
