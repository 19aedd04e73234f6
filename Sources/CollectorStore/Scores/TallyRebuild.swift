import Foundation
import GRDB

extension CollectorStore {
    /// Makes all tallies anew from the responses that are here; nothing else is written meanwhile.
    ///
    /// They are always what this would make of them; it is for a proof of that, and after a repair by hand.
    /// - Returns: How many responses were counted.
    /// - Throws: The database's error.
    @discardableResult
    package func rebuildTallies() async throws -> Int {
        let surveys = surveys
        return try await pool.write { db in
            try db.execute(sql: "DELETE FROM tally; DELETE FROM series; DELETE FROM recount")
            return try Tallies.countAgain(surveys: surveys, db)
        }
    }
}

/// What changes the tallies beside the arrival of responses.
enum Tallies {
    private static let pageSize = 5_000

    /// How many responses are counted: all that are here.
    ///
    /// SQLite would count ten million rows of the table one by one.
    static func responses(_ db: Database) throws -> Int64 {
        let endings = try Set(
            Int.fetchCursor(db, sql: "SELECT id FROM series WHERE part = ?", arguments: [TallyPart.ending.rawValue]))
        let months = try Data.fetchAll(
            db, sql: "SELECT counts FROM tally WHERE scope = ? AND grain = ? AND sheet = ?",
            arguments: [TallyScope.chain.rawValue, TallyGrain.month.rawValue, TallySheet.scores.rawValue])
        return months.reduce(0) { sum, month in
            TallyCounts(month).entries.reduce(sum) { endings.contains($1.key.series) ? $0 + Int64($1.count) : $0 }
        }
    }

    /// Counts all responses, page by page.
    static func countAgain(surveys: SurveyCache, _ db: Database) throws -> Int {
        let reader = CountedResponseReader(surveys: surveys)
        var count = 0
        var last: Int64 = 0
        while true {
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT \(CountedResponseReader.columns) FROM response
                        WHERE row > ? ORDER BY row LIMIT \(pageSize)
                        """), arguments: [last])
            var changes = TallyChanges()
            for row in rows {
                guard let response = try reader.response(row, db) else { continue }
                changes.add(response)
            }
            try changes.write(db)
            count += changes.mark
            guard rows.count == pageSize, let row: Int64 = rows.last?["row"] else { return count }
            last = row
        }
    }
}
