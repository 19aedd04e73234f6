import GRDB

extension Tallies {
    /// Does `change`, which gives a branch this region and time zone, and lets the tallies follow.
    ///
    /// With other clocks its responses are counted again in the hours they now fall in, in steps from now on
    /// (`CollectorStore.recountStep`). Its region is where it belongs today: its past moves with it.
    static func follow(
        branch: String, region: String, timeZone: String, _ db: Database, change: () throws -> Void
    ) throws {
        let before = try Row.fetchOne(
            db, sql: "SELECT region, time_zone FROM branch WHERE id = ?", arguments: [branch])
        try change()
        guard let before else { return }
        let oldZone: String = before["time_zone"]
        if oldZone != timeZone { try RecountPiece.begin(branch, from: oldZone, to: timeZone, db) }
        try move(branch, from: before["region"], to: region, db)
    }

    private static func move(_ branch: String, from old: String, to new: String, _ db: Database) throws {
        guard old != new else { return }
        if !new.isEmpty { try add(branch, to: new, sign: 1, db) }
        guard !old.isEmpty else { return }
        try add(branch, to: old, sign: -1, db)
        try db.execute(
            sql: "DELETE FROM tally WHERE \(rows) AND length(counts) = 0", arguments: [TallyScope.region.rawValue, old])
    }

    /// The rows of a place: with all that stands before it in the key, so that no other place is read.
    private static let rows = "scope = ? AND grain IN (0, 1, 2, 3) AND sheet IN (0, 1) AND place = ?"

    private static func add(_ branch: String, to region: String, sign: Int, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO tally (scope, grain, sheet, place, start, bucket, counts)
                SELECT ?, grain, sheet, ?, start, bucket, \(sign < 0 ? "tally_negated(counts)" : "counts")
                FROM tally WHERE \(rows)
                ON CONFLICT DO UPDATE SET \(TallyFunctions.added)
                """, arguments: [TallyScope.region.rawValue, region, TallyScope.branch.rawValue, branch])
    }
}
