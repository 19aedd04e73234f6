package import SurveyKit

/// What of the responses is looked at; nil for all of it.
package struct ScoreFilter: Equatable, Sendable {
    /// Dates of the branches' own calendars.
    package var days: ClosedRange<LocalDay>
    package var region: String?
    /// Id.
    package var branch: String?
    package var survey: String?
    package var version: Int?
    package var question: String?
    package var service: String?
    package var language: String?
    /// Only this day of the week, 1 for Monday to 7 for Sunday.
    package var weekday: Int?
    /// Also the presses that are left out as suspect.
    package var withSuspect = false
    /// Also the responses whose hour is a guess.
    package var withUncertain = false

    package init(days: ClosedRange<LocalDay>) { self.days = days }

    /// The same of as many days before.
    package var before: ScoreFilter {
        var before = self
        let length = days.upperBound.number - days.lowerBound.number + 1
        before.days = (days.lowerBound - length)...(days.upperBound - length)
        return before
    }
}

/// By what scores are told apart.
package enum ScoreDimension: String, CaseIterable, Sendable {
    case branch, region, kiosk, survey, version, question, service, language
    /// Hour of the day, 0 to 23, on the branches' clocks.
    case hour
    /// 1 for Monday to 7 for Sunday.
    case weekday
    /// Weekday and hour, `5-17` for Friday from 17:00.
    case slot
    case day
    /// By the date of its Monday.
    case week
    /// `2026-11`.
    case month
    /// Not at all.
    case none

    /// What the tallies are read by.
    fileprivate var grain: TallyGrain? {
        switch self {
        case .hour, .weekday, .slot: .hour
        case .day, .week, .month: .day
        default: nil
        }
    }
}

/// A part of a span of days, in the longest units that the tallies have.
struct TallySpan: Equatable {
    let grain: TallyGrain
    let starts: ClosedRange<Int>

    /// Covers `days`, each once, by few rows: whole months, at their ends whole weeks, and days.
    static func cover(_ days: ClosedRange<LocalDay>) -> [TallySpan] {
        split(days, into: .month, start: { $0.month }, first: { LocalDay(startOfMonth: $0) }) { rest in
            split(rest, into: .week, start: { $0.week }, first: { LocalDay(startOfWeek: $0) }) { rest in
                [TallySpan(grain: .day, starts: rest.lowerBound.number...rest.upperBound.number)]
            }
        }
    }

    private static func split(
        _ days: ClosedRange<LocalDay>, into grain: TallyGrain, start: (LocalDay) -> Int, first: (Int) -> LocalDay,
        rest: (ClosedRange<LocalDay>) -> [TallySpan]
    ) -> [TallySpan] {
        let from =
            first(start(days.lowerBound)) == days.lowerBound ? start(days.lowerBound) : start(days.lowerBound) + 1
        let to = start(days.upperBound + 1) - 1
        guard from <= to else { return rest(days) }
        let (begin, end) = (first(from), first(to + 1) - 1)
        let before = days.lowerBound < begin ? rest(days.lowerBound...(begin - 1)) : []
        let after = end < days.upperBound ? rest((end + 1)...days.upperBound) : []
        return before + [TallySpan(grain: grain, starts: from...to)] + after
    }
}

extension ScoreDimension {
    /// What is to be read of the tallies for these days.
    func spans(_ filter: ScoreFilter) -> [TallySpan] {
        let days = filter.days
        switch grain ?? (filter.weekday == nil ? nil : .day) {
        case .hour:
            return [TallySpan(grain: .hour, starts: days.lowerBound.number * 24...days.upperBound.number * 24 + 23)]
        case .day: return [TallySpan(grain: .day, starts: days.lowerBound.number...days.upperBound.number)]
        default: return TallySpan.cover(days)
        }
    }
}
