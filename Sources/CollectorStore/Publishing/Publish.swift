import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Publishes one new version of a survey: everything about it is checked first, then kept at once or not at all.
    ///
    /// The first publication registers the release key; later ones must be signed by it. The same publication sent
    /// again is answered as the first time. Lines that waited for this version become responses.
    ///
    /// - Parameter actor: Who publishes, for the audit log; nil for a test's.
    /// - Throws: `Problem` `bad-signature`, `conflict`, `invalid-survey`, `not-found` (a branch), `storage`.
    package func publish(
        _ publication: ApiPublication, by actor: AuditActor? = nil, nowMS: Int64
    ) async throws(Problem) -> ApiPublished {
        let draft = try PublicationDraft(publication)
        let published = try await answering {
            try await commits.perform(.high) { db in
                let published = try draft.store(db, nowMS: nowMS)
                if let actor {
                    try AuditEntry.append(
                        .surveyPublish, by: actor, on: .survey(published.survey, published.version),
                        reason: "manifest \(published.manifest)", nowMS: nowMS, db)
                }
                return published
            }
        }
        surveys.remember(draft.survey)
        // The publication is on the disk: what goes wrong here is no reason to call it failed, and is taken up again by
        // the next review.
        _ = try? await reviewQuarantine()
        return published
    }

    /// Assigns a published survey: `version` nil for always the newest, `branch` nil for every branch without its own; a
    /// kiosk's own survey goes before its branch's.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    package func assign(
        survey: String, version: Int?, branch: String?, kiosk: String? = nil, by actor: AuditActor? = nil,
        nowMS: Int64 = 0
    ) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                let states = try String.fetchSet(
                    db, sql: "SELECT state FROM survey WHERE id = ?1 AND version = COALESCE(?2, version)",
                    arguments: [survey, version])
                guard !states.isEmpty else { throw Problem.neverPublished(survey, version) }
                guard states.contains(PublicationState.published.rawValue) else {
                    throw Problem.notOffered(survey, version)
                }
                let scope = try ScopeAssignment.scope(branch: branch, kiosk: kiosk, db)
                try ScopeAssignment(scope: scope, survey: survey, version: version).store(db)
                if let actor {
                    try AuditEntry.append(
                        .surveyAssign, by: actor, on: .survey(survey, version), reason: "to \(scope)", nowMS: nowMS, db)
                }
            }
        }
    }
}

private func branchScope(_ branch: String?, _ db: Database) throws -> String {
    try branch.map { try BranchInfo.fetch($0, db).id } ?? ScopeAssignment.everywhere
}

/// A publication whose parts fit each other; whether it fits what was published before, only the transaction knows.
private struct PublicationDraft {
    let publication: ApiPublication
    let key: PublicKey
    let manifest: Manifest
    let survey: Survey
    let entry: Manifest.Entry
    let sha256: Data

    init(_ publication: ApiPublication) throws(Problem) {
        self.publication = publication
        // The id is made anew: a key that comes with another one's id must not pass for it.
        key = PublicKey(key: publication.releaseKey.key)
        guard publication.manifest.isSigned(by: key, as: Envelope.manifestType) else {
            throw .publication(.badSignature, 422, "The manifest is not signed by key \(key.id). Sign it again.")
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: publication.manifest.payload) else {
            throw .publication(
                .badRequest, 400, "The signed payload is no manifest. Publish with a current smilepost-ops.")
        }
        self.manifest = manifest
        sha256 = SealedLine.hash(of: publication.blob)
        survey = try SurveyCache.parse(publication.blob)
        let hex = sha256.hex
        guard let entry = manifest.entry(survey: survey.id, version: survey.version), entry.sha256 == hex,
            entry.size == publication.blob.count
        else {
            throw .publication(
                .conflict, 409,
                "The manifest does not name \(survey.id) version \(survey.version) with hash \(hex) "
                    + "and \(publication.blob.count) bytes. Publish again.")
        }
        self.entry = entry
    }

    func store(_ db: Database, nowMS: Int64) throws -> ApiPublished {
        let answer = ApiPublished(
            survey: survey.id, version: survey.version, sha256: entry.sha256, manifest: manifest.manifest)
        try checkKey(db, nowMS: nowMS)
        let current = try currentManifest(db)
        if let current, current == manifest { return answer }
        if let current, isKeyChange(of: current) {
            try insertManifest(db, nowMS: nowMS)
            try assign(db)
            return answer
        }
        try checkVersion(db)
        try checkSuccession(of: current)
        try checkKinds(db)
        try insert(db, nowMS: nowMS)
        try assign(db)
        return answer
    }

    private func checkKey(_ db: Database, nowMS: Int64) throws {
        if let registered = try PublicKey.release(db) {
            guard registered == key else {
                throw Problem.publication(
                    .badSignature, 403,
                    "This collector takes manifests of release key \(registered.id) only, "
                        + "this one is of \(key.id). Use the organisation's key.")
            }
        } else {
            try db.execute(
                sql: "INSERT INTO release_key (key, registered_ms) VALUES (?, ?)", arguments: [key.key, nowMS])
        }
    }

