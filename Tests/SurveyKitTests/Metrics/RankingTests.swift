import SurveyKit
import TestSupport
import Testing

/// Which branches differ from the rest of their chain: seldom one that doesn't, and the ones that do.
struct RankingTests {
    /// A chain: how many answers each branch gets a week.
    private struct Chain {
        let sizes: [Int]

        init(branches: Int, answers: (inout SeededGenerator) -> Int) {
            var generator = SeededGenerator(seed: 500)
            sizes = (0..<branches).map { _ in answers(&generator) }
        }

        /// 500 branches, every eighth with 1 to 8 answers, the others with 10 to 3,000, most of them with few.
        static let mixed = Chain(branches: 500) { generator in
            if Int.random(in: 0..<8, using: &generator) == 0 { return Int.random(in: 1...8, using: &generator) }
            let step = Double.random(in: 0...1, using: &generator)
            return Int(10 + 2_990 * step * step * step * step)
        }
        static let middling = Chain(branches: 500) { Int.random(in: 20...150, using: &$0) }
        static let tiny = Chain(branches: 500) { Int.random(in: 1...12, using: &$0) }
        static let small = Chain(branches: 10) { [1, 3, 9, 40, 200].randomElement(using: &$0) ?? 1 }

        func week(_ shape: Shape, _ generator: inout SeededGenerator) -> [String: [Int]] {
            var counts: [String: [Int]] = [:]
            for (index, n) in sizes.enumerated() { counts["\(index)"] = generator.multinomial(n, shape.chances) }
            return counts
        }
    }

    /// In how many weeks of identical branches some are marked.
    private func falseWeeks(
        of weeks: Int, _ chain: Chain, _ shape: Shape, _ score: ([Int]) -> Score? = Metrics.sli
    ) -> Int {
        var generator = SeededGenerator(seed: 5)
        return (0..<weeks).count { _ in
            let week = chain.week(shape, &generator)
            let ranking = Ranking(week, score: score)
            return week.keys.contains { ranking.standing(of: $0) != .same }
        }
    }

    // Which shape is the hardest is known from longer runs: the bimodal one, whose spread is the largest, with marks in
    // 3 to 4 of 100 weeks. By the interval alone it would be 13, and 21 where answers are the best or the worst; by the
    // permutation test alone 90 where nearly all are the best.

    @Test(arguments: Shape.faces)
    private func `A chain of identical branches gets marks in at most one week of 20`(shape: Shape) {
        let weeks = shape.name == "bimodal" ? 300 : 60
        #expect(falseWeeks(of: weeks, .mixed, shape) <= weeks / 20)
    }

    @Test func `So does one in which every branch has some dozens of answers`() {
        #expect(falseWeeks(of: 300, .middling, Shape.faces[4]) <= 15)
        #expect(falseWeeks(of: 100, .middling, Shape.faces[3]) <= 5)
    }

    @Test func `So does one of few branches, and one of tiny ones`() {
        for shape in Shape.faces {
            #expect(falseWeeks(of: 1_000, .small, shape) <= 50, "\(shape.name)")
            #expect(falseWeeks(of: 20, .tiny, shape) <= 1, "\(shape.name)")
        }
    }

    @Test func `So it is with NPS and CSAT`() {
        #expect(falseWeeks(of: 100, .middling, Shape.recommendations[3], Metrics.nps(groups:)) <= 5)
        #expect(falseWeeks(of: 40, .middling, Shape.recommendations[1], Metrics.nps(groups:)) <= 2)
        #expect(falseWeeks(of: 100, .middling, Shape.faces[0], Metrics.csat) <= 5)
        #expect(falseWeeks(of: 40, .middling, Shape.faces[1], Metrics.csat) <= 2)
    }

    @Test func `A small branch is not above for its luck, whatever the chain`() {
        var generator = SeededGenerator(seed: 9)
        // Where 8 of 100 answers are the best, nine of nine are no luck.
        for shape in Shape.faces where shape.name != "bad" {
            for n in [1, 3, 9] {
                var week = Chain.mixed.week(shape, &generator)
                week["lucky"] = [n, 0, 0, 0, 0]
                #expect(Ranking(week, score: Metrics.sli).standing(of: "lucky") != .above, "\(shape.name), \(n)")
            }
        }
    }

