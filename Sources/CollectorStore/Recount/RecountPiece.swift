import GRDB

/// Responses of a branch, by row, that the tallies still hold in the hours of the time zone it had before.
///
/// A response that came since, or was counted anew, is in no piece: it is counted by the clocks that the branch has. So
/// the tallies are at every moment the sum of what they were made of, and whoever takes a response out of them knows
/// where it is.
struct RecountPiece: Equatable, Sendable {
    let branch: String
    let firstRow: Int64
    let lastRow: Int64
    let timeZone: String

    private init(row: Row) {
        branch = row["branch"]
        firstRow = row["first_row"]
        lastRow = row["last_row"]
        timeZone = row["time_zone"]
    }

    /// Any that is left; nil where everything is counted by today's clocks.
    static func next(_ db: Database) throws -> RecountPiece? {
        try Row.fetchOne(db, sql: "SELECT * FROM recount LIMIT 1").map(RecountPiece.init(row:))
    }

    /// Whether it is as it was read.
    func isCurrent(_ db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM recount WHERE branch = ? AND first_row = ?", arguments: [branch, firstRow])
        return row.map(RecountPiece.init(row:)) == self
    }

    /// The time zone by which a response is counted; nil for that of its branch.
    static func timeZone(of branch: String, row: Int64, _ db: Database) throws -> String? {
        let statement = try db.cachedStatement(
            sql: "SELECT time_zone FROM recount WHERE branch = ?1 AND first_row <= ?2 AND last_row >= ?2")
        return try String.fetchOne(statement, arguments: [branch, row])
    }

    static func isUnderWay(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM recount)")) == true
    }

    /// Notes that all that a branch has is counted by the time zone it had until now.
    ///
    /// What is still counted by an even older one stays as it is; what is counted by the new one already, is done.
    static func begin(_ branch: String, from old: String, to new: String, _ db: Database) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT COALESCE(MAX(row), 0) FROM response") ?? 0
        let known = try Row.fetchAll(
            db, sql: "SELECT * FROM recount WHERE branch = ? ORDER BY first_row", arguments: [branch]
        ).map(RecountPiece.init(row:))
        var next: Int64 = 1
        for piece in known {
            try insert(branch, next, piece.firstRow - 1, old, db)
            next = piece.lastRow + 1
        }
        try insert(branch, next, last, old, db)
        try db.execute(sql: "DELETE FROM recount WHERE branch = ? AND time_zone = ?", arguments: [branch, new])
    }

    private static func insert(
        _ branch: String, _ first: Int64, _ last: Int64, _ timeZone: String, _ db: Database
    ) throws {
        guard first <= last else { return }
        try db.execute(sql: "INSERT INTO recount VALUES (?, ?, ?, ?)", arguments: [branch, first, last, timeZone])
    }

    /// To be called when a response was deleted: the next one may be given its row, and is none of these.
    static func follow(deletionFrom db: Database) throws {
        guard try isUnderWay(db) else { return }
        try db.execute(
            sql: """
                UPDATE recount SET last_row = MIN(last_row, (SELECT COALESCE(MAX(row), 0) FROM response));
                DELETE FROM recount WHERE first_row > last_row
                """)
    }

    /// What is left of it after a row; false where nothing is.
    func shorten(after row: Int64, _ db: Database) throws -> Bool {
        try db.execute(
            sql: "DELETE FROM recount WHERE branch = ? AND first_row = ?", arguments: [branch, firstRow])
        guard row < lastRow else { return false }
        try Self.insert(branch, row + 1, lastRow, timeZone, db)
        return true
    }
}
