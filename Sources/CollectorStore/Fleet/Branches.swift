import GRDB
package import WireProtocol

extension CollectorStore {
    /// Every branch, by id.
    ///
    /// - Throws: The database's error.
    package func branches() async throws -> [BranchInfo] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT id, name, time_zone FROM branch ORDER BY id").map(BranchInfo.init(row:))
        }
    }

    /// Makes a branch, or changes the one with this id; true where it is new.
    ///
    /// - Throws: The database's error.
    @discardableResult
    package func upsertBranch(_ branch: BranchInfo) async throws -> Bool {
        try await pool.write { db in
            let isKnown = try Bool.fetchOne(
                db, sql: "SELECT EXISTS(SELECT 1 FROM branch WHERE id = ?)", arguments: [branch.id])
            try db.execute(
                sql: """
                    INSERT INTO branch (id, name, time_zone) VALUES (?, ?, ?)
                    ON CONFLICT(id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone
                    """, arguments: [branch.id, branch.name, branch.timeZone])
            return isKnown != true
        }
    }
}

extension BranchInfo {
    init(row: Row) { self.init(id: row["id"], name: row["name"], timeZone: row["time_zone"]) }
}
