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
            let sums = try TallySums([.score, .ending], filter, by: dimension, reach, db)
            for (key, series, counts) in sums.keyed() { groups[key, default: ScoreCounts()].add(series, counts) }
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
    private var totals: SeriesTotals

    /// - Parameters:
    ///   - parts: All on one sheet.
    ///   - buckets: What is counted; nil for what the filter says.
    init(
        _ parts: [TallyPart], _ filter: ScoreFilter, by dimension: ScoreDimension, _ reach: Reach,
        buckets: [TallyBucket]? = nil, _ db: Database
    ) throws {
        reader = try TallyReader(parts, filter, buckets: buckets ?? filter.buckets, db)
        totals = SeriesTotals(series: reader.series.count)
        self.dimension = dimension
        weekday = filter.weekday
        let places = try PlacesInReach(filter, reach, db)
        let spans = dimension.spans(filter)
        for (name, members) in try Self.places(places, by: dimension, db) {
            names.append(name)
            for place in members {
                for span in spans { try read(place, span, group: names.count - 1, db) }
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
                    WHERE scope = ? AND grain = ? AND sheet = ? AND place > ? AND place < ?
                    """),
            arguments: [
                TallyScope.kiosk.rawValue, TallyGrain.month.rawValue, TallySheet.scores.rawValue, branch + "/",
                branch + "0",
            ])
    }

    private mutating func read(_ place: TallyPlace, _ span: TallySpan, group: Int, _ db: Database) throws {
        var totals = self.totals
        self.totals = SeriesTotals(series: 0)
        try reader.read(place, span, db) { start, counts in
            guard weekday == nil || Self.weekday(start, span.grain) == weekday else { return }
            let place = totals.place(of: time(start) ?? group)
            TallyCounts.forEach(counts) { entry in
                guard let series = reader.place(of: entry.key) else { return }
                totals.add(entry.count, at: place, series: series, column: entry.key.column)
            }
        }
        self.totals = totals
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
    func keyed() -> [(key: ScoreKey, series: Series, counts: ColumnCounts)] {
        totals.all.map { group, series, counts in
            (key(group, reader.series[series]), reader.series[series].series, counts)
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
    fileprivate mutating func add(_ series: Series, _ counts: ColumnCounts) {
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
