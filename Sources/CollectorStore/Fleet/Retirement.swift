import GRDB
package import WireProtocol

extension CollectorStore {
    /// Takes a kiosk out of service, or back: while it is out, it is answered `kiosk-retired`, asks nobody, and keeps
    /// what it holds.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func setRetired(
        _ isRetired: Bool, kiosk id: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE kiosk SET retired_ms = CASE WHEN ? THEN COALESCE(retired_ms, ?) END WHERE id = ?",
                    arguments: [isRetired, nowMS, id])
                guard db.changesCount == 1 else { throw Problem.noKiosk(id) }
                try AuditEntry.append(
                    isRetired ? .kioskRetire : .kioskReturn, by: actor, on: .kiosk(id), nowMS: nowMS, db)
            }
        }
    }
}
