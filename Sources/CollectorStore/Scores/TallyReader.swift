import GRDB
import SurveyKit

/// One series as the database names it.
struct SeriesRow: Sendable {
    let id: Int
    let series: Series
    let survey: String
    let version: Int
    let language: String
    let service: String
}

/// Reads the rows of some series and buckets.
struct TallyReader {
    /// Those that the filter lets through.
    let series: [SeriesRow]
    private let part: TallyPart
    /// Place in `series` by id; -1 for the others.
    private let places: [Int]
    private let buckets: Set<Int>

    init(_ part: TallyPart, _ filter: ScoreFilter, buckets: [TallyBucket], _ db: Database) throws {
        self.part = part
        series = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM series WHERE part = ?1 AND (?2 IS NULL OR survey = ?2) AND (?3 IS NULL OR version = ?3)
                  AND (?4 IS NULL OR language = ?4) AND (?5 IS NULL OR service = ?5)
                  AND (?6 IS NULL OR question IN ('', ?6)) ORDER BY id
                """,
            arguments: [
                part.rawValue, filter.survey, filter.version, filter.language, filter.service, filter.question,
            ]
        ).map(SeriesRow.init(row:))
        var places = [Int](repeating: -1, count: (series.last?.id ?? 0) + 1)
        for (place, row) in series.enumerated() { places[row.id] = place }
        self.places = places
        self.buckets = Set(buckets.map(\.rawValue))
    }

    /// Calls `visit` with each row of a place and a span.
    ///
    /// Sums are made by the caller: SQLite would sort the rows first.
    func read(
        _ scope: TallyScope, _ place: String, _ span: TallySpan, _ db: Database,
        visit: (_ start: Int, _ series: Int, _ counts: TallyCounts) -> Void
    ) throws {
        let statement = try db.cachedStatement(sql: Self.sql)
        let rows = try Row.fetchCursor(
            statement,
            arguments: [
                scope.rawValue, span.grain.rawValue, part.rawValue, place, span.starts.lowerBound,
                span.starts.upperBound,
            ])
        while let row = try rows.next() {
            let id: Int = row[1]
            guard id < places.count, places[id] >= 0, buckets.contains(row[2]) else { continue }
            var counts = TallyCounts.zero
            for column in 0..<11 { counts[column] = row[3 + column] }
            visit(row[0], places[id], counts)
        }
    }

    private static let sql = """
        SELECT start, series, bucket, \(TallyColumns.all.joined(separator: ", ")) FROM tally
        WHERE scope = ? AND grain = ? AND part = ? AND place = ? AND start BETWEEN ? AND ?
        """
}

extension ScoreFilter {
    var buckets: [TallyBucket] {
        [.counted] + (withSuspect ? [.suspect] : []) + (withUncertain ? [.uncertain] : [])
            + (withSuspect && withUncertain ? [.suspectAndUncertain] : [])
    }
}

extension SeriesRow {
    fileprivate init(row: Row) {
        id = row["id"]
        series = Series(
            part: TallyPart(rawValue: row["part"]) ?? .score, question: row["question"], option: row["option"],
            kind: row["kind"], levels: row["levels"])
        survey = row["survey"]
        version = row["version"]
        language = row["language"]
        service = row["service"]
    }
}
