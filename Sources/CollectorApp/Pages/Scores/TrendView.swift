import CollectorStore
import SurveyKit

/// SLI over time: a table, which the script draws as a line with its band.
struct TrendView: Sendable {
    let title: String
    let unit: String
    let rows: [Row]
    let isEmpty: Bool

    struct Row: Sendable {
        let label: String
        /// Looks at this time alone.
        let link: String
        let score: String
        let low: String
        let high: String
        /// For the script: with decimals, empty where there is none.
        let value: String
        let lowValue: String
        let highValue: String
        let answers: String
    }

    /// Longest span that is shown by day.
    private static let mostDays = 92

    /// By what a trend over these days is shown: the days before a short period give it something to stand out from.
    static func span(_ filter: ScoreFilter) -> (filter: ScoreFilter, by: ScoreDimension) {
        var wide = filter
        let length = filter.days.upperBound.number - filter.days.lowerBound.number + 1
        if length < 28 { wide.days = (filter.days.upperBound - 27)...filter.days.upperBound }
        return (wide, length > mostDays ? .week : .day)
    }

    init(_ groups: [ScoreGroup], by dimension: ScoreDimension, _ query: PageQuery, _ path: String) {
        unit = dimension == .week ? "Week from" : "Day"
        title = dimension == .week ? "SLI by week" : "SLI by day"
        rows = groups.compactMap { group in
            LocalDay(iso: group.key).map { Row($0, group.counts.sli, dimension, query, path) }
        }
        isEmpty = !rows.contains { !$0.value.isEmpty }
    }
}

extension TrendView.Row {
    init(_ day: LocalDay, _ sli: Score?, _ dimension: ScoreDimension, _ query: PageQuery, _ path: String) {
        let last = dimension == .week ? day + 6 : day
        label = Words.date(day, withYear: dimension == .week)
        link = query.with { $0.period = .days(day...last) }.link(path)
        score = sli.map { Words.score($0.value) } ?? "–"
        low = sli.map { Words.score($0.interval.lowerBound) } ?? ""
        high = sli.map { Words.score($0.interval.upperBound) } ?? ""
        value = sli.map { ScoreCells.figure($0.value) } ?? ""
        lowValue = sli.map { ScoreCells.figure($0.interval.lowerBound) } ?? ""
        highValue = sli.map { ScoreCells.figure($0.interval.upperBound) } ?? ""
        answers = Words.count(Int64(sli?.n ?? 0))
    }
}
