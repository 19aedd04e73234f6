import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The sealed contact details of a response, with the audit entry that says who asked and why: both or none.
    ///
    /// The entry is on the disk before the details are given out; who asks in vain leaves none.
    /// - Throws: `Problem` `not-found` where the response is not here, out of reach or holds no contact details, `storage`.
    package func revealContacts(
        of response: ResponseID, in reach: Reach, by actor: AuditActor, reason: String, nowMS: Int64
    ) async throws(Problem) -> [ApiSealedContact] {
        try await answering {
            try await pool.write { db in
                let contacts = try SealedContacts.all(of: response, in: reach, db)
                guard !contacts.isEmpty else { throw Problem.noContacts(of: response) }
                try AuditEntry.append(
                    .contactReveal, by: actor, on: .response(response), reason: reason, nowMS: nowMS, db)
                return contacts
            }
        }
    }
}

/// Which responses hold sealed contact details.
enum SealedContacts {
    /// Notes the contact answers of a response that is being stored.
    static func note(_ line: ResponseLine, row: Int64, _ db: Database) throws {
        for (question, answer) in line.answers {
            guard case .contact(let envelope) = answer else { continue }
            try db.cachedStatement(
                sql: "INSERT INTO sealed_contact (id, response, question, key) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [line.id.bytes, row, question, envelope.key])
        }
    }

    /// The envelopes of a response that was given within reach, as they came.
    static func all(of response: ResponseID, in reach: Reach, _ db: Database) throws -> [ApiSealedContact] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT c.question, r.line FROM sealed_contact c JOIN response r ON r.row = c.response
                WHERE c.id = ?1 AND (?2 IS NULL OR r.branch IN (SELECT value FROM json_each(?2)))
                ORDER BY c.response, c.question
                """, arguments: [response.bytes, try reach.list])
        return try rows.compactMap { row in
            let question: String = row["question"]
            let line = try JSONDecoder().decode(ResponseLine.self, from: row["line"])
            guard case .contact(let envelope) = line.answers[question] else { return nil }
            return ApiSealedContact(question: question, envelope: envelope)
        }
    }
}

extension Problem {
    fileprivate static func noContacts(of response: ResponseID) -> Problem {
        Problem(
            .notFound, status: 404, title: "No contact details",
            detail: "There is no response \(response.hex) with contact details here. "
                + "Take the id from the export: its contact answer says \"sealed\".", retry: .afterChange)
    }
}
