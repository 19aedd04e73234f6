import SurveyKit
import TestSupport
import Testing

/// What holds for every score, over seeded random counts.
struct MetricsTests {
    /// A score with its scale and the counts that gave it.
    private struct Sample: Sendable {
        let name: String
        let scale: ClosedRange<Double>
        let score: @Sendable ([Int]) -> Score?
        let levels: ClosedRange<Int>
    }

    private static let samples = [
        Sample(name: "sli", scale: -100...100, score: { Metrics.sli(bestToWorst: $0) }, levels: 3...5),
        Sample(name: "csat", scale: 0...100, score: { Metrics.csat(bestToWorst: $0) }, levels: 3...5),
        Sample(name: "happy", scale: 0...100, score: { Metrics.happyIndex(bestToWorst: $0) }, levels: 3...5),
        Sample(name: "ces mean", scale: 1...7, score: { Metrics.cesMean(oneToSeven: $0) }, levels: 7...7),
        Sample(name: "ces easy", scale: 0...100, score: { Metrics.cesEasyShare(oneToSeven: $0) }, levels: 7...7),
        Sample(
            name: "nps", scale: -100...100,
            score: { Metrics.nps(promoters: $0[0], passives: $0[1], detractors: $0[2]) }, levels: 3...3),
    ]

    /// Calls `check` with counts of every size, many of them zero.
    private func overRandomCounts(_ check: (Sample, [Int], Score) throws -> Void) rethrows {
        var generator = SeededGenerator(seed: 2_026)
        for sample in Self.samples {
            for round in 0..<400 {
                let levels = Int.random(in: sample.levels, using: &generator)
                let most = [1, 5, 40, 3_000][round % 4]
                let counts = (0..<levels).map { _ in
                    Bool.random(using: &generator) ? 0 : Int.random(in: 0...most, using: &generator)
                }
                if let score = sample.score(counts) { try check(sample, counts, score) }
            }
        }
    }

    @Test func `The value lies inside its interval, and the interval inside the scale`() {
        overRandomCounts { sample, counts, score in
            let within = score.interval.lowerBound - 1e-9...score.interval.upperBound + 1e-9
            #expect(within.contains(score.value), "\(sample.name) \(counts)")
            #expect(sample.scale.contains(score.interval.lowerBound), "\(sample.name) \(counts)")
            #expect(sample.scale.contains(score.interval.upperBound), "\(sample.name) \(counts)")
            #expect(score.n == counts.reduce(0, +))
        }
    }

    @Test func `Doubling the counts keeps the value and narrows the interval`() throws {
        try overRandomCounts { sample, counts, score in
            let doubled = try #require(sample.score(counts.map { 2 * $0 }))
            #expect(abs(doubled.value - score.value) < 1e-9, "\(sample.name) \(counts)")
            let widths = (score.width, doubled.width)
            let fillsTheScale = widths.0 > 0.999 * (sample.scale.upperBound - sample.scale.lowerBound)
            #expect(fillsTheScale ? widths.1 <= widths.0 : widths.1 < widths.0, "\(sample.name) \(counts)")
        }
    }

    @Test func `The interval holds the true value in 19 of 20 branches`() throws {
        // A true distribution, drawn from 2,000 times with 40 answers each.
        var generator = SeededGenerator(seed: 19)
        let chances = [0.45, 0.25, 0.12, 0.10, 0.08]
        let truth = zip(chances, [100.0, 50, 0, -50, -100]).reduce(0) { $0 + $1.0 * $1.1 }
        var held = 0
        for _ in 0..<2_000 {
            var counts = [0, 0, 0, 0, 0]
            for _ in 0..<40 { counts[draw(chances, &generator)] += 1 }
            if try #require(Metrics.sli(bestToWorst: counts)).interval.contains(truth) { held += 1 }
        }
        #expect((1_860...1_980).contains(held), "held \(held) of 2000")
    }

    private func draw(_ chances: [Double], _ generator: inout SeededGenerator) -> Int {
        var rest = Double.random(in: 0..<1, using: &generator)
        for (index, chance) in chances.enumerated() {
            rest -= chance
            if rest < 0 { return index }
        }
        return chances.count - 1
    }

    @Test func `SLI is twice the happy index less 100, on every scale`() throws {
        for counts in [[3, 1, 4, 1, 5], [9, 2, 6, 5], [3, 5, 8]] {
            let sli = try #require(Metrics.sli(bestToWorst: counts))
            let happy = try #require(Metrics.happyIndex(bestToWorst: counts))
            #expect(abs(sli.value - (2 * happy.value - 100)) < 1e-9)
        }
    }

    @Test func `Nobody's answers give no score, and neither do counts that can't be`() {
        for sample in Self.samples {
            #expect(sample.score(Array(repeating: 0, count: sample.levels.upperBound)) == nil)
        }
        #expect(Metrics.sli(bestToWorst: []) == nil)
        #expect(Metrics.sli(bestToWorst: [5]) == nil)
        #expect(Metrics.sli(bestToWorst: [5, -1, 0]) == nil)
        #expect(Metrics.csat(bestToWorst: [1, 1]) == nil)
        #expect(Metrics.csat(bestToWorst: [1, 1, 1, 1, 1, 1, 1]) == nil)
        #expect(Metrics.cesMean(oneToSeven: [1, 1, 1, 1, 1]) == nil)
        #expect(Metrics.cesEasyShare(oneToSeven: [1, 1, 1, 1, 1]) == nil)
        #expect(Metrics.nps(promoters: 2, passives: -1, detractors: 1) == nil)
    }

    @Test func `The top box is the two best of five and four levels and the best of three`() {
        #expect(Metrics.csat(bestToWorst: [1, 2, 3, 4, 0])?.value == 30)
        #expect(Metrics.csat(bestToWorst: [1, 2, 3, 4])?.value == 30)
        #expect(Metrics.csat(bestToWorst: [1, 5, 4])?.value == 10)
        #expect(Metrics.topBox(bestToWorst: [1, 2, 3, 4, 0]).map { [$0.hits, $0.n] } == [3, 10])
        #expect(Metrics.topBox(bestToWorst: [1, 2]) == nil)
    }

    @Test func `The CES share counts 5, 6 and 7`() {
        #expect(Metrics.cesEasyShare(oneToSeven: [1, 1, 1, 1, 2, 2, 2])?.value == 60)
    }

    @Test func `Raw scores are counted from the best to the worst`() {
        #expect(Metrics.counts(ofScores: [5: 7, 1: 2, 4: 1, 9: 99, 0: 99], levels: 5) == [7, 1, 0, 0, 2])
        #expect(Metrics.counts(ofScores: [:], levels: 3) == [0, 0, 0])
    }

    @Test func `Raw scores from 0 to 10 fall into promoters, passives and detractors`() {
        let each = Dictionary(uniqueKeysWithValues: (-1...11).map { ($0, 1) })
        let groups = Metrics.promoterGroups(ofScores: each)
        #expect([groups.promoters, groups.passives, groups.detractors] == [2, 2, 7])
        #expect(
            Metrics.nps(ofScores: [10: 5, 9: 1, 7: 2, 6: 1, 0: 1])
                == Metrics.nps(promoters: 6, passives: 2, detractors: 2))
    }
}

extension Score {
    fileprivate var width: Double { interval.upperBound - interval.lowerBound }
}
