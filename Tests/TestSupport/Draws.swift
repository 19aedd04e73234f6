import Foundation

extension SeededGenerator {
    /// How many of `n` answers fall on each of several levels, in one draw: the time it takes grows with the square root
    /// of `n`.
    ///
    /// - Parameter chances: Of each level; their sum is taken as 1.
    package mutating func multinomial(_ n: Int, _ chances: [Double]) -> [Int] {
        var rest = (answers: n, chance: chances.reduce(0, +))
        return chances.enumerated().map { level, chance in
            let share = min(chance / rest.chance, 1)
            let count = level == chances.count - 1 ? rest.answers : binomial(rest.answers, share)
            rest = (rest.answers - count, rest.chance - chance)
            return count
        }
    }

    /// How many of `n` succeed: inversion that begins at the mode (Kemp 1986, Communications in Statistics A 15:805).
    package mutating func binomial(_ n: Int, _ chance: Double) -> Int {
        guard n > 0, chance > 0 else { return 0 }
        guard chance <= 0.5 else { return n - binomial(n, 1 - chance) }
        let odds = chance / (1 - chance)
        let mode = Int(Double(n + 1) * chance)
        var (low, high) = (mode, mode)
        var atLow = Self.probability(of: mode, n, chance)
        var atHigh = atLow
        var rest = Double.random(in: 0..<1, using: &self) - atLow
        while rest >= 0, low > 0 || high < n {
            if high < n {
                atHigh *= odds * Double(n - high) / Double(high + 1)
                high += 1
                rest -= atHigh
                if rest < 0 { return high }
            }
            if low > 0 {
                atLow *= Double(low) / (odds * Double(n - low + 1))
                low -= 1
                rest -= atLow
                if rest < 0 { return low }
            }
        }
        return mode
    }

    private static func probability(of count: Int, _ n: Int, _ chance: Double) -> Double {
        let (all, hits) = (Double(n), Double(count))
        let ways = lgamma(all + 1) - lgamma(hits + 1) - lgamma(all - hits + 1)
        return exp(ways + hits * log(chance) + (all - hits) * log1p(-chance))
    }
}
