import SurveyKit
import TestSupport
import Testing

@testable import CollectorApp

@Suite struct MarginTests {
    @Test func `a margin that rounds to nothing is said to be under one, never to be none`() {
        let score = { (half: Double) in Score(value: 50, interval: (50 - half)...(50 + half), n: 9) }
        #expect(ScoreView.margin(score(0.49)) == "±<1")
        #expect(ScoreView.margin(score(0)) == "±<1")
        #expect(ScoreView.margin(score(0.5)) == "±1")
        #expect(ScoreView.margin(score(12.4)) == "±12")
        #expect(ScoreView.margin(score(0.04), decimals: 1) == "±<0.1")
        #expect(ScoreView.margin(score(0.06), decimals: 1) == "±0.1")
    }

    @Test func `a lopsided interval is told by its ends, an even one by half of it`() throws {
        let margin = { (value: Double, interval: ClosedRange<Double>, decimals: Int) in
            ScoreView.margin(Score(value: value, interval: interval, n: 9), decimals: decimals)
        }
        #expect(margin(100, 48.2...100, 0) == "48–100")
        #expect(margin(-100, -100 ... -48.2, 0) == "−100 to −48")
        #expect(margin(35, 5...62, 0) == "5–62")
        #expect(margin(20, -1...38, 0) == "−1 to 38")
        #expect(margin(6.8, 5.9...7, 1) == "5.9–7.0")
        #expect(margin(100, 99...100, 0) == "99–100" && margin(100, 99.4...100, 0) == "±<1")
        #expect(margin(11, -1.2...22.8, 0) == "±12" && margin(5.2, 4.9...5.5, 1) == "±0.3")
    }

    @Test func `no margin reaches past what a score's interval has, but for rounding`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let most = [3, 30, 300, 30_000].randomElement(using: &generator) ?? 3
            let counts = (0..<5).map { _ in Int.random(in: 0...most, using: &generator) }
            guard let score = Metrics.sli(bestToWorst: counts) else { continue }
            let (low, high) = (score.interval.lowerBound, score.interval.upperBound)
            let text = ScoreView.margin(score)
            guard let half = Double(text.dropFirst().replacing("<", with: "")), text.hasPrefix("±") else {
                #expect(text == Words.score(low) + (low < 0 ? " to " : "–") + Words.score(high))
                continue
            }
            #expect(abs(score.value - half - low) <= 1.5 && abs(score.value + half - high) <= 1.5, "\(score)")
        }
    }

    @Test func `a narrow interval is told more exactly to those who hear it`() {
        let bar = IntervalBar("SLI", score: 50.2, interval: 50.1...50.3, scale: -100...100, reference: nil)
        #expect(bar.label == "SLI 50.2, 95 % interval 50.1 to 50.3")
    }
}
