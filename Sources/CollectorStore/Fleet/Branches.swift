import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Every branch within reach, by id.
    ///
    /// - Throws: The database's error.
    package func branches(in reach: Reach = .all) async throws -> [BranchInfo] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM branch WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id
                    """, arguments: [try reach.list]
            ).map(BranchInfo.init(row:))
        }
    }

    /// Makes a branch, or changes the one with this id, to what `change` says; it is given what is there.
    ///
    /// - Throws: What `change` throws; `Problem` `storage`.
    package func changeBranch(
        _ id: String, _ change: @escaping @Sendable (BranchInfo?) throws(Problem) -> BranchInfo
    ) async throws(Problem) -> (branch: BranchInfo, isNew: Bool) {
        try await answering {
            try await pool.write { db in
                let old = try Row.fetchOne(db, sql: "SELECT * FROM branch WHERE id = ?", arguments: [id])
                let branch = try change(old.map(BranchInfo.init(row:)))
                try branch.put(db)
                return (branch, old == nil)
            }
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
            try branch.put(db)
            return isKnown != true
        }
    }
}

extension BranchInfo {
    /// From columns of the table `branch`; what a query leaves out is empty.
    init(row: Row) {
        let labels: String? = row["labels"]
        self.init(
            id: row["id"], name: row["name"], timeZone: row["time_zone"], region: row["region"] ?? "",
            labels: labels.flatMap { try? WordList.decode($0) } ?? [], openingHours: row["opening_hours"])
    }

    /// Stores it, new or changed.
    func put(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO branch (id, name, time_zone, region, labels, opening_hours) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT(id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
                  region = excluded.region, labels = excluded.labels, opening_hours = excluded.opening_hours
                """,
            arguments: [id, name, timeZone, region, try WordList.encode(labels), openingHours])
    }
}