    private func currentManifest(_ db: Database) throws -> Manifest? {
        let sql = "SELECT envelope FROM manifest ORDER BY version DESC LIMIT 1"
        guard let bytes = try Data.fetchOne(db, sql: sql) else { return nil }
        let envelope = try JSONDecoder().decode(Envelope.self, from: bytes)
        return try JSONDecoder().decode(Manifest.self, from: envelope.payload)
    }

    /// Whether only a key, what is revoked or the time is another: that needs no new version of a survey.
    ///
    /// What was revoked once stays so.
    private func isKeyChange(of current: Manifest) -> Bool {
        manifest.manifest == current.manifest + 1 && manifest.surveys == current.surveys
            && Set(manifest.revoked ?? []).isSuperset(of: current.revoked ?? [])
            && (manifest.contactKey != current.contactKey || manifest.noticeKey != current.noticeKey
                || manifest.revoked != current.revoked || manifest.expiresMS != current.expiresMS)
    }

    private func checkSuccession(of current: Manifest?) throws {
        let expected = (current?.manifest ?? 0) + 1
        let known = current?.surveys ?? []
        guard manifest.manifest == expected, manifest.surveys.count == known.count + 1,
            Set(manifest.revoked ?? []).isSuperset(of: current?.revoked ?? []),
            known.allSatisfy({ manifest.surveys.contains($0) })
        else {
            throw Problem.publication(
                .conflict, 409,
                "The next manifest is number \(expected), with all \(known.count) versions of the one "
                    + "before and one more. Somebody else may have published: fetch it and publish again.")
        }
    }

    private func checkVersion(_ db: Database) throws {
        let newest = try Int.fetchOne(
            db, sql: "SELECT MAX(version) FROM survey WHERE id = ?", arguments: [survey.id])
        guard let newest, survey.version <= newest else { return }
        throw Problem.publication(
            .conflict, 409,
            "\(survey.id) has version \(newest) published already, and a published version never "
                + "changes. Give yours the number \(newest + 1).")
    }

    /// A question keeps its kind over all versions, or its scores could not be compared.
    private func checkKinds(_ db: Database) throws {
        let sql = """
            SELECT b.bytes FROM survey s JOIN blob b ON b.sha256 = s.sha256 WHERE s.id = ? ORDER BY s.version DESC
            """
        for bytes in try Data.fetchAll(db, sql: sql, arguments: [survey.id]) {
            let earlier = try SurveyCache.parse(bytes)
            for question in survey.questions {
                guard let old = earlier.questions.first(where: { $0.id == question.id }),
                    old.kind.name != question.kind.name
                else { continue }
                throw Problem.publication(
                    .invalidSurvey, 422,
                    "Question \(question.id) is \(old.kind.name) in version \(earlier.version) and "
                        + "\(question.kind.name) in yours. Give the new question another id.")
            }
        }
    }

    private func insertManifest(_ db: Database, nowMS: Int64) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try db.execute(
            sql: "INSERT INTO manifest (version, envelope, published_ms) VALUES (?, ?, ?)",
            arguments: [manifest.manifest, try encoder.encode(publication.manifest), nowMS])
    }

    private func insert(_ db: Database, nowMS: Int64) throws {
        try insertManifest(db, nowMS: nowMS)
        try db.execute(
            sql: "INSERT INTO blob (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [sha256, publication.blob])
        try db.execute(
            sql: "INSERT INTO survey (id, version, sha256, size, published_ms) VALUES (?, ?, ?, ?, ?)",
            arguments: [survey.id, survey.version, sha256, publication.blob.count, nowMS])
    }

    private func assign(_ db: Database) throws {
        guard let assign = publication.assign else { return }
        let scopes =
            (assign.all ? [ScopeAssignment.everywhere] : []) + (try assign.branches.map { try branchScope($0, db) })
        for scope in scopes { try ScopeAssignment(scope: scope, survey: survey.id, version: nil).store(db) }
    }
}

extension ScopeAssignment {
    func store(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO assignment (scope, survey, version, number)
                VALUES (?, ?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM assignment))
                """,
            arguments: [scope, survey, version])
    }

    /// - Throws: `Problem` `not-found` for a branch or a kiosk that is none.
    static func scope(branch: String?, kiosk: String?, _ db: Database) throws -> String {
        guard let kiosk else { return try branchScope(branch, db) }
        // Ids of kiosks have an underscore, and so are no branch's.
        let sql = "SELECT EXISTS(SELECT 1 FROM kiosk WHERE id = ?)"
        guard try Bool.fetchOne(db, sql: sql, arguments: [kiosk]) == true else { throw Problem.noKiosk(kiosk) }
        return kiosk
    }
}

extension Problem {
    static func publication(_ code: Code, _ status: Int, _ detail: String) -> Problem {
        Problem(code, status: status, title: "The survey was not published", detail: detail, retry: .afterChange)
    }
}
