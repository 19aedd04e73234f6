package import Foundation
import GRDB
package import WireProtocol

/// A tool's key to the API, of which only the hash is kept.
package struct ApiTokenRecord: Equatable, Sendable {
    /// SHA-256 of the token.
    package let hash: Data
    package let role: Role
    /// What it is held to; empty for the whole chain.
    package let places: [Place]
    /// For people: what it is for.
    package let label: String
    package let createdMS: Int64

    package init(hash: Data, role: Role, places: [Place] = [], label: String, createdMS: Int64) {
        self.hash = hash
        self.role = role
        self.places = places
        self.label = label
        self.createdMS = createdMS
    }
}

extension CollectorStore {
    /// Keeps an API token by its SHA-256.
    ///
    /// - Parameter places: What it is held to; empty for the whole chain.
    /// - Throws: `Problem` `bad-request` where role and places don't go together, `storage`.
    package func addApiToken(
        hash: Data, role: Role, places: [Place] = [], label: String, nowMS: Int64
    ) async throws(Problem) {
        try role.check(with: places)
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: "INSERT INTO api_token (hash, role, places, label, created_ms) VALUES (?, ?, ?, ?, ?)",
                    arguments: [hash, role.rawValue, try PlaceList.encode(places), label, nowMS])
            }
        }
    }

    /// The API token with this SHA-256, and the branches that it reaches now.
    ///
    /// - Throws: The database's error.
    package func apiToken(hash: Data) async throws -> (record: ApiTokenRecord, reach: Reach)? {
        try await pool.read { db in
            let statement = try db.cachedStatement(sql: "SELECT * FROM api_token WHERE hash = ?")
            guard let row = try Row.fetchOne(statement, arguments: [hash]) else { return nil }
            let record = try ApiTokenRecord(row: row)
            return (record, try Reach.resolve(record.places, db))
        }
    }

    /// Every API token, oldest first.
    ///
    /// - Throws: The database's error.
    package func apiTokens() async throws -> [ApiTokenRecord] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM api_token ORDER BY created_ms, hash").map(
                ApiTokenRecord.init(row:))
        }
    }

    /// Removes an API token; false for an unknown one.
    ///
    /// - Throws: The database's error.
    package func removeApiToken(hash: Data) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM api_token WHERE hash = ?", arguments: [hash])
            return db.changesCount == 1
        }
    }
}

extension ApiTokenRecord {
    fileprivate init(row: Row) throws {
        self.init(
            hash: row["hash"], role: Role(stored: row["role"]), places: try PlaceList.decode(row["places"]),
            label: row["label"], createdMS: row["created_ms"])
    }
}
