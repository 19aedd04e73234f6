import Foundation
import GRDB
import SurveyKit
import Synchronization
import WireProtocol

/// The checked definitions of published surveys, read from the database once each.
///
/// A published version never changes, so nothing here ever goes stale; a version that is missing is looked up again
/// each time, since another process may have published it.
final class SurveyCache: Sendable {
    struct Key: Hashable {
        let survey: String
        let version: Int
    }

    /// A published version, and how its responses are counted.
    struct Known {
        let survey: Survey
        let plan: SeriesPlan

        init(_ survey: Survey) {
            self.survey = survey
            plan = SeriesPlan(survey)
        }
    }

    /// What is known of the survey that a response names.
    enum Lookup {
        case known(Known)
        case unknownVersion
        case unknownSurvey
    }

    private let pool: DatabasePool
    private let known = Mutex<[Key: Known]>([:])

    init(pool: DatabasePool) { self.pool = pool }

    @discardableResult
    func remember(_ survey: Survey) -> Known {
        known.withLock { known in
            let key = Key(survey: survey.id, version: survey.version)
            if let there = known[key] { return there }
            let new = Known(survey)
            known[key] = new
            return new
        }
    }

    /// A version as a transaction sees it; nil where it was never published.
    func survey(_ key: Key, _ db: Database) throws -> Known? {
        if let survey = known.withLock({ $0[key] }) { return survey }
        return try Self.bytes(of: key, db).map { remember(try Self.parse($0)) }
    }

    private static func bytes(of key: Key, _ db: Database) throws -> Data? {
        let sql = "SELECT b.bytes FROM survey s JOIN blob b ON b.sha256 = s.sha256 WHERE s.id = ? AND s.version = ?"
        return try Data.fetchOne(db, sql: sql, arguments: [key.survey, key.version])
    }

    func lookUp(_ keys: Set<Key>) async throws -> [Key: Lookup] {
        var found: [Key: Lookup] = [:]
        for key in keys { found[key] = try await lookUp(key) }
        return found
    }

    private func lookUp(_ key: Key) async throws -> Lookup {
        if let survey = known.withLock({ $0[key] }) { return .known(survey) }
        let (bytes, isSurvey) = try await pool.read { db in
            (
                try Self.bytes(of: key, db),
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS(SELECT 1 FROM survey WHERE id = ?)", arguments: [key.survey]) == true
            )
        }
        guard let bytes else { return isSurvey ? .unknownVersion : .unknownSurvey }
        return .known(remember(try Self.parse(bytes)))
    }

    /// Reads a survey's bytes.
    ///
    /// - Throws: `Problem` `invalid-survey` with every diagnostic.
    static func parse(_ bytes: Data) throws(Problem) -> Survey {
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw .publication(.invalidSurvey, 422, "The survey is not UTF-8 text. Save it as UTF-8.")
        }
        let reading = SurveyReader.read(text, file: "survey")
        guard let survey = reading.survey else {
            throw .publication(.invalidSurvey, 422, reading.diagnostics.map { "\($0)" }.joined(separator: "\n"))
        }
        return survey
    }
}
