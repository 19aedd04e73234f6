import SurveyKit
import TestSupport
import Testing

/// The difference of two scores, and which of many are real.
struct ComparisonTests {
    @Test func `The interval of a difference follows the sides that face each other`() {
        let one = Score(value: 50, interval: 40...70, n: 9)
        let other = Score(value: 30, interval: 0...34, n: 9)
        let comparison = Comparison(one, against: other)
        #expect(comparison.difference == 20)
        #expect(abs(comparison.interval.lowerBound - (20 - 116.0.squareRoot())) < 1e-9)
        #expect(abs(comparison.interval.upperBound - (20 + 1_300.0.squareRoot())) < 1e-9)
        #expect(comparison.isReal)
    }

    @Test func `A difference is real exactly when its probability is below 5 %`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let values = (0..<2).map { _ in Double.random(in: -50...50, using: &generator) }
            let scores = values.map { value in
                Score(
                    value: value,
                    interval: (value - Double.random(in: 1...40, using: &generator))...(value
                        + Double.random(in: 1...40, using: &generator)), n: 1)
            }
            let comparison = Comparison(scores[0], against: scores[1])
            #expect(comparison.isReal == (comparison.probability < 0.05))
        }
    }

    @Test func `Discoveries are those of Benjamini and Hochberg`() {
        // Probabilities near 0.01, 0.02, 0.03 and 0.9 of four: the limits are 0.0125, 0.025, 0.0375 and 0.05.
        let reaches = ["a": 2.576, "b": 2.326, "c": 2.170, "d": 0.126]
        let probabilities = reaches.mapValues { z in
            Comparison(
                Score(value: z, interval: (z - 1.959964)...(z + 1.959964), n: 1),
                against: Score(value: 0, interval: 0...0, n: 1)
            ).probability
        }
        #expect(Ranking.discoveries(probabilities) == ["a", "b", "c"])
        let alone = probabilities.filter { $0.key != "a" && $0.key != "b" }
        #expect(Ranking.discoveries(alone) == [])
    }
}
