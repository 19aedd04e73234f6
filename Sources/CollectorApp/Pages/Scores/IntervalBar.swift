/// A 95 % interval as a drawing of 160 units: axis, the chain's score as a tick, the interval as a band, the score as a dot.
struct IntervalBar: Equatable, Sendable {
    static let width = 160.0

    /// Positions along the axis, with one decimal, as SVG takes them.
    let bandX: String
    let bandWidth: String
    let dotX: String
    /// Nil where there is nothing to compare to.
    let tickX: String?
    /// The drawing in words, for those who hear it.
    let label: String

    init(
        _ name: String, score: Double, interval: ClosedRange<Double>, scale: ClosedRange<Double>, reference: Double?
    ) {
        let place = { (value: Double) -> Double in
            let share = (value - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
            // Half a dot stays free on each side.
            return 4 + min(max(share, 0), 1) * (Self.width - 8)
        }
        let low = place(interval.lowerBound)
        bandX = Self.text(low)
        // Even the surest score keeps a band that can be seen.
        bandWidth = Self.text(max(place(interval.upperBound) - low, 2))
        dotX = Self.text(place(score))
        tickX = reference.map { Self.text(place($0)) }
        // An interval that would read as a single figure is told more exactly.
        let isNarrow = Words.score(interval.lowerBound) == Words.score(interval.upperBound)
        let words = { (value: Double) in Words.score(value, decimals: isNarrow ? 1 : 0) }
        label =
            "\(name) \(words(score)), 95 % interval \(words(interval.lowerBound)) to \(words(interval.upperBound))"
    }

    /// With one decimal, as SVG takes it.
    static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
