import SurveyKit
import TestSupport
import Testing

/// How often the intervals hold the truth, simulated: at least 93 times in 100 for 8 answers and more.
struct CoverageTests {
    private typealias Scoring = ([Int]) -> Score?

    /// Weeks of a branch: so many answers each.
    private static let sizes = [8...8, 9...15, 16...40, 41...150, 151...600, 2_000...2_000]
    private static let runs = 2_500
    private static let wanted = 0.93

    /// The share of simulated weeks whose interval holds the truth, of each score.
    private func coverage(
        _ shape: Shape, _ size: ClosedRange<Int>, seed: UInt64, _ scores: [Scoring]
    ) throws -> [Double] {
        var generator = SeededGenerator(seed: seed &+ UInt64(size.lowerBound))
        let truths = scores.map(shape.truth)
        var held = [Int](repeating: 0, count: scores.count)
        for _ in 0..<Self.runs {
            let counts = generator.multinomial(Int.random(in: size, using: &generator), shape.chances)
            for (index, score) in scores.enumerated() {
                let interval = try #require(score(counts)).interval
                let rounding = 1e-9
                if interval.lowerBound - rounding <= truths[index], truths[index] <= interval.upperBound + rounding {
                    held[index] += 1
                }
            }
        }
        return held.map { Double($0) / Double(Self.runs) }
    }

    @Test(arguments: Shape.faces)
    func `SLI and happy index hold the truth whatever the faces pressed`(shape: Shape) throws {
        for size in Self.sizes {
            let held = try coverage(shape, size, seed: 1, [Metrics.sli, Metrics.happyIndex])
            #expect(held.allSatisfy { $0 >= Self.wanted }, "\(size) answers: \(held)")
        }
    }

    @Test(arguments: Shape.efforts)
    func `The CES mean holds the truth`(shape: Shape) throws {
        for size in Self.sizes {
            let held = try coverage(shape, size, seed: 2, [Metrics.effortMean])
            #expect(held.allSatisfy { $0 >= Self.wanted }, "\(size) answers: \(held)")
        }
    }

    // The coverage of a share swings with each answer more (Brown, Cai and DasGupta 2001, Statistical Science 16:101),
    // that of the NPS a little: over weeks of about the same size it evens out, and a week's size is never the same.

    @Test(arguments: Shape.recommendations)
    func `The NPS holds the truth over weeks of about one size`(shape: Shape) throws {
        for size in [8...15, 16...40, 41...150, 151...600, 1_500...2_500] {
            let held = try coverage(shape, size, seed: 3, [Metrics.nps(groups:)])
            #expect(held.allSatisfy { $0 >= Self.wanted }, "\(size) answers: \(held)")
        }
    }

    @Test func `CSAT and CES easy hold the truth over weeks of about one size`() throws {
        for size in [8...15, 16...40, 41...150, 151...600, 1_500...2_500] {
            for shape in Shape.faces {
                let held = try coverage(shape, size, seed: 4, [Metrics.csat])
                #expect(held.allSatisfy { $0 >= Self.wanted }, "\(shape.name), \(size) answers: \(held)")
            }
            for shape in Shape.efforts {
                let held = try coverage(shape, size, seed: 5, [Metrics.easyShare])
                #expect(held.allSatisfy { $0 >= Self.wanted }, "\(shape.name), \(size) answers: \(held)")
            }
        }
    }

    @Test func `The interval of a difference holds the true difference`() throws {
        var generator = SeededGenerator(seed: 6)
        let pairs = [(8...15, 8...15), (8...15, 200...400), (16...60, 16...60), (100...300, 2_000...2_500)]
        for (one, other) in pairs {
            for (a, b) in [(0, 0), (0, 5), (1, 4), (2, 4), (3, 1), (4, 4)].map({ (Shape.faces[$0], Shape.faces[$1]) }) {
                let truth = a.truth(Metrics.sli) - b.truth(Metrics.sli)
                let held = try (0..<Self.runs).count { _ in
                    let first = generator.multinomial(Int.random(in: one, using: &generator), a.chances)
                    let second = generator.multinomial(Int.random(in: other, using: &generator), b.chances)
                    let (left, right) = (Metrics.sli(bestToWorst: first), Metrics.sli(bestToWorst: second))
                    return try Comparison(#require(left), against: #require(right)).interval.contains(truth)
                }
                let share = Double(held) / Double(Self.runs)
                #expect(share >= Self.wanted, "\(a.name) - \(b.name), \(one) and \(other): \(share)")
            }
        }
    }
}
