import Foundation
import GRDB
import GRDBSQLite

/// The statement that adds to a row of the tallies.
///
/// Values are bound by SQLite's own functions: GRDB's cost as much as all the rest.
struct TallyUpsert {
    private let statement: Statement

    init(_ db: Database) throws {
        statement = try db.cachedStatement(
            sql: """
                INSERT INTO tally (scope, grain, sheet, place, start, bucket, counts) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET \(TallyFunctions.added)
                """)
    }

    /// - Throws: The database's error.
    func add(_ counts: TallyCounts, to cell: TallyCell, at place: String, _ db: Database) throws {
        let statement = statement.sqliteStatement
        sqlite3_bind_int(statement, 1, Int32(cell.scope.rawValue))
        sqlite3_bind_int(statement, 2, Int32(cell.grain.rawValue))
        sqlite3_bind_int(statement, 3, Int32(cell.sheet.rawValue))
        sqlite3_bind_text(statement, 4, place, -1, RawStatement.copied)
        sqlite3_bind_int(statement, 5, cell.start)
        sqlite3_bind_int(statement, 6, Int32(cell.bucket.rawValue))
        _ = counts.withBytes {
            sqlite3_bind_blob(statement, 7, $0.baseAddress, Int32($0.count), RawStatement.copied)
        }
        defer { sqlite3_reset(statement) }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw RawStatement.error(db) }
    }
}

/// What is shared by statements that are stepped by hand.
enum RawStatement {
    /// SQLite takes a copy of what is bound: it is gone when the call returns.
    static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// What went wrong last.
    static func error(_ db: Database) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(db.sqliteConnection)),
            message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
    }
}
