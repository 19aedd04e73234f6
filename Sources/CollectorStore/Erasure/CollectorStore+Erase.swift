import GRDB
package import SurveyKit
package import WireProtocol

/// What an erasure came to.
package enum ErasureOutcome: Equatable, Sendable {
    /// So many copies of the response were here: its body, and what lay in quarantine under its id.
    case erased(copies: Int)
    /// Somebody was earlier; nothing was left to do.
    case erasedBefore
}

extension CollectorStore {
    /// Name of the erasure log, in the folder of the database.
    package static let erasureLogName = "erasures.jsonl"

    /// Erases what a customer said, for good: the body, its answers, the sealed contact, copies in quarantine.
    ///
    /// The line stays in the ledger, so that a kiosk that sends it again is told `duplicate`. The erasure log has the
    /// entry on the disk before anything is deleted, and names it to every database that is opened here from now on.
    /// - Throws: `Problem` `not-found` where no such response is here, `storage`.
    package func erase(
        _ response: ResponseID, by actor: AuditActor, reason: String, nowMS: Int64
    ) async throws(Problem) -> ErasureOutcome {
        let (log, surveys) = (erasures, surveys)
        return try await answering {
            try await pool.write { db in
                let entries = try ErasedLines.copies(of: response, db).map { copy in
                    Erasure(
                        id: response, queue: copy.queue, sha256: copy.sha256, seq: copy.seq, prev: copy.prev,
                        by: actor, reason: reason, nowMS: nowMS)
                }
                guard !entries.isEmpty else {
                    guard try ErasedLines.hold(response, db) else { throw Problem.nothingToErase(response) }
                    return .erasedBefore
                }
                try log.append(entries)
                for entry in entries { try ErasedLines.apply(entry, surveys, db) }
                return .erased(copies: entries.count)
            }
        }
    }
}

extension Problem {
    fileprivate static func nothingToErase(_ response: ResponseID) -> Problem {
        Problem(
            .notFound, status: 404, title: "Nothing to erase",
            detail: "There is no response \(response.hex) here. Take the id from the export; "
                + "what still waits on a kiosk can be erased when it has arrived.", retry: .afterChange)
    }
}
