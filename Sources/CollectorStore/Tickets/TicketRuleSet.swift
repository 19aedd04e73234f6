import GRDB
package import SurveyKit

/// The rules that hold for one survey.
package struct TicketRuleSet: Equatable, Sendable {
    /// Its id, or `*` for all without rules of their own.
    package let survey: String
    package let rules: [TicketRule]
    /// Another one with each change: what somebody saw is told by it from what is there now.
    package let version: String
    /// Whether they were set for it; else they are those of `*`, or the standard.
    package let isOwn: Bool

    /// Of surveys that were published; `*` first, then by id.
    static func all(_ db: Database) throws -> [TicketRuleSet] {
        let surveys = try String.fetchAll(db, sql: "SELECT DISTINCT id FROM survey ORDER BY id")
        return try ([TicketRuleBook.general] + surveys).map { try current($0, db) }
    }

    static func current(_ survey: String, _ db: Database) throws -> TicketRuleSet {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT survey, rules, version FROM ticket_rules WHERE survey IN (?, '*')
                ORDER BY survey = '*' LIMIT 1
                """, arguments: [survey])
        guard let row else {
            return TicketRuleSet(survey: survey, rules: [.standard], version: "standard", isOwn: false)
        }
        return TicketRuleSet(
            survey: survey, rules: try TicketRuleBook.decode(row["rules"]), version: row["version"],
            isOwn: row["survey"] as String == survey)
    }
}

extension CollectorStore {
    /// The rules that hold for each published survey, those for all others first.
    ///
    /// - Throws: The database's error.
    package func ticketRuleSets() async throws -> [TicketRuleSet] {
        try await pool.read { db in try TicketRuleSet.all(db) }
    }
}
