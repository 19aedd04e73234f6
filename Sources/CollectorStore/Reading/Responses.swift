import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

/// One page of responses, oldest first.
package struct ResponsePage: Equatable, Sendable {
    package let rows: [ApiResponse]
    /// Where the next page starts; nil on the last.
    package let next: String?
}

/// What a customer wrote, with the score given in the same interview.
package struct Comment: Equatable, Sendable {
    package let id: ResponseID
    package let text: String
    /// Id of the question it answers.
    package let question: String
    package let branch: BranchInfo
    package let kioskID: String
    /// What the technician called the kiosk.
    package let kioskName: String
    /// The first score of the same response; nil where none was given.
    package let score: Given?
    package let occurredMS: Int64
    package let language: String

    /// A score as it was given.
    package struct Given: Equatable, Sendable {
        /// `smiley`, `stars`, `nps` or `ces`.
        package let kind: String
        package let score: Int
        /// Levels of its scale; 11 for nps.
        package let levels: Int
    }
}

extension CollectorStore {
    /// Responses given from `fromMS` up to, not including, `toMS`, in the order they were given.
    ///
    /// A response that arrives late takes its place by the time it was given, not at the end.
    /// - Parameters:
    ///   - cursor: `next` of the page before; nil for the first page.
    ///   - withSuspect: Whether those that the scores leave out are among them.
    /// - Throws: `Problem` `bad-request` for a cursor that is none, `storage`.
    package func responses(
        fromMS: Int64 = 0, toMS: Int64 = .max, after cursor: String? = nil, withSuspect: Bool = true,
        limit: Int = Api.pageRows
    ) async throws(Problem) -> ResponsePage {
        let start = try cursor.map { text throws(Problem) in try ResponseCursor(text) }
        let rows = try await answering {
            try await pool.read(within: readingLimit) { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM response WHERE occurred_ms >= ?1 AND occurred_ms < ?2
                          AND (occurred_ms, row) > (?3, ?4) AND (?6 OR suspect IS NULL) ORDER BY occurred_ms, row LIMIT ?5
                        """,
                    arguments: [
                        max(fromMS, start?.occurredMS ?? 0), toMS, start?.occurredMS ?? -1, start?.row ?? -1, limit,
                        withSuspect,
                    ]
                ).map(StoredResponse.init(row:))
            }
        }
        return try await answering {
            ResponsePage(rows: try rows.map { try $0.api() }, next: rows.count < limit ? nil : rows.last?.cursor.text)
        }
    }

    /// The newest comments, newest first; those of suspect presses only on demand.
    ///
    /// - Throws: The database's error.
    package func lastComments(limit: Int, countingSuspect: Bool = false) async throws -> [Comment] {
        try await pool.read(within: readingLimit) { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.text, a.question, a.occurred_ms, r.id, r.language, r.kiosk, b.id AS branch, b.name,
                      b.time_zone, k.name AS kiosk_name, s.kind, s.score, s.levels
                    FROM answer a JOIN response r ON r.row = a.response JOIN branch b ON b.id = r.branch
                    LEFT JOIN kiosk k ON k.id = r.kiosk
                    LEFT JOIN answer s ON s.occurred_ms = a.occurred_ms AND s.response = a.response AND s.position = (
                      SELECT MIN(position) FROM answer f WHERE f.occurred_ms = a.occurred_ms
                        AND f.response = a.response AND f.score IS NOT NULL)
                    WHERE a.text IS NOT NULL AND a.suspect <= ? ORDER BY a.occurred_ms DESC, a.response DESC LIMIT ?
                    """, arguments: [countingSuspect, limit]
            ).map(Comment.init(row:))
        }
    }
}

/// The place of a row in the order of responses, as text for the wire.
struct ResponseCursor {
    let occurredMS: Int64
    let row: Int64

    init(occurredMS: Int64, row: Int64) {
        self.occurredMS = occurredMS
        self.row = row
    }

    init(_ text: String) throws(Problem) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let occurredMS = parts[0], let row = parts[1] else {
            throw Problem(
                .badRequest, status: 400, title: "No such page",
                detail: "The cursor is none that this collector gave. Start again without it.", retry: .never)
        }
        self.init(occurredMS: occurredMS, row: row)
    }

    var text: String { "\(occurredMS).\(row)" }
}

struct StoredResponse: Sendable {
    let cursor: ResponseCursor
    let kiosk: String
    let branch: String
    let receivedMS: Int64
    let line: Data
    let occurredErrMS: Int64?
    let time: TimeCertainty
    let deleted: [String]

    init(row: Row) {
        cursor = ResponseCursor(occurredMS: row["occurred_ms"], row: row["row"])
        kiosk = row["kiosk"]
        branch = row["branch"]
        receivedMS = row["received_ms"]
        line = row["line"]
        occurredErrMS = row["occurred_err_ms"]
        time = row["time_certain"] ? .certain : .uncertain
        deleted = ["contacts", "comments"].filter { row["\($0)_deleted_ms"] as Int64? != nil }
    }

    func api() throws -> ApiResponse {
        let line = try JSONDecoder().decode(ResponseLine.self, from: line)
        return ApiResponse(
            id: line.id, kiosk: kiosk, branch: branch, survey: line.survey, version: line.ver, completion: line.end,
            language: line.lang, occurredMS: cursor.occurredMS, receivedMS: receivedMS, seq: line.seq,
            answers: line.answers.mapValues(ApiAnswer.init), skips: line.skips, suspect: line.suspect,
            occurredErrMS: occurredErrMS, time: time, deleted: deleted.isEmpty ? nil : deleted)
    }
}

extension Comment {
    fileprivate init(row: Row) {
        let score: Int? = row["score"]
        self.init(
            id: ResponseID(bytes: row["id"]), text: row["text"], question: row["question"],
            branch: BranchInfo(id: row["branch"], name: row["name"], timeZone: row["time_zone"]),
            kioskID: row["kiosk"], kioskName: row["kiosk_name"] ?? "",
            score: score.map { Given(kind: row["kind"], score: $0, levels: row["levels"]) },
            occurredMS: row["occurred_ms"], language: row["language"])
    }
}
