import Foundation
import GRDB
package import SurveyKit
import WireProtocol

/// What there are counts of.
package struct CountedEditions: Sendable {
    package let versions: [(survey: String, version: Int)]
    package let services: [String]
    package let languages: [String]
}

extension CollectorStore {
    /// The versions, services and languages that responses have come in, at the branches within reach.
    ///
    /// - Throws: The database's error.
    package func countedEditions(in reach: Reach = .all) async throws -> CountedEditions {
        guard reach == .all else { return try await editionsWithin(reach) }
        return try await pool.read { db in
            let versions = try Row.fetchAll(db, sql: "SELECT DISTINCT survey, version FROM series ORDER BY 1, 2")
            return CountedEditions(
                versions: versions.map { ($0[0], $0[1]) },
                services: try String.fetchAll(
                    db, sql: "SELECT DISTINCT service FROM series WHERE service <> '' ORDER BY 1"),
                languages: try String.fetchAll(db, sql: "SELECT DISTINCT language FROM series ORDER BY 1"))
        }
    }

    /// By the counts of all months: a branch has few.
    private func editionsWithin(_ reach: Reach) async throws -> CountedEditions {
        var filter = ScoreFilter(days: LocalDay(startOfMonth: 1_970 * 12)...(LocalDay(startOfMonth: 2_200 * 12) - 1))
        (filter.withSuspect, filter.withUncertain) = (true, true)
        let all = filter
        let keys = { (dimension: ScoreDimension) in
            try await self.scores(all, by: dimension, reach: reach).map(\.key)
        }
        let versions = try await keys(.version).map { $0.split(separator: "/").map(String.init) }
        return CountedEditions(
            versions: versions.compactMap { parts in parts.count == 2 ? (parts[0], Int(parts[1]) ?? 0) : nil }
                .sorted { $0 < $1 },
            services: try await keys(.service).filter { !$0.isEmpty }, languages: try await keys(.language))
    }

    /// Every published version, the newest of each survey first.
    ///
    /// - Throws: The database's error.
    package func surveyDefinitions() async throws -> [Survey] {
        let surveys = surveys
        return try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT id, version FROM survey ORDER BY id, version DESC").compactMap { row in
                try surveys.survey(SurveyCache.Key(survey: row[0], version: row[1]), db)?.survey
            }
        }
    }

    /// Today's date by the clocks that most branches in reach have.
    ///
    /// - Throws: The database's error.
    package func today(nowMS: Int64, reach: Reach = .all) async throws -> LocalDay {
        let zones = try await branches(in: reach).map(\.timeZone)
        let counts = Dictionary(grouping: zones) { $0 }.mapValues(\.count)
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let zone = most.flatMap { TimeZone(identifier: $0) } ?? .gmt
        return LocalHour(ms: nowMS, in: zone).day
    }
}
