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

    /// What is known of the survey that a response names.
    enum Lookup {
        case known(Survey)
        case unknownVersion
        case unknownSurvey
    }

    private let pool: DatabasePool
    private let known = Mutex<[Key: Survey]>([:])

    init(pool: DatabasePool) { self.pool = pool }

    func remember(_ survey: Survey) {
        known.withLock { $0[Key(survey: survey.id, version: survey.version)] = survey }
    }

    func lookUp(_ keys: Set<Key>) async throws -> [Key: Lookup] {
        var found: [Key: Lookup] = [:]
        for key in keys { found[key] = try await lookUp(key) }
        return found
    }

    private func lookUp(_ key: Key) async throws -> Lookup {
        if let survey = known.withLock({ $0[key] }) { return .known(survey) }
        let sql = "SELECT b.bytes FROM survey s JOIN blob b ON b.sha256 = s.sha256 WHERE s.id = ? AND s.version = ?"
        let (bytes, isSurvey) = try await pool.read { db in
            (
                try Data.fetchOne(db, sql: sql, arguments: [key.survey, key.version]),
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS(SELECT 1 FROM survey WHERE id = ?)", arguments: [key.survey]) == true
            )
        }
        guard let bytes else { return isSurvey ? .unknownVersion : .unknownSurvey }
        let survey = try Self.parse(bytes)
        remember(survey)
        return .known(survey)
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
