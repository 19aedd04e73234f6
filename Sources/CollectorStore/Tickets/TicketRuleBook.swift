import Foundation
import GRDB
package import SurveyKit
import Synchronization
package import WireProtocol

/// The rules of each survey, read from the database once for each time they were changed.
enum TicketRuleBook {
    /// What holds for surveys without rules of their own.
    static let general = "*"

    /// Read rules by their version, which no other database draws again.
    private static let read = Mutex<[String: TicketDecision]>([:])
    private static let standard = TicketDecision([.standard])

    static func decision(for survey: String, _ db: Database) throws -> TicketDecision {
        let statement = try db.cachedStatement(
            sql: "SELECT version FROM ticket_rules WHERE survey IN (?, '*') ORDER BY survey = '*' LIMIT 1")
        guard let version = try String.fetchOne(statement, arguments: [survey]) else { return standard }
        if let known = read.withLock({ $0[version] }) { return known }
        let text = try String.fetchOne(
            db, sql: "SELECT rules FROM ticket_rules WHERE version = ?", arguments: [version])
        let decision = TicketDecision(try decode(text ?? "[]"))
        read.withLock {
            // Only those of old versions are many.
            if $0.count >= 1_000 { $0 = [:] }
            $0[version] = decision
        }
        return decision
    }

    static func decode(_ text: String) throws -> [TicketRule] {
        try JSONDecoder().decode([TicketRule].self, from: Data(text.utf8))
    }
}

/// The rules as one batch finds them: looked up once for each survey in it.
struct TicketRulesReader {
    private var known: [String: TicketDecision] = [:]

    mutating func decision(for survey: String, _ db: Database) throws -> TicketDecision {
        if let decision = known[survey] { return decision }
        let decision = try TicketRuleBook.decision(for: survey, db)
        known[survey] = decision
        return decision
    }
}

extension CollectorStore {
    /// The rules of every survey that has some, and under `*` those of all others.
    ///
    /// - Throws: The database's error.
    package func ticketRules() async throws -> ApiTicketRules {
        try await pool.read { db in
            var rules = [TicketRuleBook.general: [TicketRule.standard]]
            for row in try Row.fetchAll(db, sql: "SELECT survey, rules FROM ticket_rules") {
                rules[row["survey"]] = try TicketRuleBook.decode(row["rules"])
            }
            return ApiTicketRules(rules: rules)
        }
    }

    /// Replaces the rules of a survey; none for one that opens no tickets.
    ///
    /// They are held against the newest published version.
    /// - Parameter survey: Its id, or `*` for all without rules of their own.
    /// - Throws: `Problem` `not-found` for a survey that is none, `bad-request` with all that is wrong, `storage`.
    package func setTicketRules(
        _ rules: [TicketRule], of survey: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await changeTicketRules(of: survey, by: actor, nowMS: nowMS) { _ in rules }
    }

    /// Makes the rules of a survey what `change` says of those that hold for it now.
    ///
    /// A survey that had the general ones has its own from then on.
    /// - Parameters:
    ///   - survey: Its id, or `*` for all without rules of their own.
    ///   - reason: What became other, for the audit log.
    /// - Throws: What `change` throws; `Problem` `not-found` for a survey that is none, `bad-request` with all that is
    ///   wrong with the new rules, `storage`.
    package func changeTicketRules(
        of survey: String, by actor: AuditActor, reason: String = "", nowMS: Int64,
        _ change: @escaping @Sendable (TicketRuleSet) throws(Problem) -> [TicketRule]
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                let published = try TicketRuleBook.newestSurvey(survey, db)
                if survey != TicketRuleBook.general, published == nil { throw Problem.noSuchSurvey(survey) }
                let rules = try change(try TicketRuleSet.current(survey, db))
                let faults = TicketRule.faults(of: rules, for: published)
                guard faults.isEmpty else { throw Problem.badRules(faults) }
                let text = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
                try db.execute(
                    sql: """
                        INSERT INTO ticket_rules (survey, rules, version, changed_ms, changed_by) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT(survey) DO UPDATE SET rules = excluded.rules, version = excluded.version,
                          changed_ms = excluded.changed_ms, changed_by = excluded.changed_by
                        """, arguments: [survey, text, randomHex(), nowMS, actor.name])
                try AuditEntry.append(
                    .ticketRules, by: actor, on: .survey(survey, nil), reason: reason, nowMS: nowMS, db)
            }
        }
    }

    /// Takes a survey's own rules away, so that those of `*` hold; those of `*` become the standard again.
    ///
    /// - Throws: The database's error.
    package func removeTicketRules(of survey: String, by actor: AuditActor, nowMS: Int64) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM ticket_rules WHERE survey = ?", arguments: [survey])
            guard db.changesCount == 1 else { return false }
            try AuditEntry.append(
                .ticketRules, by: actor, on: .survey(survey, nil), reason: "removed", nowMS: nowMS, db)
            return true
        }
    }
}

extension TicketRuleBook {
    /// What a survey's rules are held against; nil for one that was never published, such as `*`.
    fileprivate static func newestSurvey(_ id: String, _ db: Database) throws -> Survey? {
        try Data.fetchOne(
            db,
            sql: """
                SELECT b.bytes FROM survey s JOIN blob b ON b.sha256 = s.sha256 WHERE s.id = ?
                ORDER BY s.version DESC LIMIT 1
                """, arguments: [id]
        ).flatMap { SurveyReader.read(String(decoding: $0, as: UTF8.self), file: id).survey }
    }
}

extension Problem {
    fileprivate static func noSuchSurvey(_ id: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such survey", detail: "There is no survey \"\(id)\" here.",
            retry: .afterChange)
    }

    fileprivate static func badRules(_ faults: [String]) -> Problem {
        Problem(
            .badRequest, status: 400, title: "The rules can't be taken", detail: faults.joined(separator: " "),
            retry: .afterChange)
    }
}
