import SurveyKit
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
        let bar = IntervalBar("SLI", score: 50.2, interval: 50.1...50.3, scale: -100...100, reference: nil)
        #expect(bar.label == "SLI 50.2, 95 % interval 50.1 to 50.3")
    }
}
