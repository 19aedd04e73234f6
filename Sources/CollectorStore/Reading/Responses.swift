import Foundation
import GRDB
import SurveyKit
package import WireProtocol

/// One page of responses, oldest first.
package struct ResponsePage: Equatable, Sendable {
    package let rows: [ApiResponse]
    /// Where the next page starts; nil on the last.
    package let next: String?
}

extension CollectorStore {
    /// Responses given from `fromMS` up to, not including, `toMS`, in the order they were given.
    ///
    /// A response that arrives late takes its place by the time it was given, not at the end.
    /// - Parameters:
    ///   - reach: The branches under which they were given.
    ///   - cursor: `next` of the page before; nil for the first page.
    ///   - withSuspect: Whether those that the scores leave out are among them.
    /// - Throws: `Problem` `bad-request` for a cursor that is none, `storage`.
    package func responses(
        in reach: Reach, fromMS: Int64 = 0, toMS: Int64 = .max, after cursor: String? = nil, withSuspect: Bool = true,
        limit: Int = Api.pageRows
    ) async throws(Problem) -> ResponsePage {
        let start = try cursor.map { text throws(Problem) in
            try cursors.open(text, of: .responses, as: ResponseCursor.self)
        }
        let rows = try await answering {
            try await pool.read(within: readingLimit) { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM response WHERE occurred_ms >= ?1 AND occurred_ms < ?2
                          AND (occurred_ms, row) > (?3, ?4) AND (?6 OR suspect IS NULL)
                          AND (?7 IS NULL OR branch IN (SELECT value FROM json_each(?7)))
                        ORDER BY occurred_ms, row LIMIT ?5
                        """,
                    arguments: [
                        max(fromMS, start?.occurredMS ?? 0), toMS, start?.occurredMS ?? -1, start?.row ?? -1, limit,
                        withSuspect, try reach.list,
                    ]
                ).map(StoredResponse.init(row:))
            }
        }
        return try await answering {
            let last = rows.count < limit ? nil : rows.last
            return ResponsePage(
                rows: try rows.map { try $0.api() }, next: try last.map { try cursors.seal($0.cursor, of: .responses) })
        }
    }
}

/// The place of a row in the order of responses.
struct ResponseCursor: Codable {
    let occurredMS: Int64
    let row: Int64
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
            answers: answers(of: line).mapValues(ApiAnswer.init), skips: line.skips, suspect: line.suspect,
            occurredErrMS: occurredErrMS, time: time, deleted: deleted.isEmpty ? nil : deleted)
    }
    /// Without those that were taken out when they had had their time.
    private func answers(of line: ResponseLine) -> [String: Answer] {
        deleted.isEmpty ? line.answers : line.answers.filter { !$0.value.isEmptied }
    }
}
