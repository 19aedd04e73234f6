/// What a series counts by column; those above 10 are not used.
typealias ColumnCounts = SIMD16<Int32>

/// Sums by group and series.
///
/// Millions of numbers are added up for a page: each finds its place by arithmetic, not by a hash.
struct SeriesTotals {
    /// Series.
    private let width: Int
    /// Of each group: its first place in `slots`.
    private var groups: [Int: Int] = [:]
    /// Of each group and series: where its sums begin; -1 without any.
    private var slots: [Int] = []
    /// Sixteen of each.
    private var sums: [Int32] = []

    init(series: Int) { width = series }

    /// Where the sums of a group begin, for `add`.
    mutating func place(of group: Int) -> Int {
        if let known = groups[group] { return known }
        groups[group] = slots.count
        slots += repeatElement(-1, count: width)
        return slots.count - width
    }

    /// - Parameter place: Of the group.
    @inline(__always)
    mutating func add(_ count: Int32, at place: Int, series: Int, column: Int) {
        var start = slots[place + series]
        if start < 0 {
            start = sums.count
            slots[place + series] = start
            sums += repeatElement(0, count: 16)
        }
        sums[start + column] += count
    }

    /// Every series of every group that has any, in no order.
    var all: [(group: Int, series: Int, counts: ColumnCounts)] {
        groups.flatMap { group, place in
            (0..<width).compactMap { series in
                let start = slots[place + series]
                return start < 0 ? nil : (group, series, ColumnCounts(sums[start..<start + 16]))
            }
        }
    }
}
