/// A set of sequence numbers, kept as ranges that never touch: pure.
struct SequenceSet: Equatable, Sendable {
    /// Rising, with at least one number between two of them.
    private(set) var ranges: [ClosedRange<Int64>] = []

    init() {}

    init(_ ranges: some Sequence<ClosedRange<Int64>>) {
        for range in ranges { insert(range) }
    }

    var count: Int64 { ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 } }
    var last: Int64? { ranges.last?.upperBound }

    func contains(_ number: Int64) -> Bool {
        let index = firstIndex(endingAtOrAbove: number)
        return index < ranges.count && ranges[index].lowerBound <= number
    }

    mutating func insert(_ range: ClosedRange<Int64>) {
        var joined = range
        let start = firstIndex(endingAtOrAbove: range.lowerBound - 1)
        var end = start
        while end < ranges.count, ranges[end].lowerBound <= range.upperBound + 1 {
            joined = min(joined.lowerBound, ranges[end].lowerBound)...max(joined.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(start..<end, with: [joined])
    }

    func union(_ other: SequenceSet) -> SequenceSet {
        var all = self
        for range in other.ranges { all.insert(range) }
        return all
    }

    /// The numbers of this set that are not in another one.
    func subtracting(_ other: SequenceSet) -> SequenceSet {
        var rest = SequenceSet()
        for range in ranges {
            var next = range.lowerBound
            var index = other.firstIndex(endingAtOrAbove: next)
            while index < other.ranges.count, other.ranges[index].lowerBound <= range.upperBound {
                if other.ranges[index].lowerBound > next {
                    rest.ranges.append(next...other.ranges[index].lowerBound - 1)
                }
                next = other.ranges[index].upperBound + 1
                index += 1
            }
            if next <= range.upperBound { rest.ranges.append(next...range.upperBound) }
        }
        return rest
    }

    private func firstIndex(endingAtOrAbove number: Int64) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
