import GRDB

/// What one step of counting a branch's past anew came to.
package struct RecountStep: Equatable, Sendable {
    package let branch: String
    /// How many responses were counted anew.
    package let responses: Int
    /// Whether this branch has nothing left to count anew.
    package let isLast: Bool
}

extension CollectorStore {
    /// Rows that are looked through for them in one step, beside the writer.
    private static let lookedThrough: Int64 = 100_000

    /// Whether a branch's past is being counted by new clocks: until that is over some of it is shown in the old hours.
    ///
    /// - Throws: The database's error.
    package func isBeingRecounted(_ branch: String) async throws -> Bool {
        try await pool.read { db in
            let statement = try db.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM recount WHERE branch = ?)")
            return try Bool.fetchOne(statement, arguments: [branch]) == true
        }
    }

    /// Counts some responses of a branch that has new clocks in the hours they now fall in; kiosks are served between
    /// the steps, and after a restart the next one goes on.
    ///
    /// - Parameter limit: So many responses in this step: the writer is held for a moment.
    /// - Returns: Nil where there is nothing to count anew.
    /// - Throws: `Problem` `overloaded` where kiosks have to go first; the database's error.
    package func recountStep(atMost limit: Int = 250) async throws -> RecountStep? {
        let found = try await pool.read { db in try Self.nextRecount(atMost: limit, db) }
        guard let (piece, rows, end) = found else { return nil }
        let surveys = surveys
        return try await commits.perform { db, tallies in
            // Its clocks were changed once more meanwhile: the next step begins anew.
            guard try piece.isCurrent(db) else {
                return RecountStep(branch: piece.branch, responses: 0, isLast: false)
            }
            let count = try Self.recount(rows, surveys, &tallies, db)
            let isCut = try piece.shorten(after: end, db)
            let isLast = try !isCut && RecountPiece.isLast(of: piece.branch, db)
            return RecountStep(branch: piece.branch, responses: count, isLast: isLast)
        }
    }

    /// Rows to count anew, and up to which row these are all.
    private static func nextRecount(
        atMost limit: Int, _ db: Database
    ) throws -> (RecountPiece, rows: [Int64], end: Int64)? {
        guard let piece = try RecountPiece.next(db) else { return nil }
        let end = min(piece.lastRow, piece.firstRow + lookedThrough - 1)
        let rows = try Int64.fetchAll(
            db, sql: "SELECT row FROM response WHERE branch = ? AND row BETWEEN ? AND ? ORDER BY row LIMIT ?",
            arguments: [piece.branch, piece.firstRow, end, limit])
        return (piece, rows, rows.count == limit ? rows.last ?? end : end)
    }

    private static func recount(
        _ rows: [Int64], _ surveys: SurveyCache, _ tallies: inout TallyChanges, _ db: Database
    ) throws -> Int {
        let reader = CountedResponseReader(surveys: surveys)
        var count = 0
        for number in rows {
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(CountedResponseReader.columns) FROM response WHERE row = ?"),
                arguments: [number])
            // One that was erased meanwhile has left the tallies, too.
            guard let row, let response = try reader.response(row, db) else { continue }
            tallies.remove(response)
            tallies.add(response.byClocksOfToday)
            count += 1
        }
        return count
    }
}

extension RecountPiece {
    fileprivate static func isLast(of branch: String, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT NOT EXISTS(SELECT 1 FROM recount WHERE branch = ?)", arguments: [branch]) == true
    }
}
