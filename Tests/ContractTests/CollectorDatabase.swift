import Foundation
import GRDB

/// The collector's tables as another program sees them: what is asked here has not passed the collector's own code.
struct CollectorDatabase {
    let path: String

    /// A line's id and hash, in hex.
    struct Entry: Equatable, CustomStringConvertible {
        let id: String
        let sha256: String

        var description: String { "\(id.prefix(6)):\(sha256.prefix(6))" }
    }

    /// Everything ever taken, by its place in the queue.
    func ledger() throws -> [Entry] {
        try open().read { db in
            try Row.fetchAll(db, sql: "SELECT lower(hex(id)), lower(hex(sha256)) FROM ledger ORDER BY queue_id, seq")
                .map { Entry(id: $0[0], sha256: $0[1]) }
        }
    }

    /// The bytes of every response, by its place in the queue.
    func bodies() throws -> [Data] {
        try open().read { db in
            try Data.fetchAll(db, sql: "SELECT line FROM response ORDER BY queue_id, seq")
        }
    }

    /// The bytes of everything kept apart.
    func quarantined() throws -> [Data] {
        try open().read { db in try Data.fetchAll(db, sql: "SELECT line FROM quarantine ORDER BY received_ms, id") }
    }

    /// Spoils the bytes of the newest survey, as a failing disk or an intruder would.
    func alterNewestBlob() throws {
        try change(
            """
            UPDATE blob SET bytes = CAST(replace(CAST(bytes AS TEXT), 'How was your visit', 'How was your lunch') AS BLOB)
            WHERE sha256 = (SELECT sha256 FROM survey ORDER BY version DESC LIMIT 1)
            """)
    }

    /// Lets the collector hold no report by which a kiosk could say that nothing has changed.
    func forgetReports() throws { try change("UPDATE kiosk SET report_tag = NULL") }

    func replaceNewestManifest(by envelope: Data) throws {
        try change(
            "UPDATE manifest SET envelope = ? WHERE version = (SELECT max(version) FROM manifest)", [envelope])
    }

    /// The newest notice as it was signed.
    func newestNotice() throws -> Data? {
        try open().read { db in try Data.fetchOne(db, sql: "SELECT envelope FROM notice ORDER BY issued_ms DESC") }
    }

    func replaceNewestNotice(by envelope: Data) throws {
        try change(
            "UPDATE notice SET envelope = ? WHERE issued_ms = (SELECT max(issued_ms) FROM notice)", [envelope])
    }

    private func change(_ sql: String, _ arguments: StatementArguments = []) throws {
        try open().write { db in
            try db.execute(sql: sql, arguments: arguments)
            guard db.changesCount == 1 else { throw NothingChanged() }
        }
    }

    private func open() throws -> DatabaseQueue { try DatabaseQueue(path: path) }

    private struct NothingChanged: Error {}
}
