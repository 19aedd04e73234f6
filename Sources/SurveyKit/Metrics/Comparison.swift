import Foundation

/// The difference of two independent scores, with its 95 % interval from theirs.
///
/// Method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27:1693): it keeps the lopsided
/// intervals of scores near the end of their scale.
package struct Comparison: Equatable, Sendable {
    package let difference: Double
    package let interval: ClosedRange<Double>

    /// Compares two scores of the same kind over different answers.
    package init(_ one: Score, against other: Score) {
        difference = one.value - other.value
        let down = hypot(one.value - one.interval.lowerBound, other.interval.upperBound - other.value)
        let up = hypot(one.interval.upperBound - one.value, other.value - other.interval.lowerBound)
        interval = (difference - down)...(difference + up)
    }

    /// Whether chance alone would seldom do this: the interval excludes 0.
    package var isReal: Bool { !interval.contains(0) }

    /// Two-sided, from the side of the interval that faces 0, taken as normal.
    package var probability: Double {
        let reach = difference > 0 ? difference - interval.lowerBound : interval.upperBound - difference
        guard reach > 0 else { return difference == 0 ? 1 : 0 }
        return erfc(abs(difference) / reach * 1.959964 / 2.0.squareRoot())
    }
}
