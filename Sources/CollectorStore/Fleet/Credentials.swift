package import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The kiosk has used its fresh credential: the one before is none from now on, and an order to rotate is done.
    ///
    /// - Throws: `Problem` `overloaded`, `storage`.
    package func confirmCredential(of kiosk: Kiosk) async throws(Problem) {
        try await answering {
            try await commits.perform(.high) { db in
                try db.execute(
                    sql: """
                        UPDATE kiosk SET credential_hash = next_credential_hash, next_credential_hash = NULL,
                          rotation = NULL WHERE id = ? AND next_credential_hash = ?
                        """, arguments: [kiosk.id, kiosk.credentialHash])
            }
        }
    }

    /// Makes a credential good beside the one in use, until it is first used itself; an earlier one that never was is
    /// forgotten, for its answer was lost.
    ///
    /// - Parameter hash: The fresh credential's SHA-256.
    /// - Throws: `Problem` `overloaded`, `storage`.
    package func giveCredential(hash: Data, to kiosk: Kiosk) async throws(Problem) {
        try await answering {
            try await commits.perform(.high) { db in
                try db.execute(
                    sql: "UPDATE kiosk SET next_credential_hash = ? WHERE id = ? AND revoked_ms IS NULL",
                    arguments: [hash, kiosk.id])
            }
        }
    }

    /// Orders kiosks to take a fresh credential at their next check-in.
    ///
    /// - Parameter id: One kiosk; nil for all that are in use.
    /// - Returns: How many were ordered.
    /// - Throws: `Problem` `not-found` for an unknown or revoked kiosk, `storage`.
    package func orderRotation(id: String?, by actor: AuditActor, nowMS: Int64) async throws(Problem) -> Int {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: """
                        UPDATE kiosk SET rotation = 'rotate-' || lower(hex(randomblob(8)))
                        WHERE revoked_ms IS NULL AND id = COALESCE(?, id)
                        """, arguments: [id])
                let count = db.changesCount
                if let id, count == 0 { throw Problem.noKiosk(id) }
                try AuditEntry.append(.credentialRotate, by: actor, on: .kiosk(id ?? "*"), nowMS: nowMS, db)
                return count
            }
        }
    }

    /// Orders whoever comes with the queues that a kiosk has now to leave them for a new one, and takes the signs of a
    /// clone seen so far as read.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func orderRenewal(id: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE kiosk SET clone = '[]', boots = '[]' WHERE id = ? AND revoked_ms IS NULL",
                    arguments: [id])
                guard db.changesCount == 1 else { throw Problem.noKiosk(id) }
                try db.execute(
                    sql: """
                        UPDATE queue_owner SET renewal = 'renew-' || lower(hex(randomblob(8)))
                        WHERE kiosk = ? AND renewal IS NULL
                        """, arguments: [id])
                try AuditEntry.append(.queueRenew, by: actor, on: .kiosk(id), nowMS: nowMS, db)
            }
        }
    }
}

extension KioskCommand {
    /// What a kiosk that comes with this queue is to do; nil for nothing.
    static func due(kiosk: String, queue: QueueID, _ db: Database) throws -> [KioskCommand]? {
        let orders = try db.cachedStatement(
            sql: """
                SELECT (SELECT rotation FROM kiosk WHERE id = ?1) AS rotation,
                  (SELECT renewal FROM queue_owner WHERE kiosk = ?1 AND queue_id = ?2) AS renewal
                """)
        guard let row = try Row.fetchOne(orders, arguments: [kiosk, queue.bytes]) else { return nil }
        var commands: [KioskCommand] = []
        if let id: String = row["rotation"] { commands.append(KioskCommand(id: id, .rotateCredential)) }
        if let id: String = row["renewal"] { commands.append(KioskCommand(id: id, .renewQueue, queue: queue)) }
        return commands.isEmpty ? nil : commands
    }
}
