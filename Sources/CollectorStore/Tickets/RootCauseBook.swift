import Foundation
import GRDB
package import WireProtocol

/// A root cause as the list of them shows it, whether it is offered or not.
package struct RootCause: Equatable, Sendable {
    package let id: String
    package let name: String
    /// Offered no more; tickets that have it keep it.
    package let isRetired: Bool
    /// Tickets within reach that are closed with it.
    package let closed: Int
}

extension CollectorStore {
    /// Every cause that there ever was: those that are offered in their order, then the others by name.
    ///
    /// - Throws: The database's error.
    package func allRootCauses(in reach: Reach) async throws -> [RootCause] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.id, c.name, c.retired, (
                      SELECT COUNT(*) FROM ticket WHERE root_cause = c.id AND state = 'closed'
                        AND (?1 IS NULL OR branch IN (SELECT value FROM json_each(?1)))) AS closed
                    FROM root_cause c ORDER BY c.retired, CASE c.retired WHEN 0 THEN c.position END, c.name, c.id
                    """, arguments: [try reach.list]
            ).map { RootCause(id: $0["id"], name: $0["name"], isRetired: $0["retired"], closed: $0["closed"]) }
        }
    }

    /// What every cause is called, by its id, those that are offered no more included.
    ///
    /// - Throws: The database's error.
    package func rootCauseNames() async throws -> [String: String] {
        try await pool.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM root_cause")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"], $0["name"]) })
        }
    }

    /// Offers a new cause after the others.
    ///
    /// - Throws: `Problem` `bad-request` for a name that can't be, `conflict` where there is one of this name, `storage`.
    package func addRootCause(_ name: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await changeRootCauses(by: actor, nowMS: nowMS) { db in
            try RootCause.requireFree(name, except: nil, db)
            let id = try RootCause.freeID(for: name, db)
            try db.execute(
                sql: """
                    INSERT INTO root_cause (id, name, position)
                    VALUES (?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM root_cause))
                    """, arguments: [id, name])
            return (id, "added “\(name)”")
        }
    }

    /// Calls a cause something else, also for the tickets that have it.
    ///
    /// - Throws: `Problem` `not-found`; `bad-request` for a name that can't be; `conflict` where another one has it;
    ///   `storage`.
    package func renameRootCause(
        _ id: String, to name: String, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await changeRootCauses(by: actor, nowMS: nowMS) { db in
            let old = try RootCause.name(of: id, db)
            try RootCause.requireFree(name, except: id, db)
            try db.execute(sql: "UPDATE root_cause SET name = ? WHERE id = ?", arguments: [name, id])
            return (id, "“\(old)” is “\(name)” now")
        }
    }

    /// Offers a cause no more, or again.
    ///
    /// - Throws: `Problem` `not-found`; `conflict` where none would be left, or too many; `storage`.
    package func setRootCause(
        _ id: String, isRetired: Bool, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try await changeRootCauses(by: actor, nowMS: nowMS) { db in
            let name = try RootCause.name(of: id, db)
            try db.execute(sql: "UPDATE root_cause SET retired = ? WHERE id = ?", arguments: [isRetired, id])
            return (id, isRetired ? "“\(name)” is offered no more" : "“\(name)” is offered again")
        }
    }

    /// - Parameter change: Gives the id and what became other.
    private func changeRootCauses(
        by actor: AuditActor, nowMS: Int64,
        _ change: @escaping @Sendable (Database) throws -> (id: String, reason: String)
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                let (id, reason) = try change(db)
                let offered = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM root_cause WHERE retired = 0") ?? 0
                guard ApiRootCauses.counts.contains(offered) else { throw Problem.wrongCount }
                try AuditEntry.append(
                    .rootCauses, by: actor, on: .rootCause(id), reason: reason, nowMS: nowMS, db)
            }
        }
    }
}

extension RootCause {
    fileprivate static func name(of id: String, _ db: Database) throws -> String {
        let name = try String.fetchOne(db, sql: "SELECT name FROM root_cause WHERE id = ?", arguments: [id])
        guard let name else {
            throw Problem(
                .notFound, status: 404, title: "No such root cause", detail: "There is no root cause \(id.prefix(64)).",
                retry: .afterChange)
        }
        return name
    }

    /// A name that can be, and that no other cause has, retired ones included.
    fileprivate static func requireFree(_ name: String, except id: String?, _ db: Database) throws {
        guard ApiRootCauses.isName(name) else {
            throw Problem(
                .badRequest, status: 400, title: "A value can't be taken",
                detail: "A root cause's name must be 1 to 80 characters on one line.", retry: .afterChange)
        }
        let others = try String.fetchAll(
            db, sql: "SELECT name FROM root_cause WHERE id IS NOT ?", arguments: [id])
        guard !others.contains(where: { $0.caseInsensitiveCompare(name) == .orderedSame }) else {
            throw Problem(
                .conflict, status: 409, title: "There already",
                detail: "There is a root cause “\(name)”; where it is offered no more, offer it again.",
                retry: .afterChange)
        }
    }

    /// The name in Latin letters, as far as it has some, with a number where that is taken.
    private static func id(for name: String) -> String {
        let latin = (name.applyingTransform(.toLatin, reverse: false) ?? name).lowercased()
        let plain = latin.decomposedStringWithCompatibilityMapping.unicodeScalars.filter { !$0.properties.isDiacritic }
        let words = plain.split { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
        return String(words.map(String.init).joined(separator: "-").prefix(56))
    }

    fileprivate static func freeID(for name: String, _ db: Database) throws -> String {
        let taken = try String.fetchSet(db, sql: "SELECT id FROM root_cause")
        let word = id(for: name)
        let base = word.isEmpty ? "cause" : word
        let numbered = (2...(taken.count + 2)).map { "\(base)-\($0)" }
        return ([base] + numbered).first { !taken.contains($0) } ?? base
    }
}

extension Problem {
    fileprivate static let wrongCount = Problem(
        .conflict, status: 409, title: "Not done",
        detail: "\(ApiRootCauses.counts.lowerBound) to \(ApiRootCauses.counts.upperBound) root causes can be offered: "
            + "a ticket needs one to be closed.", retry: .afterChange)
}
