import GRDB
import SurveyKit

/// The counts of one value of a dimension.
package struct ScoreGroup: Equatable, Sendable {
    /// As `ScoreDimension` says; of a kiosk `branch/kiosk`, of a version `survey/3`, of a question `survey/question`.
    package let key: String
    package let counts: ScoreCounts

    package init(key: String, counts: ScoreCounts) {
        self.key = key
        self.counts = counts
    }
}

extension CollectorStore {
    /// Counts by a dimension, in the order of its values; values without answers are left out.
    ///
    /// Only branches in reach are counted.
    /// - Throws: The database's error, or that the reading took too long.
    package func scores(
        _ filter: ScoreFilter, by dimension: ScoreDimension = .none, reach: Reach = .all
    ) async throws -> [ScoreGroup] {
        try await pool.read(within: readingLimit) { db in
            var groups: [ScoreKey: ScoreCounts] = [:]
            for part in [TallyPart.score, .ending] {
                let sums = try TallySums(part, filter, by: dimension, reach, db)
                for (key, series, counts) in sums.keyed() { groups[key, default: ScoreCounts()].add(series, counts) }
            }
            return groups.sorted { $0.key < $1.key }.map { ScoreGroup(key: $0.key.text, counts: $0.value) }
        }
    }

    /// Counts of everything that the filter lets through.
    ///
    /// - Throws: As `scores`.
    package func totalScores(_ filter: ScoreFilter, reach: Reach = .all) async throws -> ScoreCounts {
        try await scores(filter, reach: reach).first?.counts ?? ScoreCounts()
    }
}

/// A value of a dimension: in its own order, and as text.
struct ScoreKey: Hashable, Comparable {
    var order = 0
    var text = ""

    static func < (one: ScoreKey, other: ScoreKey) -> Bool {
        (one.order, one.text) < (other.order, other.text)
    }
}

/// Rows of the tallies summed by series and by what a dimension tells apart.
struct TallySums {
    private let reader: TallyReader
    private let dimension: ScoreDimension
    private let weekday: Int?
    /// What a place counts for: a branch, a region, a kiosk; empty where places are not told apart.
    private var names: [String] = []
    private var sums: [Cell: TallyCounts] = [:]

    private struct Cell: Hashable {
        /// Of `names`, or the time.
        let group: Int
        let series: Int
    }

    /// - Parameter buckets: What is counted; nil for what the filter says.
    init(
        _ part: TallyPart, _ filter: ScoreFilter, by dimension: ScoreDimension, _ reach: Reach,
        buckets: [TallyBucket]? = nil, _ db: Database
    ) throws {
        reader = try TallyReader(part, filter, buckets: buckets ?? filter.buckets, db)
        self.dimension = dimension
        weekday = filter.weekday
        let places = try PlacesInReach(filter, reach, db)
        for (name, members) in try Self.places(places, by: dimension, db) {
            names.append(name)
            for place in members {
                for span in dimension.spans(filter) { try read(place, span, group: names.count - 1, db) }
            }
        }
    }

    /// Which places are read, by what they count for.
    private static func places(
        _ places: PlacesInReach, by dimension: ScoreDimension, _ db: Database
    ) throws -> [(name: String, places: [TallyPlace])] {
        switch dimension {
        case .branch: return places.each.map { ($0, [TallyPlace(scope: .branch, name: $0)]) }
        case .region: return places.regions.map { ($0.key, places.places(of: $0.key, $0.value)) }
        case .kiosk:
            return try places.each.flatMap { branch in
                try kiosks(of: branch, db).map { ($0, [TallyPlace(scope: .kiosk, name: $0)]) }
            }
        default: return [("", places.together)]
        }
    }

    /// Every kiosk that ever counted in a branch; the month is the shortest list.
    private static func kiosks(of branch: String, _ db: Database) throws -> [String] {
        // "0" is the character after "/".
        try String.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT DISTINCT place FROM tally
                    WHERE scope = ? AND grain = ? AND part = ? AND place > ? AND place < ?
                    """),
            arguments: [
                TallyScope.kiosk.rawValue, TallyGrain.month.rawValue, TallyPart.ending.rawValue, branch + "/",
                branch + "0",
            ])
    }

    private mutating func read(_ place: TallyPlace, _ span: TallySpan, group: Int, _ db: Database) throws {
        var sums = self.sums
        self.sums = [:]
        try reader.read(place.scope, place.name, span, db) { start, series, counts in
            guard weekday == nil || Self.weekday(start, span.grain) == weekday else { return }
            let time = time(start)
            sums[Cell(group: time ?? group, series: series), default: .zero] &+= counts
        }
        self.sums = sums
    }

    private static func weekday(_ start: Int, _ grain: TallyGrain) -> Int {
        (grain == .hour ? LocalHour(number: start).day : LocalDay(number: start)).weekday + 1
    }

    /// What of the time the dimension tells apart; nil where nothing.
    private func time(_ start: Int) -> Int? {
        switch dimension {
        case .hour: LocalHour(number: start).hour
        case .weekday: LocalHour(number: start).day.weekday
        case .slot: LocalHour(number: start).day.weekday * 24 + LocalHour(number: start).hour
        case .day: start
        case .week: LocalDay(number: start).week
        case .month: LocalDay(number: start).month
        default: nil
        }
    }

    /// The sums, each with its value of the dimension.
    func keyed() -> [(key: ScoreKey, series: Series, counts: TallyCounts)] {
        sums.map { cell, counts in
            (key(cell.group, reader.series[cell.series]), reader.series[cell.series].series, counts)
        }
    }

    private func key(_ group: Int, _ series: SeriesRow) -> ScoreKey {
        switch dimension {
        case .branch, .region, .kiosk, .none: ScoreKey(text: names[group])
        case .survey: ScoreKey(text: series.survey)
        case .version: ScoreKey(order: series.version, text: "\(series.survey)/\(series.version)")
        case .question: ScoreKey(text: "\(series.survey)/\(series.series.question)")
        case .service: ScoreKey(text: series.service)
        case .language: ScoreKey(text: series.language)
        case .hour: ScoreKey(order: group, text: "\(group)")
        case .weekday: ScoreKey(order: group, text: "\(group + 1)")
        case .slot: ScoreKey(order: group, text: "\(group / 24 + 1)-\(group % 24)")
        case .day: ScoreKey(order: group, text: LocalDay(number: group).iso)
        case .week: ScoreKey(order: group, text: LocalDay(startOfWeek: group).iso)
        case .month: ScoreKey(order: group, text: String(LocalDay(startOfMonth: group).iso.prefix(7)))
        }
    }
}

extension ScoreCounts {
    fileprivate mutating func add(_ series: Series, _ counts: TallyCounts) {
        switch series.part {
        case .score:
            for score in 0..<11 where counts[score] != 0 {
                add(Int(counts[score]), kind: series.kind, levels: series.levels, score: score)
            }
        case .ending:
            for (column, end) in Completion.allCases.enumerated() { add(Int(counts[column]), ended: end) }
        case .suspicion, .funnel, .reason: break
        }
    }
}
