import Faults
import Foundation
import GRDB
import SurveyKit

/// The table behind `Activation`: read as a value, changed as a value, written where it differs, in one transaction.
extension KioskStore {
    /// Every survey here and what it is to the kiosk, without their bytes.
    package func activation() throws(StoreError) -> Activation {
        try read { db in try Self.activation(db) }
    }

    static func activation(_ db: Database) throws -> Activation {
        Activation(
            bundles: try Row.fetchAll(db, sql: "SELECT \(columns) FROM bundle ORDER BY place").compactMap(bundle))
    }

    /// One step, in a transaction of its own.
    ///
    /// - Parameter bytes: Of a survey that the step brings.
    func change<Result>(
        bytes: Data = Data(), _ step: (inout Activation) -> Result
    ) throws(StoreError) -> Result {
        try write { db in try Self.change(bytes: bytes, db, step) }
    }

    static func change<Result>(
        bytes: Data = Data(), _ db: Database, _ step: (inout Activation) -> Result
    ) throws -> Result {
        let before = try activation(db)
        var after = before
        let result = step(&after)
        after.forget(exceptFor: try draft(db).map { BundleName(survey: $0.surveyID, version: $0.surveyVersion) })
        if after != before { try save(after, over: before, bringing: bytes, db) }
        return result
    }

    private static func save(
        _ after: Activation, over before: Activation, bringing bytes: Data, _ db: Database
    ) throws {
        for bundle in before.bundles where after[bundle.name] == nil {
            try db.execute(
                sql: "DELETE FROM bundle WHERE survey_id = ? AND version = ?",
                arguments: [bundle.name.survey, bundle.name.version])
        }
        let changed = after.bundles.filter { before[$0.name] != $0 }
        // Of each role there is one at any moment, also between two of these statements.
        for bundle in changed {
            try db.execute(
                sql: "UPDATE bundle SET state = 'old' WHERE survey_id = ? AND version = ?",
                arguments: [bundle.name.survey, bundle.name.version])
        }
        if before.shown?.name != after.shown?.name { CrashPoint.reached(.surveyTakenDown) }
        for bundle in changed {
            try write(bundle, isLast: before[bundle.name]?.state != bundle.state && bundle == after.bundles.last, db)
        }
        let new = changed.first { $0.state != .failed && (before[$0.name].map { $0.state == .failed } ?? true) }
        if let new {
            try db.execute(
                sql: "INSERT OR IGNORE INTO bundle_bytes(sha256, bytes) VALUES (?, ?)", arguments: [new.sha256, bytes])
        }
        // What failed is remembered by name only: its bytes would be fetched anew.
        try db.execute(
            sql: "DELETE FROM bundle_bytes WHERE sha256 NOT IN (SELECT sha256 FROM bundle WHERE state <> 'failed')")
        if changed.contains(where: { $0.state == .fetched || $0.state == .staged }) {
            CrashPoint.reached(.surveyWritten)
        }
    }

    private static func write(_ bundle: Activation.Bundle, isLast: Bool, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO bundle(survey_id, version, sha256, state, why, assignment, proven, closed, crashes,
                  crash_boot, transitions, place)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(place), 0) + 1 FROM bundle))
                ON CONFLICT(survey_id, version) DO UPDATE SET sha256 = excluded.sha256, state = excluded.state,
                  why = excluded.why, assignment = excluded.assignment, proven = excluded.proven,
                  closed = excluded.closed, crashes = excluded.crashes, crash_boot = excluded.crash_boot,
                  transitions = excluded.transitions, place = CASE WHEN ? THEN excluded.place ELSE place END
                """,
            arguments: [
                bundle.name.survey, bundle.name.version, bundle.sha256, bundle.state.rawValue, bundle.why,
                bundle.assignment, bundle.isProven, bundle.isClosed, bundle.crashes, bundle.crashBoot,
                bundle.transitions, isLast,
            ])
    }

    static let columns =
        "survey_id, version, sha256, state, why, assignment, proven, closed, crashes, crash_boot, transitions"

    static func bundle(_ row: Row) -> Activation.Bundle? {
        guard let word: String = try? row.sound("state"), let state = Activation.State(rawValue: word),
            let survey: String = try? row.sound("survey_id"), let version: Int = try? row.sound("version"),
            let sha256: String = try? row.sound("sha256")
        else { return nil }
        return Activation.Bundle(
            name: BundleName(survey: survey, version: version), sha256: sha256, state: state,
            why: text("why", of: row), assignment: text("assignment", of: row),
            isProven: (try? row.sound("proven")) ?? false, isClosed: (try? row.sound("closed")) ?? false,
            crashes: (try? row.sound("crashes")) ?? 0, crashBoot: text("crash_boot", of: row),
            transitions: (try? row.sound("transitions")) ?? 0)
    }

    private static func text(_ column: String, of row: Row) -> String? {
        (try? row.soundIfThere(column)).flatMap(\.self)
    }
}