    @Test func `It is not above for its luck among branches that all differ, either`() {
        // Each of them is a discovery, and makes the next one easier.
        var week: [String: [Int]] = ["lucky": [9, 0, 0, 0, 0]]
        for index in 0..<400 {
            week["\(index)"] = index.isMultiple(of: 2) ? [900, 400, 200, 250, 250] : [500, 500, 400, 300, 300]
        }
        let ranking = Ranking(week, score: Metrics.sli)
        #expect((0..<400).allSatisfy { ranking.standing(of: "\($0)") != .same })
        #expect((ranking.differences["lucky"]?.probability ?? 1) < 0.05)
        #expect(ranking.standing(of: "lucky") == .same)
    }

    @Test func `A few answers that no luck explains are a mark`() {
        var week: [String: [Int]] = ["awful": [0, 0, 0, 0, 20]]
        for index in 0..<499 { week["\(index)"] = [50, 25, 12, 8, 5] }
        #expect(Ranking(week, score: Metrics.sli).standing(of: "awful") == .below)
    }

    @Test func `70 best answers are luck where nine of ten are`() {
        // The interval alone takes them for certain: they show hardly any spread.
        let week = ["lucky": [70, 0, 0, 0, 0], "rest": [90_000, 0, 0, 0, 10_000]]
        var many = week
        for index in 0..<498 { many["\(index)"] = [180, 0, 0, 0, 20] }
        let ranking = Ranking(many, score: Metrics.sli)
        #expect((ranking.differences["lucky"]?.probability ?? 1) < 0.05 / 500)
        #expect(ranking.standing(of: "lucky") == .same)
    }

    @Test func `One bad answer is bad luck where nearly all are best`() {
        var week = ["unlucky": [0, 0, 0, 0, 1]]
        for index in 0..<499 { week["\(index)"] = [99, 0, 0, 0, 1] }
        #expect(Ranking(week, score: Metrics.sli).standing(of: "unlucky") == .same)
    }

    @Test func `Branches that do differ are found among 500, and nearly none besides`() {
        var generator = SeededGenerator(seed: 11)
        let (usual, worse, better) = (Shape.faces[0], [0.25, 0.25, 0.15, 0.15, 0.20], [0.65, 0.2, 0.1, 0.03, 0.02])
        var found = 0
        var besides = 0
        for _ in 0..<20 {
            var week = Chain.mixed.week(usual, &generator)
            for index in 0..<5 {
                week["bad \(index)"] = generator.multinomial(200, worse)
                week["good \(index)"] = generator.multinomial(200, better)
            }
            let ranking = Ranking(week, score: Metrics.sli)
            let marked = week.keys.filter { ranking.standing(of: $0) != .same }
            found += marked.count { $0.hasPrefix("bad") && ranking.standing(of: $0) == .below }
            found += marked.count { $0.hasPrefix("good") && ranking.standing(of: $0) == .above }
            besides += marked.count { Int($0) != nil }
        }
        #expect(found >= 190, "of 200")
        #expect(besides <= 20, "of \(found + besides)")
    }

    @Test func `A marked difference is one whose interval excludes 0`() {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<200 {
            var week: [String: [Int]] = [:]
            for index in 0..<12 {
                let shape = Shape.faces[index % 6]
                week["\(index)"] = generator.multinomial(Int.random(in: 0...60, using: &generator), shape.chances)
            }
            let ranking = Ranking(week, score: Metrics.sli)
            for branch in week.keys where ranking.standing(of: branch) != .same {
                #expect(ranking.differences[branch]?.isReal == true)
            }
        }
    }

    @Test func `A branch without answers or without others is the same as the rest`() {
        let alone = Ranking(["one": [9, 0, 0, 0, 0], "silent": [0, 0, 0, 0, 0]], score: Metrics.sli)
        #expect(alone.differences.isEmpty)
        #expect(alone.standing(of: "one") == .same)
        #expect(alone.standing(of: "unknown") == .same)
        #expect(Ranking([:], score: Metrics.sli).differences.isEmpty)
    }

    @Test func `Each branch is compared to the sum of all others`() throws {
        let week = ["a": [5, 3, 1, 0, 2], "b": [40, 20, 9, 6, 1], "c": [0, 0, 1, 0, 7]]
        let ranking = Ranking(week, score: Metrics.sli)
        let (one, rest) = (Metrics.sli(bestToWorst: [5, 3, 1, 0, 2]), Metrics.sli(bestToWorst: [40, 20, 10, 6, 8]))
        #expect(try ranking.differences["a"] == Comparison(#require(one), against: #require(rest)))
    }
}
