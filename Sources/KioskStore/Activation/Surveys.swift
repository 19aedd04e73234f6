import Faults
package import Foundation
import GRDB
import SurveyKit

/// A survey's bytes as published.
package struct StoredSurvey: Equatable, Sendable {
    package let bundle: Activation.Bundle
    package let bytes: Data

    package var surveyID: String { bundle.name.survey }
    package var version: Int { bundle.name.version }
    /// In hex.
    package var sha256: String { bundle.sha256 }
    package var state: Activation.State { bundle.state }
    package var why: String? { bundle.why }
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
    /// Takes an assignment that a verified manifest allows, and tells what is left to do.
    ///
    /// - Parameters:
    ///   - sha256: In hex, as the manifest says.
    ///   - assignment: What tells this assignment from another one of the same version.
    package func assign(
        surveyID: String, version: Int, sha256: String, assignment: String
    ) throws(StoreError) -> Activation.Need {
        try change { $0.assign(BundleName(survey: surveyID, version: version), sha256: sha256, assignment: assignment) }
    }

    /// Keeps downloaded bytes with the right hash before anything reads them: a survey that can't even be parsed is known
    /// by its name after the crash.
    ///
    /// Nothing happens where this version is here in any state but `failed`.
    package func fetch(
        surveyID: String, version: Int, sha256: String, bytes: Data, assignment: String? = nil
    ) throws(StoreError) {
        let name = BundleName(survey: surveyID, version: version)
        try change(bytes: bytes) { $0.fetched(name, sha256: sha256, assignment: assignment) }
        CrashPoint.reached(.surveyFetched)
    }

    /// Keeps a verified survey for activation between customers; one staged before is forgotten.
    ///
    /// Nothing happens where this version is on the screen already.
    package func stage(
        surveyID: String, version: Int, sha256: String, bytes: Data, assignment: String? = nil
    ) throws(StoreError) {
        let name = BundleName(survey: surveyID, version: version)
        try change(bytes: bytes) { activation in
            if [.previous, .old].contains(activation[name]?.state) {
                _ = activation.assign(name, sha256: sha256, assignment: assignment ?? "")
            }
            activation.fetched(name, sha256: sha256, assignment: assignment)
            activation.checked(name)
        }
        CrashPoint.reached(.surveyStaged)
    }

    /// Puts a staged survey on the screen; see `Activation.activate`.
    ///
    /// The screen calls it between customers, before it shows the survey.
    ///
    /// - Returns: False, and nothing changed, where this version is not staged.
    @discardableResult
    package func activate(surveyID: String, version: Int) throws(StoreError) -> Bool {
        let isActive = try change { $0.activate(BundleName(survey: surveyID, version: version)) }
        CrashPoint.reached(.surveyActivated)
        return isActive
    }

    /// The survey on the screen works: the kiosk was healthy and idle with it for `Activation.idleMS`.
    package func confirm(surveyID: String, version: Int) throws(StoreError) {
        try change { $0.confirm(BundleName(survey: surveyID, version: version)) }
    }

    /// Gives up a survey that can't be shown, and notes the refusal for the next check-in; was it on the screen, the
    /// previous one is.
    ///
    /// - Parameter code: The reason as the collector knows it, such as `unreadable`.
    package func fail(surveyID: String, version: Int, code: String) throws(StoreError) {
        let name = BundleName(survey: surveyID, version: version)
        try write { db in
            guard let state = try Self.activation(db)[name]?.state, state != .failed else { return }
            try Self.change(db) { $0.fail(name, why: code) }
            try Self.note(refused: surveyID, version, code, db)
        }
    }

    /// Counts how the run before ended; once in a run, before anything of a survey is read.
    ///
    /// - Parameter boot: The kernel's boot id.
    /// - Returns: The survey that was given up for it, if any.
    package func began(after ending: RunEnding, boot: String) throws(StoreError) -> BundleName? {
        try change { $0.began(after: ending, boot: boot) }
    }

    /// Takes the centre's word on what it offers no longer.
    ///
    /// - Returns: Whether that changed anything.
    @discardableResult
    package func close(_ closed: Set<BundleName>) throws(StoreError) -> Bool {
        try change { activation in
            let before = activation
            activation.close(closed)
            return activation != before
        }
    }

    /// Gives up what the centre has revoked, on the screen too.
    ///
    /// - Returns: Whether that changed anything.
    @discardableResult
    package func revoke(_ revoked: Set<BundleName>) throws(StoreError) -> Bool {
        try change { activation in
            let before = activation
            activation.revoke(revoked)
            return activation != before
        }
    }

    /// What is, or should be, on the screen.
    package func activeSurvey() throws(StoreError) -> StoredSurvey? { try survey { $0.shown } }

    /// What waits for the customer to leave.
    package func stagedSurvey() throws(StoreError) -> StoredSurvey? { try survey { $0.first(.staged) } }

    /// What is here and was not yet parsed and drawn.
    package func fetchedSurvey() throws(StoreError) -> StoredSurvey? { try survey { $0.first(.fetched) } }

    /// One version, whatever its state: a draft is finished with the version it began with.
    package func survey(surveyID: String, version: Int) throws(StoreError) -> StoredSurvey? {
        try survey { $0[BundleName(survey: surveyID, version: version)] }
    }

    private func survey(
        _ choice: (Activation) -> Activation.Bundle?
    ) throws(StoreError) -> StoredSurvey? {
        try read { db in
            guard let bundle = choice(try Self.activation(db)) else { return nil }
            let bytes = try Data.fetchOne(
                db, sql: "SELECT bytes FROM bundle_bytes WHERE sha256 = ?", arguments: [bundle.sha256])
            return StoredSurvey(bundle: bundle, bytes: bytes ?? Data())
        }
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
