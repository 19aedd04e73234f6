import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The causes that a ticket can be closed with, in their order.
    ///
    /// - Throws: The database's error.
    package func rootCauses() async throws -> ApiRootCauses {
        try await pool.read { db in
            ApiRootCauses(
                causes: try Row.fetchAll(
                    db, sql: "SELECT id, name FROM root_cause WHERE retired = 0 ORDER BY position, id"
                ).map { .init(id: $0["id"], name: $0["name"]) })
        }
    }

    /// Replaces the list.
    ///
    /// A cause that is left out is offered no more, and stays with the tickets that have it.
    ///
    /// - Throws: `Problem` `bad-request` for a list that can't be, `storage`.
    package func setRootCauses(
        _ list: ApiRootCauses, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) {
        try list.check()
        try await answering {
            try await pool.write { db in
                try db.execute(sql: "UPDATE root_cause SET retired = 1")
                for (position, cause) in list.causes.enumerated() {
                    try db.execute(
                        sql: """
                            INSERT INTO root_cause (id, name, position) VALUES (?, ?, ?)
                            ON CONFLICT(id) DO UPDATE SET name = excluded.name, position = excluded.position, retired = 0
                            """, arguments: [cause.id, cause.name, position])
                }
                try AuditEntry.append(.rootCauses, by: actor, on: nil, nowMS: nowMS, db)
            }
        }
    }
}

extension ApiRootCauses {
    /// How many can be offered.
    static let counts = 1...100

    /// Whether a cause can be called so.
    static func isName(_ name: String) -> Bool {
        name.isPlainLine(1...80) && name.contains { !$0.isWhitespace }
    }

    fileprivate func check() throws(Problem) {
        let isFine = causes.allSatisfy { $0.id.isSlug && Self.isName($0.name) }
        guard isFine, Self.counts.contains(causes.count), Set(causes.map(\.id)).count == causes.count else {
            throw Problem(
                .badRequest, status: 400, title: "A value can't be taken",
                detail: "The list takes 1 to 100 causes, each with an id of its own (1 to 64 letters a to z, digits or "
                    + "hyphens) and a name of 1 to 80 characters on one line.", retry: .afterChange)
        }
    }
}
