import CollectorStore
import SurveyKit
import Testing

@testable import CollectorApp

@Suite struct HeatViewTests {
    private static func slot(_ key: String, _ answers: Int) -> ScoreGroup {
        var counts = ScoreCounts()
        counts.add(answers, kind: "smiley", levels: 5, score: 5)
        return ScoreGroup(key: key, counts: counts)
    }

    private func heat(_ groups: [ScoreGroup], isOfMany: Bool = true) -> HeatView {
        HeatView(groups, PageQuery(), "/", isOfMany: isOfMany)
    }

    @Test func `the map of a chain begins and ends with hours of five answers, and counts the others`() {
        let groups = [
            Self.slot("2-0", 4), Self.slot("7-0", 4), Self.slot("1-8", 5), Self.slot("3-12", 1), Self.slot("5-18", 40),
            Self.slot("6-22", 1),
        ]
        let view = heat(groups)
        #expect(view.hours == (8...18).map(String.init))
        #expect(view.outside == "9 answers at other hours")
        #expect(view.rows.count == 7 && view.rows.allSatisfy { $0.cells.count == 11 })
        #expect(view.rows[2].cells[4].shade == "h8 few")
        let branch = heat(groups, isOfMany: false)
        #expect(branch.hours == (0...22).map(String.init) && branch.outside == nil)
    }

    @Test func `what there is is shown, however little`() {
        let view = heat([Self.slot("2-0", 4), Self.slot("1-13", 1)])
        #expect(view.hours == (0...13).map(String.init) && view.outside == nil && !view.isEmpty)
        #expect(heat([]).isEmpty)
    }
}
