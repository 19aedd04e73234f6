import GRDB

/// Rows of a table, as another program sees them.
enum DatabaseCount {
    static func of(_ table: String, in path: String) throws -> Int {
        try DatabaseQueue(path: path).read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}
