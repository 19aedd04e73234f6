import CollectorStore
import SurveyKit
import TestSupport
import Testing

@testable import CollectorApp

@Suite struct TrendViewTests {
    private static let last = LocalDay(year: 2026, month: 11, day: 26)

    private static func group(_ day: LocalDay) -> ScoreGroup {
        var counts = ScoreCounts()
        counts.add(9, kind: "smiley", levels: 5, score: 5)
        return ScoreGroup(key: day.iso, counts: counts)
    }

    private func trend(_ asked: ClosedRange<LocalDay>, weekday: Int? = nil, answered: [LocalDay]) -> TrendView {
        var filter = ScoreFilter(days: asked)
        filter.weekday = weekday
        let (wide, dimension) = TrendView.span(filter)
        var query = PageQuery()
        query.weekday = weekday
        return TrendView(answered.map(Self.group), wide.days, by: dimension, query, "/")
    }

    @Test func `it names the days it shows, and ends on the last that was asked for`() {
        let view = trend(Self.last - 6...Self.last, answered: [Self.last - 20, Self.last - 3])
        #expect(view.title == "SLI by day, the 28 days up to 26 Nov")
        #expect(view.rows.count == 28)
        #expect((view.rows.first?.label, view.rows.last?.label) == ("30 Oct", "26 Nov"))
        #expect(view.rows.filter { !$0.value.isEmpty }.map(\.label) == ["6 Nov", "23 Nov"])
        #expect((view.rows.last?.score, view.rows.last?.answers) == ("–", "0"))
        #expect(trend(Self.last...Self.last, answered: []).isEmpty)
    }

    @Test func `of one day of the week there are no others, also not as gaps`() {
        let fridays = trend(Self.last - 27...Self.last, weekday: 5, answered: [Self.last - 6])
        #expect(fridays.title == "SLI by day, Fridays in the 28 days up to 26 Nov")
        #expect(fridays.rows.map(\.label) == ["30 Oct", "6 Nov", "13 Nov", "20 Nov"])
    }

    @Test func `every span has each of its days or weeks once, in order`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let first = Self.last - Int.random(in: 0...1_099, using: &generator)
            let view = trend(first...Self.last, answered: [first])
            let length = Self.last.number - first.number + 1
            let isByWeek = length > 92
            let count = isByWeek ? Self.last.week - first.week + 1 : max(28, length)
            #expect(view.rows.count == count)
            #expect(Set(view.rows.map(\.link)).count == count)
            #expect(view.rows.count { !$0.value.isEmpty } == (isByWeek && first.weekday != 0 ? 0 : 1))
            #expect(view.title.hasPrefix("SLI by \(isByWeek ? "week" : "day"), the "))
        }
    }
}
