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

    /// - Parameters:
    ///   - groups: By day or week, those that have answers.
    ///   - days: All that were asked for; what has no answers is a gap.
    init(
        _ groups: [ScoreGroup], _ days: ClosedRange<LocalDay>, by dimension: ScoreDimension, _ query: PageQuery,
        _ path: String
    ) {
        unit = dimension == .week ? "Week from" : "Day"
        title = "SLI by \(dimension.rawValue), \(Self.words(days, query.weekday))"
        let scores = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.counts.sli) })
        rows = Self.starts(days, by: dimension, query.weekday).map { start in
            Row(start, scores[start.iso] ?? nil, dimension, query, path)
        }
        isEmpty = !rows.contains { !$0.value.isEmpty }
    }

    /// `the 28 days up to 26 Nov`.
    private static func words(_ days: ClosedRange<LocalDay>, _ weekday: Int?) -> String {
        let count = days.upperBound.number - days.lowerBound.number + 1
        return (weekday.map { "\(Words.weekdays[$0 - 1])s in " } ?? "")
            + "the \(Words.count(Int64(count))) days up to \(Words.date(days.upperBound, withYear: false))"
    }

    /// The days, or the Mondays of the weeks, that have a row.
    private static func starts(
        _ days: ClosedRange<LocalDay>, by dimension: ScoreDimension, _ weekday: Int?
    ) -> [LocalDay] {
        guard dimension != .week else {
            return (days.lowerBound.week...days.upperBound.week).map(LocalDay.init(startOfWeek:))
        }
        return (days.lowerBound.number...days.upperBound.number).map(LocalDay.init(number:))
            .filter { weekday == nil || $0.weekday + 1 == weekday }
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
