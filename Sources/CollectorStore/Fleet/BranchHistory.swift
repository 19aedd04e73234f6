import GRDB
package import WireProtocol

/// Where each kiosk stood since when: what it collected before it was moved stays with the branch it was collected at.
enum BranchHistory {
    /// The branch at which a kiosk stood at a moment; before the first that is known, that one.
    ///
    /// - Parameter moment: When a response was given, as far as it is known, in ms since 1970.
    /// - Returns: Nil for an unknown kiosk.
    static func branch(of kiosk: String, at moment: Int64, _ db: Database) throws -> String? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT branch FROM kiosk_branch WHERE kiosk = ?1
                ORDER BY since_ms <= ?2 DESC, CASE WHEN since_ms <= ?2 THEN -since_ms ELSE since_ms END LIMIT 1
                """)
        return try String.fetchOne(statement, arguments: [kiosk, moment])
    }

    /// Whether a kiosk ever stood at more than one branch.
    static func hasMoved(_ kiosk: String, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT COUNT(*) > 1 FROM kiosk_branch WHERE kiosk = ?")
        return try Bool.fetchOne(statement, arguments: [kiosk]) == true
    }

    /// Notes where a kiosk stands from now on; nothing where it stood there before.
    static func note(_ kiosk: String, at branch: String, sinceMS: Int64, _ db: Database) throws {
        let last = try String.fetchOne(
            db, sql: "SELECT branch FROM kiosk_branch WHERE kiosk = ? ORDER BY since_ms DESC LIMIT 1",
            arguments: [kiosk])
        guard last != branch else { return }
        let account = try QueueBooks.all(of: kiosk, db).map(\.account).reduce(.none, +)
        // A clock that was set back must not put the newest place before an older one.
        try db.execute(
            sql: """
                INSERT INTO kiosk_branch (kiosk, since_ms, branch, made, here, waiting, dead, lost)
                SELECT ?1, MAX(?2, COALESCE((SELECT MAX(since_ms) + 1 FROM kiosk_branch WHERE kiosk = ?1), ?2)), ?3,
                  ?4, ?5, ?6, ?7, ?8
                """,
            arguments: [
                kiosk, sinceMS, branch, account.made, account.here, account.waiting, account.dead, account.lost,
            ])
    }

    /// What kiosks had made before they came, last, to branches within reach; none for one that never stood elsewhere.
    static func accounts(ofAllBefore reach: Reach, _ db: Database) throws -> [String: KioskAccount] {
        guard reach != .all else { return [:] }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM kiosk_branch
                WHERE kiosk IN (SELECT kiosk FROM kiosk_branch GROUP BY kiosk HAVING COUNT(*) > 1)
                ORDER BY kiosk, since_ms
                """)
        var accounts: [String: KioskAccount] = [:]
        var isWithin: [String: Bool] = [:]
        for row in rows {
            let kiosk: String = row["kiosk"]
            let now = reach.contains(row["branch"])
            if now, isWithin[kiosk] == false { accounts[kiosk] = KioskAccount(atMove: row) }
            isWithin[kiosk] = now
        }
        return accounts
    }
}

extension KioskAccount {
    fileprivate init(atMove row: Row) {
        self.init(
            made: row["made"], here: row["here"], waiting: row["waiting"], dead: row["dead"], lost: row["lost"])
    }
}

extension CollectorStore {
    /// Says that a kiosk stands at another branch from now on; what it collected before stays where it was collected.
    ///
    /// - Returns: The branch where it stood.
    /// - Throws: `Problem` `not-found` for an unknown kiosk or branch, `storage`.
    package func moveKiosk(
        id: String, to branch: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) -> String {
        try await answering {
            try await pool.write { db in
                let sql = "SELECT branch FROM kiosk WHERE id = ?"
                guard let old = try String.fetchOne(db, sql: sql, arguments: [id]) else { throw Problem.noKiosk(id) }
                guard old != branch else { return old }
                let target = try BranchInfo.fetch(branch, db)
                try db.execute(sql: "UPDATE kiosk SET branch = ? WHERE id = ?", arguments: [target.id, id])
                try BranchHistory.note(id, at: target.id, sinceMS: nowMS, db)
                try AuditEntry.append(
                    .kioskMove, by: actor, on: .kiosk(id), reason: "from \(old) to \(target.id)", nowMS: nowMS, db)
                return old
            }
        }
    }
}
