import GRDB
package import WireProtocol

extension CollectorStore {
    /// Every branch within reach, by id.
    ///
    /// - Throws: The database's error.
    package func branches(in reach: Reach) async throws -> [BranchInfo] {
        try await pool.read { db in
            // By a cursor: its rows find their columns by a hash, those of an array by comparing names.
            try Array(
                Row.fetchCursor(
                    db,
                    sql: """
                        SELECT * FROM branch WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id
                        """, arguments: [try reach.list]
                ).map(BranchInfo.init(row:)))
        }
    }

    /// One branch; nil where there is none within reach with this id.
    ///
    /// - Throws: The database's error.
    package func branch(id: String, in reach: Reach) async throws -> BranchInfo? {
        guard reach.contains(id) else { return nil }
        return try await pool.read { db in try BranchInfo.row(id, db) }
    }

    /// Makes a branch, or changes the one with this id, to what `change` says of what is there.
    ///
    /// - Parameter change: Given the branch as it is, or nil; nil from it where there is no such branch to change.
    /// - Throws: What `change` throws; `Problem` `not-found`, `storage`.
    package func changeBranch(
        _ id: String, in reach: Reach, by actor: AuditActor, nowMS: Int64,
        _ change: @escaping @Sendable (BranchInfo?) throws(Problem) -> BranchInfo?
    ) async throws(Problem) -> (branch: BranchInfo, isNew: Bool) {
        return try await answering {
            try await pool.write { db in
                let old = reach.contains(id) ? try BranchInfo.row(id, db) : nil
                guard let branch = try change(old) else { throw Problem.noBranch(id) }
                if branch != old { try branch.change(from: old, by: actor, nowMS: nowMS, db) }
                return (branch, old == nil)
            }
        }
    }

    /// Makes or changes branches, all or none; those that stay as they are are not counted.
    ///
    /// - Returns: The ids of the new and of the changed ones, in the order given.
    /// - Parameter isRehearsal: Whether nothing is to be stored.
    /// - Throws: `Problem` `storage`.
    package func importBranches(
        _ branches: [BranchInfo], by actor: AuditActor, isRehearsal: Bool, nowMS: Int64
    ) async throws(Problem) -> (added: [String], changed: [String]) {
        return try await answering {
            try await pool.write { db in
                var (added, changed): ([String], [String]) = ([], [])
                for branch in branches {
                    let old = try BranchInfo.row(branch.id, db)
                    guard branch != old else { continue }
                    if old == nil { added.append(branch.id) } else { changed.append(branch.id) }
                    guard !isRehearsal else { continue }
                    try branch.change(from: old, by: actor, nowMS: nowMS, db)
                }
                return (added, changed)
            }
        }
    }

    /// Makes a branch, or changes the one with this id; true where it is new.
    ///
    /// - Throws: The database's error.
    @discardableResult
    package func upsertBranch(_ branch: BranchInfo) async throws -> Bool {
        return try await pool.write { db in
            let isKnown = try Bool.fetchOne(
                db, sql: "SELECT EXISTS(SELECT 1 FROM branch WHERE id = ?)", arguments: [branch.id])
            try branch.put(db)
            return isKnown != true
        }
    }
}

extension Problem {
    package static func noBranch(_ id: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such branch",
            detail: "There is no branch \(id.prefix(64)). Make it first, or check the id.", retry: .afterChange)
    }
}

extension BranchInfo {
    static func row(_ id: String, _ db: Database) throws -> BranchInfo? {
        try Row.fetchOne(db, sql: "SELECT * FROM branch WHERE id = ?", arguments: [id]).map(BranchInfo.init(row:))
    }

    /// Stores it with its entry in the audit log.
    fileprivate func change(from old: BranchInfo?, by actor: AuditActor, nowMS: Int64, _ db: Database) throws {
        try put(db)
        try AuditEntry.append(
            .branchChange, by: actor, on: .branch(id), reason: difference(from: old), nowMS: nowMS, db)
    }

    /// What became other, for the audit log: `new`, or the names of the fields.
    fileprivate func difference(from old: BranchInfo?) -> String {
        guard let old else { return "new" }
        let fields = [
            ("name", name != old.name), ("time zone", timeZone != old.timeZone), ("region", region != old.region),
            ("labels", labels != old.labels), ("opening hours", openingHours != old.openingHours),
        ]
        return fields.filter(\.1).map(\.0).joined(separator: ", ")
    }

    /// From columns of the table `branch`; what a query leaves out is empty.
    init(row: Row) {
        let labels: String? = row["labels"]
        self.init(
            id: row["id"], name: row["name"], timeZone: row["time_zone"], region: row["region"] ?? "",
            labels: labels.flatMap { try? WordList.decode($0) } ?? [], openingHours: row["opening_hours"])
    }

    /// Stores it, new or changed; the tallies follow where its region or its clocks are other ones.
    func put(_ db: Database) throws {
        try Tallies.follow(branch: id, region: region, timeZone: timeZone, db) { try insert(db) }
    }

    private func insert(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO branch (id, name, time_zone, region, labels, opening_hours) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT(id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
                  region = excluded.region, labels = excluded.labels, opening_hours = excluded.opening_hours
                """,
            arguments: [id, name, timeZone, region, try WordList.encode(labels), openingHours])
    }
}
