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

/// Which parts lie together in a row.
enum TallySheet: Int, CaseIterable, Sendable {
    /// Scores, endings and suspicion: what most pages read, and all that is kept by the hour and by the kiosk.
    case scores
    /// What is by question or option.
    case details

    /// Whether it is kept for such a place and time.
    func isKept(_ scope: TallyScope, _ grain: TallyGrain) -> Bool {
        switch self {
        case .scores: scope != .kiosk || grain != .hour
        case .details: scope != .kiosk && grain != .hour
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

/// The key of one row of the tallies.
struct TallyCell: Hashable, Sendable {
    let scope: TallyScope
    let grain: TallyGrain
    let sheet: TallySheet
    /// Number of the place among those of one writing.
    let place: Int32
    let start: Int32
    let bucket: TallyBucket

    /// Where the row lies in the table.
    ///
    /// - Parameter rank: Of the place's name among those of the writing.
    func order(rank: Int32) -> (Int, Int32, Int32, Int) {
        ((scope.rawValue * 4 + grain.rawValue) * 2 + sheet.rawValue, rank, start, bucket.rawValue)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(((scope.rawValue * 4 + grain.rawValue) * 2 + sheet.rawValue) * 4 + bucket.rawValue)
        hasher.combine(Int64(place) << 32 | Int64(UInt32(bitPattern: start)))
    }
}
