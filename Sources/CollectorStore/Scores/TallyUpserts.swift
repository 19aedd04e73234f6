import GRDB
import GRDBSQLite

/// The statements that add to a row of the tallies.
///
/// A response changes some ten rows, most of them in one column, and what is bound is most of the work: so there is a
/// statement for each column, and values are bound by SQLite's own functions (GRDB's cost as much as all the rest).
struct TallyUpserts {
    private let all: Statement
    private let single: [Statement]

    init(_ db: Database) throws {
        all = try db.cachedStatement(sql: Self.sqlOfAll)
        single = try Self.sqlOfEach.map { try db.cachedStatement(sql: $0) }
    }

    /// - Throws: The database's error.
    func add(_ counts: TallyCounts, to cell: TallyCell, at place: String, _ db: Database) throws {
        var (changed, last) = (0, 0)
        for column in 0..<11 where counts[column] != 0 { (changed, last) = (changed + 1, column) }
        let statement = (changed == 1 ? single[last] : all).sqliteStatement
        let numbers = [cell.scope.rawValue, cell.grain.rawValue, cell.part.rawValue]
        for (index, number) in numbers.enumerated() { sqlite3_bind_int(statement, Int32(index + 1), Int32(number)) }
        // SQLite takes a copy: the text is gone when this returns.
        sqlite3_bind_text(statement, 4, place, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        sqlite3_bind_int(statement, 5, cell.start)
        sqlite3_bind_int(statement, 6, cell.series)
        sqlite3_bind_int(statement, 7, Int32(cell.bucket.rawValue))
        for column in changed == 1 ? last...last : 0...10 {
            sqlite3_bind_int(statement, Int32(changed == 1 ? 8 : column + 8), counts[column])
        }
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
                message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
        }
    }

    private static let sqlOfAll = sql(TallyColumns.all)
    private static let sqlOfEach = TallyColumns.all.map { sql([$0]) }

    private static func sql(_ columns: [String]) -> String {
        """
        INSERT INTO tally (scope, grain, part, place, start, series, bucket, \(columns.joined(separator: ", ")))
        VALUES (?, ?, ?, ?, ?, ?, ?, \(columns.map { _ in "?" }.joined(separator: ", ")))
        ON CONFLICT DO UPDATE SET \(TallyColumns.added(columns))
        """
    }
}
