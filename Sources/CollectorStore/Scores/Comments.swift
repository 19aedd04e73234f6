import GRDB
package import SurveyKit
package import WireProtocol

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
    /// Id.
    package let survey: String
    /// Its place among those of the same moment.
    package let row: Int64

    /// A score as it was given.
    package struct Given: Equatable, Sendable {
        /// `smiley`, `stars`, `nps` or `ces`.
        package let kind: String
        package let score: Int
        /// Levels of its scale; 11 for nps.
        package let levels: Int
    }
}

/// Which comments, and how many.
package struct CommentQuery: Equatable, Sendable {
    package var branches: Set<String>?
    package var leaning: Leaning?
    package var language: String?
    package var survey: String?
    package var version: Int?
    package var question: String?
    /// Of the surveys that they were written in.
    package var service: String?
    package var fromMS: Int64 = 0
    /// Before this, and of those of this very moment only the ones before that response, and that question of it.
    package var before: Cursor?
    package var withSuspect = false
    /// Also those whose time is a guess.
    package var withUncertain = true
    package var limit: Int

    /// Where the page before ended.
    package struct Cursor: Equatable, Sendable, Codable {
        package let occurredMS: Int64
        package let row: Int64
        /// Id: a response may have several comments.
        package let question: String

        package init(occurredMS: Int64, row: Int64, question: String = "") {
            self.occurredMS = occurredMS
            self.row = row
            self.question = question
        }
    }

    package init(limit: Int) { self.limit = limit }
}

/// Comments, newest first, and where the next page begins.
package struct CommentPage: Equatable, Sendable {
    package let comments: [Comment]
    /// Nil on the last page.
    package let next: CommentQuery.Cursor?

    package init(comments: [Comment], next: CommentQuery.Cursor?) {
        self.comments = comments
        self.next = next
    }
}

extension CollectorStore {
    /// What customers wrote in branches within reach, newest first.
    ///
    /// - Throws: The database's error, or that the reading took too long.
    package func comments(_ query: CommentQuery, reach: Reach = .all) async throws -> CommentPage {
        let branches: [String]? =
            switch (query.branches, reach) {
            case (nil, .all): nil
            case (let wanted?, .all): wanted.sorted()
            case (nil, .branches(let ids)): ids.sorted()
            case (let wanted?, .branches(let ids)): wanted.intersection(ids).sorted()
            }
        return try await pool.read(within: readingLimit) { db in
            let rows = try Row.fetchAll(db, sql: Self.sql(branches), arguments: Self.arguments(query, branches))
            let last = rows.count == query.limit ? rows.last : nil
            return CommentPage(
                comments: rows.map(Comment.init(row:)),
                next: last.map {
                    CommentQuery.Cursor(occurredMS: $0["occurred_ms"], row: $0["response"], question: $0["question"])
                })
        }
    }

    /// Where a list of comments goes on, as text that only this collector reads.
    ///
    /// - Throws: An `EncodingError`; no cursor can cause one.
    package func text(of cursor: CommentQuery.Cursor) throws -> String { try cursors.seal(cursor, of: .comments) }

    /// - Throws: `Problem` `bad-request` for a text that is none.
    package func commentCursor(_ text: String) throws(Problem) -> CommentQuery.Cursor {
        try cursors.open(text, of: .comments, as: CommentQuery.Cursor.self)
    }

    private static func sql(_ branches: [String]?) -> String {
        // One branch has an index; of many, the newest are sooner found among the newest of all (the plus says so).
        let place = branches.map {
            " AND \($0.count == 1 ? "" : "+")c.branch IN (\(databaseQuestionMarks(count: $0.count)))"
        }
        return """
            SELECT c.text, c.question, c.occurred_ms, c.response, c.kind, c.score, c.levels, r.id AS response_id, r.language,
              r.survey, r.kiosk,
              b.*, k.name AS kiosk_name
            FROM comment c JOIN response r ON r.row = c.response JOIN branch b ON b.id = c.branch
            LEFT JOIN kiosk k ON k.id = r.kiosk
            WHERE c.occurred_ms >= ? AND (c.occurred_ms, c.response, c.question) < (?, ?, ?) AND c.suspect <= ?
              AND (? IS NULL OR c.leaning = ?)
              AND (? IS NULL OR r.language = ?) AND (? IS NULL OR r.survey = ?) AND (? IS NULL OR r.version = ?)
              AND (? IS NULL OR c.question = ?) AND (r.time_certain OR ?)
              AND (? IS NULL OR (r.survey, r.version) IN (SELECT survey, version FROM series WHERE service = ?))\(place ?? "")
            ORDER BY c.occurred_ms DESC, c.response DESC, c.question DESC LIMIT ?
            """
    }

    private static func arguments(_ query: CommentQuery, _ branches: [String]?) -> StatementArguments {
        var arguments: StatementArguments = [
            query.fromMS, query.before?.occurredMS ?? .max, query.before?.row ?? .max, query.before?.question ?? "",
            query.withSuspect,
            query.leaning?.rawValue, query.leaning?.rawValue, query.language, query.language, query.survey,
            query.survey,
            query.version, query.version, query.question, query.question, query.withUncertain, query.service,
            query.service,
        ]
        arguments += StatementArguments(branches ?? [])
        return arguments + [query.limit]
    }
}

extension Comment {
    fileprivate init(row: Row) {
        let score: Int? = row["score"]
        self.init(
            id: ResponseID(bytes: row["response_id"]), text: row["text"], question: row["question"],
            branch: BranchInfo(row: row),
            kioskID: row["kiosk"], kioskName: row["kiosk_name"] ?? "",
            score: score.map { Given(kind: row["kind"], score: $0, levels: row["levels"]) },
            occurredMS: row["occurred_ms"], language: row["language"], survey: row["survey"], row: row["response"])
    }
}
