import SurveyKit

/// Of what place a tally is.
enum TallyScope: Int, CaseIterable, Sendable {
    /// The whole chain; the place is "".
    case chain
    case region
    case branch
    /// `branch/kiosk`: one that moved to another branch begins anew there, and what it made stays where it was made.
    case kiosk
}

/// Of how long a time a tally is; `start` counts in these since 1970 (months: since the year 0).
enum TallyGrain: Int, CaseIterable, Sendable {
    case hour
    case day
    case week
    case month

    func start(_ hour: LocalHour) -> Int {
        switch self {
        case .hour: hour.number
        case .day: hour.day.number
        case .week: hour.day.week
        case .month: hour.day.month
        }
    }
}

/// What is shown by default, and what only on demand.
package enum TallyBucket: Int, CaseIterable, Sendable {
    case counted
    case suspect
    /// The hour it was given in is a guess.
    case uncertain
    case suspectAndUncertain

    init(isSuspect: Bool, isCertain: Bool) {
        switch (isSuspect, isCertain) {
        case (false, true): self = .counted
        case (true, true): self = .suspect
        case (false, false): self = .uncertain
        case (true, false): self = .suspectAndUncertain
        }
    }
}

/// One row of the tallies, in the order they are kept in.
struct TallyCell: Hashable, Comparable, Sendable {
    let scope: TallyScope
    let grain: TallyGrain
    let part: TallyPart
    /// Rank of the place's name among those of one writing.
    let place: Int32
    let start: Int32
    /// Id of the series.
    let series: Int32
    let bucket: TallyBucket

    static func < (one: TallyCell, other: TallyCell) -> Bool { one.order < other.order }

    private var order: (Int, Int32, Int32, Int32, Int) {
        (((scope.rawValue * 4 + grain.rawValue) * 8) + part.rawValue, place, start, series, bucket.rawValue)
    }
}

/// The columns of a row; those above 10 are not used.
typealias TallyCounts = SIMD16<Int32>
