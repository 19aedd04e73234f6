import GRDB
import GRDBSQLite

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
    private let sheet: TallySheet
    /// Place in `series` by id; -1 for the others.
    private let places: [Int]
    private let isRead: [Bool]

    /// - Parameter parts: All on one sheet.
    init(_ parts: [TallyPart], _ filter: ScoreFilter, buckets: [TallyBucket], _ db: Database) throws {
        sheet = parts.first?.sheet ?? .scores
        series = try Array(
            Row.fetchCursor(
                db,
                sql: """
                    SELECT * FROM series WHERE part IN (\(parts.map { "\($0.rawValue)" }.joined(separator: ", ")))
                      AND (?1 IS NULL OR survey = ?1) AND (?2 IS NULL OR version = ?2) AND (?3 IS NULL OR language = ?3)
                      AND (?4 IS NULL OR service = ?4) AND (?5 IS NULL OR question IN ('', ?5)) ORDER BY id
                    """,
                arguments: [filter.survey, filter.version, filter.language, filter.service, filter.question]
            ).map(SeriesRow.init(row:)))
        var places = [Int](repeating: -1, count: (series.last?.id ?? 0) + 1)
        for (place, row) in series.enumerated() { places[row.id] = place }
        self.places = places
        isRead = TallyBucket.allCases.map(buckets.contains)
    }

    /// Index in `series`; nil for one that is not read.
    @inline(__always)
    func place(of key: TallyKey) -> Int? {
        guard key.series < places.count, places[key.series] >= 0 else { return nil }
        return places[key.series]
    }

    /// Calls `visit` with each row of a place and a span; the bytes are those of a `TallyCounts`, and gone afterwards.
    ///
    /// SQLite's own functions are called: there are thousands of rows, and each costs several of GRDB's calls.
    /// - Throws: The database's error.
    func read(
        _ place: TallyPlace, _ span: TallySpan, _ db: Database,
        visit: (_ start: Int, _ counts: UnsafeRawBufferPointer) -> Void
    ) throws {
        let statement = try db.cachedStatement(sql: Self.sql).sqliteStatement
        let numbers = [place.scope.rawValue, span.grain.rawValue, sheet.rawValue]
        for (index, number) in numbers.enumerated() { sqlite3_bind_int(statement, Int32(index + 1), Int32(number)) }
        sqlite3_bind_text(statement, 4, place.name, -1, RawStatement.copied)
        sqlite3_bind_int64(statement, 5, Int64(span.starts.lowerBound))
        sqlite3_bind_int64(statement, 6, Int64(span.starts.upperBound))
        defer { sqlite3_reset(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                guard isRead[Int(sqlite3_column_int(statement, 1))] else { continue }
                let bytes = UnsafeRawBufferPointer(
                    start: sqlite3_column_blob(statement, 2), count: Int(sqlite3_column_bytes(statement, 2)))
                visit(Int(sqlite3_column_int(statement, 0)), bytes)
            case SQLITE_DONE: return
            default: throw RawStatement.error(db)
            }
        }
    }

    private static let sql = """
        SELECT start, bucket, counts FROM tally
        WHERE scope = ? AND grain = ? AND sheet = ? AND place = ? AND start BETWEEN ? AND ?
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
