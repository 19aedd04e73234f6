import SurveyKit
import Testing
import WireProtocol

@testable import OpsApp

@Suite struct FigureTests {
    @Test func `a margin that rounds to nothing is said to be under one`() {
        let margin = { (half: Double) in
            Figure.margin(ApiScore(Score(value: 50, interval: (50 - half)...(50 + half), n: 9)))
        }
        #expect([margin(0), margin(0.49), margin(0.5), margin(12.4)] == ["<1", "<1", "1", "12"])
        #expect(Figure.margin(nil) == "-")
    }
}
