/// The scores of customer experience, from counts of answers.
///
/// Every one is nil when nobody answered: no answers are never 0. Pool counts of several branches and score the sum;
/// never average scores. All intervals are for 95 %.
package enum Metrics {
    /// The normal distribution's 97.5 % point.
    static let z = 1.959964

    /// Satisfaction level indicator, -100 to 100: 100 × Σ score / (10 × n) with the scores 10, 5, 0, -5, -10.
    ///
    /// Definition: Qmeter, qmeter.net/resources/what-is-sli-satisfaction-level-indicator. Scales of another length are
    /// spread evenly (our rule). Nil also for fewer than two levels.
    package static func sli(bestToWorst counts: [Int]) -> Score? {
        mean(counts, values: evenly(from: 100, to: -100, levels: counts.count))
    }

    /// Net promoter score, -100 to 100: the share of promoters (9, 10) less that of detractors (0 to 6), in percent of
    /// those who answered.
    ///
    /// Definition: help.reputation.com/knowledgebase/how-is-nps-calculated. Interval: adjusted Wald, adding ¾
    /// promoter, 1½ passives and ¾ detractor before the variance of a difference of shares is taken.
    package static func nps(promoters: Int, passives: Int, detractors: Int) -> Score? {
        let n = promoters + passives + detractors
        guard n > 0, min(promoters, passives, detractors) >= 0 else { return nil }
        let adjusted = Double(n) + 3
        let (up, down) = ((Double(promoters) + 0.75) / adjusted, (Double(detractors) + 0.75) / adjusted)
        let variance = (up + down - (up - down) * (up - down)) / adjusted
        let half = 100 * z * variance.squareRoot()
        let value = 100 * Double(promoters - detractors) / Double(n)
        let interval = clipped(100 * (up - down), half, to: -100...100)
        // A single answer at an end lies 1.5 beyond the formula's interval.
        let (low, high) = (min(interval.lowerBound, value), max(interval.upperBound, value))
        return Score(value: value, interval: low...high, n: n)
    }

    /// Customer satisfaction, 0 to 100: the percentage in the top box (the two best of 5 or 4 levels, the best of 3).
    ///
    /// Definition: kicue.com/en/blog/how-to-calculate-csat. Interval: Wilson. Nil also for another number of levels.
    package static func csat(bestToWorst counts: [Int]) -> Score? {
        topBox(bestToWorst: counts).flatMap { share(of: $0.hits, in: counts) }
    }

    /// Customer effort score as the mean of 1 (hard) to 7 (easy).
    ///
    /// Definition: CES 2.0, support.nicereply.com/article/267-how-is-ces-calculated. Nil also unless `counts` has
    /// seven entries, those of 1 first.
    package static func cesMean(oneToSeven counts: [Int]) -> Score? {
        counts.count == 7 ? mean(counts, values: evenly(from: 1, to: 7, levels: 7)) : nil
    }

    /// Customer effort score as the percentage of 5, 6 and 7, 0 to 100.
    ///
    /// Interval: Wilson. Nil also unless `counts` has seven entries, those of 1 first.
    package static func cesEasyShare(oneToSeven counts: [Int]) -> Score? {
        counts.count == 7 ? share(of: counts.suffix(3).reduce(0, +), in: counts) : nil
    }

    /// Happy index, 0 to 100: the mean with the best face at 100, the worst at 0 and the others spread evenly.
    ///
    /// Definition: HappyOrNot's performance indexes; the weights are inferred from its worked examples. On any scale
    /// SLI = 2 × happy index - 100. Nil also for fewer than two levels.
    package static func happyIndex(bestToWorst counts: [Int]) -> Score? {
        mean(counts, values: evenly(from: 100, to: 0, levels: counts.count))
    }
}

extension Metrics {
    /// The values of `levels` steps from `first` to `last`; empty for fewer than two.
    private static func evenly(from first: Double, to last: Double, levels: Int) -> [Double] {
        guard levels > 1 else { return [] }
        return (0..<levels).map { first + (last - first) * Double($0) / Double(levels - 1) }
    }

    /// The mean of `values` weighted by `counts`, with the interval of the counts after one answer more at each end of
    /// the scale: without them eight equal answers would look certain.
    private static func mean(_ counts: [Int], values: [Double]) -> Score? {
        let n = counts.reduce(0, +)
        guard let first = values.first, let last = values.last, n > 0, counts.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        var adjusted = counts.map(Double.init)
        adjusted[0] += 1
        adjusted[adjusted.count - 1] += 1
        let total = Double(n) + 2
        let centre = zip(adjusted, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let variance = zip(adjusted, values).reduce(0) { $0 + $1.0 * ($1.1 - centre) * ($1.1 - centre) } / total
        return Score(
            value: zip(counts, values).reduce(0) { $0 + Double($1.0) * $1.1 } / Double(n),
            interval: clipped(centre, z * (variance / total).squareRoot(), to: min(first, last)...max(first, last)),
            n: n)
    }

    private static func share(of hits: Int, in counts: [Int]) -> Score? {
        counts.allSatisfy { $0 >= 0 } ? share(of: hits, among: counts.reduce(0, +)) : nil
    }

    /// What percentage `hits` are of `n`, 0 to 100, with its Wilson score interval (Wilson 1927); nil for none.
    package static func share(of hits: Int, among n: Int) -> Score? {
        guard n > 0, (0...n).contains(hits) else { return nil }
        let (size, p) = (Double(n), Double(hits) / Double(n))
        let divisor = 1 + z * z / size
        let centre = (p + z * z / (2 * size)) / divisor
        let half = z * (p * (1 - p) / size + z * z / (4 * size * size)).squareRoot() / divisor
        // At 0 and 100 % the formula touches the value itself, but for rounding.
        let low = hits == 0 ? 0 : 100 * (centre - half)
        let high = hits == n ? 100 : 100 * (centre + half)
        return Score(value: 100 * p, interval: max(low, 0)...min(high, 100), n: n)
    }

    private static func clipped(_ centre: Double, _ half: Double, to scale: ClosedRange<Double>) -> ClosedRange<Double>
    {
        max(centre - half, scale.lowerBound)...min(centre + half, scale.upperBound)
    }
}
