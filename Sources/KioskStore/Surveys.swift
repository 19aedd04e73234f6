import Faults
package import Foundation
import GRDB
import SurveyKit

/// A survey's bytes as published.
package struct StoredSurvey: Equatable, Sendable {
    package enum State: String, Sendable {
        /// Verified; to be shown from the next customer on.
        case staged
        /// On the screen.
        case active
        /// What was shown before.
        case previous
        /// Could not be shown; `why` says what happened.
        case failed
    }

    package let surveyID: String
    package let version: Int
    /// In hex.
    package let sha256: String
    package let bytes: Data
    package let state: State
    package let why: String?
}

/// A survey this kiosk would not take, to be told at the next check-in.
package struct RefusedSurvey: Equatable, Sendable {
    /// Rises with every refusal.
    package let number: Int64
    package let surveyID: String
    package let version: Int
    package let code: String
}

extension KioskStore {
    /// Keeps a verified survey for activation between customers; one staged before is forgotten.
    ///
    /// Nothing happens where this version is on the screen already.
    package func stage(surveyID: String, version: Int, sha256: String, bytes: Data) throws(StoreError) {
        try write { db in
            guard try Self.survey(surveyID, version, db)?.state != .active else { return }
            try Self.unstage(db)
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO bundle(survey_id, version, sha256, bytes, state)
                    VALUES (?, ?, ?, ?, 'staged')
                    """, arguments: [surveyID, version, sha256, bytes])
            CrashPoint.reached(.surveyWritten)
        }
        CrashPoint.reached(.surveyStaged)
    }

    /// Puts a staged survey on the screen; the one there becomes the previous one.
    ///
    /// The screen calls it between customers. The one before that is forgotten; was the draft begun with it, it stays
    /// until the draft is sealed, and the one on the screen is forgotten in its place.
    ///
    /// - Returns: False, and nothing changed, where this version is not staged.
    @discardableResult
    package func activate(surveyID: String, version: Int) throws(StoreError) -> Bool {
        let isActive = try write { db in
            guard try Self.survey(surveyID, version, db)?.state == .staged else { return false }
            let forgotten: StoredSurvey.State = try Self.isOfDraft(.previous, db) ? .active : .previous
            try Self.forget(forgotten, db)
            try db.execute(sql: "UPDATE bundle SET state = 'previous' WHERE state = 'active'")
            CrashPoint.reached(.surveyTakenDown)
            try Self.set(.active, surveyID, version, db)
            return true
        }
        CrashPoint.reached(.surveyActivated)
        return isActive
    }

    /// Forgets the survey that waits: the centre has gone back to the one on the screen.
    ///
    /// - Returns: False where none waited.
    @discardableResult
    package func withdrawStaged() throws(StoreError) -> Bool {
        try write { db in
            guard try Self.survey(in: .staged, db) != nil else { return false }
            try Self.unstage(db)
            return true
        }
    }

    /// Gives up a staged survey that can't be shown, and notes the refusal for the next check-in; the one on the screen
    /// goes on.
    ///
    /// - Parameter code: The reason as the collector knows it, such as `unreadable`.
    /// - Returns: False, and nothing changed, where this version is not staged.
    @discardableResult
    package func refuseStaged(surveyID: String, version: Int, code: String) throws(StoreError) -> Bool {
        try write { db in
            guard try Self.survey(surveyID, version, db)?.state == .staged else { return false }
            try Self.set(.failed, surveyID, version, why: code, db)
            try Self.note(refused: surveyID, version, code, db)
            return true
        }
    }

    /// What is, or should be, on the screen.
    package func activeSurvey() throws(StoreError) -> StoredSurvey? { try survey(in: .active) }

    /// What waits for the customer to leave.
    package func stagedSurvey() throws(StoreError) -> StoredSurvey? { try survey(in: .staged) }

    /// One version, whatever its state: a draft is finished with the version it began with.
    package func survey(surveyID: String, version: Int) throws(StoreError) -> StoredSurvey? {
        try read { db in try Self.survey(surveyID, version, db) }
    }

    private func survey(in state: StoredSurvey.State) throws(StoreError) -> StoredSurvey? {
        try read { db in try Self.survey(in: state, db) }
    }

    private static func survey(in state: StoredSurvey.State, _ db: Database) throws -> StoredSurvey? {
        try Row.fetchOne(db, sql: "SELECT * FROM bundle WHERE state = ?", arguments: [state.rawValue])
            .flatMap(StoredSurvey.init(row:))
    }

    private static func survey(_ surveyID: String, _ version: Int, _ db: Database) throws -> StoredSurvey? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM bundle WHERE survey_id = ? AND version = ?", arguments: [surveyID, version]
        ).flatMap(StoredSurvey.init(row:))
    }

    /// Makes room for another staged survey; one that the draft was begun with is the previous one again.
    private static func unstage(_ db: Database) throws {
        guard try isOfDraft(.staged, db) else { return try forget(.staged, db) }
        try forget(.previous, db)
        try db.execute(sql: "UPDATE bundle SET state = 'previous' WHERE state = 'staged'")
    }

    private static func forget(_ state: StoredSurvey.State, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM bundle WHERE state = ?", arguments: [state.rawValue])
    }

    /// Whether the draft was begun with the survey in this state.
    private static func isOfDraft(_ state: StoredSurvey.State, _ db: Database) throws -> Bool {
        guard let draft = try draft(db), let survey = try survey(in: state, db) else { return false }
        return survey.surveyID == draft.surveyID && survey.version == draft.surveyVersion
    }

    private static func set(
        _ state: StoredSurvey.State, _ surveyID: String, _ version: Int, why: String? = nil, _ db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE bundle SET state = ?, why = ? WHERE survey_id = ? AND version = ?",
            arguments: [state.rawValue, why, surveyID, version])
    }
}

extension KioskStore {
    /// Notes a refusal for the next check-in; the same one is noted once.
    package func recordRefusal(surveyID: String, version: Int, code: String) throws(StoreError) {
        try write { db in try Self.note(refused: surveyID, version, code, db) }
    }

    private static func note(refused surveyID: String, _ version: Int, _ code: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO refusal(survey_id, version, code) VALUES (?, ?, ?)",
            arguments: [surveyID, version, code])
    }

    /// Refusals not yet told, oldest first.
    package func refusals() throws(StoreError) -> [RefusedSurvey] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM refusal ORDER BY n").map {
                RefusedSurvey(number: $0["n"], surveyID: $0["survey_id"], version: $0["version"], code: $0["code"])
            }
        }
    }

    /// Forgets the refusals up to this number: the collector has been told.
    package func clearRefusals(upTo number: Int64) throws(StoreError) {
        try write { db in try db.execute(sql: "DELETE FROM refusal WHERE n <= ?", arguments: [number]) }
    }
}

extension StoredSurvey {
    fileprivate init?(row: Row) {
        guard let word: String = try? row.sound("state"), let state = State(rawValue: word),
            let surveyID: String = try? row.sound("survey_id"), let version: Int = try? row.sound("version"),
            let sha256: String = try? row.sound("sha256"), let bytes: Data = try? row.sound("bytes")
        else { return nil }
        self.init(
            surveyID: surveyID, version: version, sha256: sha256, bytes: bytes, state: state,
            why: (try? row.soundIfThere("why")).flatMap(\.self))
    }
}
