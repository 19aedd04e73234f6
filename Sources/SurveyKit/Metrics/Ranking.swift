import Foundation

/// Each branch of a chain against all others together: above, below, or not really different.
///
/// A branch differs where two tests say so, with false discoveries among the branches held at 5 %:
///
/// - The interval of the difference (`Comparison`), from the spread of each side's own answers. Alone it is fooled by
///   luck: 70 answers that all happen to be the best show hardly any spread.
/// - The permutation test of two means (Fisher 1935, The Design of Experiments, §21; Pitman 1937, Supplement to the
///   Journal of the Royal Statistical Society 4:119), taken as normal, from the spread that the difference has when the
///   chain's answers are dealt out to the branches by chance. Alone it is fooled by skew: where nearly all answers are
///   the best, a branch with one answer, a bad one, lies ten standard deviations away.
///
/// Each is cautious on the side where the other is rash, so the larger of the two probabilities is taken. In a chain whose
/// branches do differ, many discoveries make further ones easy: too easy for a few lucky answers, which have to be beyond
/// chance among all branches by themselves (Bonferroni's inequality; Dunn 1961, J. Am. Stat. Assoc. 56:52).
package struct Ranking: Equatable, Sendable {
    package enum Standing: Equatable, Sendable { case above, same, below }

    /// Each branch's difference from all others pooled; none for a branch without answers, or where no other has any.
    package let differences: [String: Comparison]
    /// The branches whose difference is more than chance.
    private let real: Set<String>

    /// Fewer answers than this are few.
    package static let few = 30

    /// Compares the branches of a chain; the time it takes grows with their number, not with its square.
    ///
    /// - Parameters:
    ///   - counts: Each branch's answers by level, all in the same levels.
    ///   - score: A score of `Metrics` from such counts: the mean of what one answer of each level scores.
    package init(_ counts: [String: [Int]], score: ([Int]) -> Score?) {
        let chain = Chain(Array(counts.values), score: score)
        var differences: [String: Comparison] = [:]
        var probabilities: [String: Double] = [:]
        var small: Set<String> = []
        for (branch, own) in counts {
            guard let one = score(own), let rest = score(chain.without(own)) else { continue }
            let comparison = Comparison(one, against: rest)
            differences[branch] = comparison
            if one.n < Self.few { small.insert(branch) }
            probabilities[branch] = max(comparison.probability, chain.probability(of: comparison.difference, n: one.n))
        }
        self.differences = differences
        let alone = 0.05 / Double(max(probabilities.count, 1))
        real = Self.discoveries(probabilities).filter { branch in
            !small.contains(branch) || probabilities[branch] ?? 1 <= alone
        }
    }

    /// Where a branch stands; one that could not be compared is the same as the rest.
    package func standing(of branch: String) -> Standing {
        guard real.contains(branch), let difference = differences[branch]?.difference else { return .same }
        return difference > 0 ? .above : .below
    }

    /// Which of many findings are real with false discoveries held at 5 % (Benjamini and Hochberg 1995, Journal of the
    /// Royal Statistical Society B 57:289).
    package static func discoveries(_ probabilities: [String: Double]) -> Set<String> {
        let ranked = probabilities.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        let last = ranked.indices.last { ranked[$0].value <= 0.05 * Double($0 + 1) / Double(ranked.count) }
        return last.map { Set(ranked[...$0].map(\.key)) } ?? []
    }
}

/// All answers of a chain together.
private struct Chain {
    let counts: [Int]
    private let n: Double
    /// Of the single answers, on the score's scale.
    private let variance: Double

    init(_ branches: [[Int]], score: ([Int]) -> Score?) {
        var counts = [Int](repeating: 0, count: branches.map(\.count).max() ?? 0)
        for branch in branches {
            for (level, count) in branch.enumerated() { counts[level] += count }
        }
        self.counts = counts
        n = Double(counts.reduce(0, +))
        let mean = score(counts)?.value ?? 0
        let squares = counts.indices.reduce(0.0) { sum, level in
            let value = score(counts.indices.map { $0 == level ? 1 : 0 })?.value ?? 0
            return sum + Double(counts[level]) * (value - mean) * (value - mean)
        }
        variance = n > 1 ? squares / (n - 1) : 0
    }

    func without(_ branch: [Int]) -> [Int] { zip(counts, branch).map(-) }

    /// How often `size` of the chain's answers, drawn by chance, differ from the others by so much; two-sided.
    func probability(of difference: Double, n size: Int) -> Double {
        let drawn = Double(size)
        let spread = (variance * n / (drawn * (n - drawn))).squareRoot()
        return spread > 0 ? erfc(abs(difference) / spread / 2.0.squareRoot()) : 1
    }
}
