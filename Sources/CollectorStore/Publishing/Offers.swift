import GRDB
package import WireProtocol

extension CollectorStore {
    /// Says how far a version is offered from now on; responses to it are taken in every state.
    ///
    /// - Parameter version: Nil for every version of the survey.
    /// - Throws: `Problem` `not-found`, `storage`.
    package func offer(
        survey: String, version: Int?, as state: PublicationState, by actor: AuditActor? = nil, nowMS: Int64 = 0
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "UPDATE survey SET state = ? WHERE id = ? AND version = COALESCE(?, version)",
                    arguments: [state.rawValue, survey, version])
                guard db.changesCount > 0 else { throw Problem.neverPublished(survey, version) }
                if let actor {
                    try AuditEntry.append(
                        .surveyOffer, by: actor, on: .survey(survey, version), reason: state.rawValue, nowMS: nowMS, db)
                }
            }
        }
    }

    /// Assigns the offered version before the one that runs there, as a new order.
    ///
    /// - Parameters:
    ///   - branch: Nil for every branch without a survey of its own, unless `kiosk` names one.
    /// - Returns: The version that runs there from now on.
    /// - Throws: `Problem` `not-found`, `conflict` where there is nothing to go back to, `storage`.
    package func rollBack(
        survey: String, branch: String?, kiosk: String?, by actor: AuditActor? = nil, nowMS: Int64 = 0
    ) async throws(Problem) -> Int {
        try await answering {
            try await pool.write { db in
                let scope = try ScopeAssignment.scope(branch: branch, kiosk: kiosk, db)
                let home = try kiosk.map { id in
                    try String.fetchOne(db, sql: "SELECT branch FROM kiosk WHERE id = ?", arguments: [id]) ?? ""
                }
                let present = try Assignment.current(kiosk: kiosk ?? "", branch: branch ?? home ?? "", db)
                guard let present, present.survey == survey else { throw Problem.runsElsewhere(survey) }
                let before = try Int.fetchOne(
                    db,
                    sql: "SELECT MAX(version) FROM survey WHERE id = ? AND version < ? AND state = 'published'",
                    arguments: [survey, present.version])
                guard let before else { throw Problem.nothingBefore(survey, present.version) }
                try ScopeAssignment(scope: scope, survey: survey, version: before).store(db)
                if let actor {
                    try AuditEntry.append(
                        .surveyRollBack, by: actor, on: .survey(survey, before), reason: "at \(scope)", nowMS: nowMS, db
                    )
                }
                return before
            }
        }
    }
}

extension SurveyName {
    /// The survey that a kiosk last said it shows, where it is no longer offered; nil, for the wire, where it is.
    static func closed(shownBy kiosk: String, _ db: Database) throws -> [SurveyName]? {
        let sql = """
            SELECT s.id, s.version FROM kiosk k JOIN survey s ON s.id = k.survey AND s.version = k.version
            WHERE k.id = ? AND s.state <> 'published'
            """
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [kiosk]).map {
            [SurveyName(survey: $0["id"], version: $0["version"])]
        }
    }
}

extension Problem {
    static func neverPublished(_ survey: String, _ version: Int?) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such survey",
            detail: "\(survey) \(version.map { "version \($0) " } ?? "")was never published here.",
            retry: .afterChange)
    }

    static func notOffered(_ survey: String, _ version: Int?) -> Problem {
        Problem(
            .conflict, status: 409, title: "The survey is closed",
            detail: "\(survey) \(version.map { "version \($0) " } ?? "")is no longer offered. Offer it again with "
                + "smilepost-ops survey reopen \(survey), or assign another one.", retry: .afterChange)
    }

    fileprivate static func runsElsewhere(_ survey: String) -> Problem {
        Problem(
            .conflict, status: 409, title: "The survey does not run there",
            detail: "\(survey) is not what runs there, so that it can't go back to its version before. "
                + "smilepost-ops survey list shows what runs where.", retry: .afterChange)
    }

    fileprivate static func nothingBefore(_ survey: String, _ version: Int) -> Problem {
        Problem(
            .conflict, status: 409, title: "There is no version before",
            detail: "\(survey) version \(version) runs there, and no earlier version is offered.", retry: .afterChange)
    }
}
