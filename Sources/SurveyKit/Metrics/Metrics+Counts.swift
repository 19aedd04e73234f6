extension Metrics {
    /// The counts of the scores 1 to `levels`, the best (the highest) first, as the metrics take them.
    ///
    /// - Parameters:
    ///   - scores: How many answered with each score; scores outside the scale are left out.
    ///   - levels: The number of levels of the scale.
    package static func counts(ofScores scores: [Int: Int], levels: Int) -> [Int] {
        (0..<max(levels, 0)).map { scores[levels - $0] ?? 0 }
    }

    /// The three groups of the net promoter score.
    package struct PromoterGroups: Equatable, Sendable {
        /// Answers of 9 and 10.
        package let promoters: Int
        /// Answers of 7 and 8.
        package let passives: Int
        /// Answers of 0 to 6.
        package let detractors: Int
    }

    /// Groups the answers 0 to 10; other scores are left out.
    package static func promoterGroups(ofScores scores: [Int: Int]) -> PromoterGroups {
        func sum(_ range: ClosedRange<Int>) -> Int { range.reduce(0) { $0 + (scores[$1] ?? 0) } }
        return PromoterGroups(promoters: sum(9...10), passives: sum(7...8), detractors: sum(0...6))
    }

    /// The net promoter score of raw answers.
    package static func nps(ofScores scores: [Int: Int]) -> Score? {
        let groups = promoterGroups(ofScores: scores)
        return nps(promoters: groups.promoters, passives: groups.passives, detractors: groups.detractors)
    }

    /// How many answers are in the top box and how many there are, for a scale of 3 to 5 levels; nil for another.
    ///
    /// - Parameter counts: Best first.
    package static func topBox(bestToWorst counts: [Int]) -> (hits: Int, n: Int)? {
        guard (3...5).contains(counts.count) else { return nil }
        return (counts.prefix(counts.count == 3 ? 1 : 2).reduce(0, +), counts.reduce(0, +))
    }
}
