import GRDB
package import WireProtocol

/// Somebody with a password.
package struct User: Equatable, Sendable {
    package let name: String
    package let role: Role
    /// Where mails go to; nil for none.
    package let email: String?
    /// What the user is held to; empty for the whole chain.
    package let places: [Place]
    package let createdMS: Int64

    package init(name: String, role: Role, email: String? = nil, places: [Place] = [], createdMS: Int64) {
        self.name = name
        self.role = role
        self.email = email
        self.places = places
        self.createdMS = createdMS
    }
}

extension CollectorStore {
    /// Every user, by name.
    ///
    /// - Throws: The database's error.
    package func users() async throws -> [User] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM user ORDER BY name").map(User.init(row:))
        }
    }

    /// Adds a user; `passwordHash` is made by the caller and kept as it is.
    ///
    /// - Parameter places: What the user is held to; empty for the whole chain.
    /// - Throws: `Problem` `conflict` where the name is taken, `bad-request` where role and places don't go together,
    ///   `storage`.
    package func addUser(
        name: String, role: Role, email: String? = nil, places: [Place] = [], passwordHash: String, nowMS: Int64
    ) async throws(Problem) {
        try role.check(with: places)
        try await answering {
            try await pool.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO user (name, role, email, places, password_hash, created_ms)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                    arguments: [name, role.rawValue, email, try PlaceList.encode(places), passwordHash, nowMS])
                guard db.changesCount == 1 else {
                    throw Problem(
                        .conflict, status: 409, title: "The name is taken",
                        detail: "There is a user \(name) already. Choose another name.", retry: .afterChange)
                }
            }
        }
    }

    /// The stored password hash of a user; nil for an unknown name.
    ///
    /// - Throws: The database's error.
    package func passwordHash(of name: String) async throws -> String? {
        try await pool.read { db in
            try String.fetchOne(db, sql: "SELECT password_hash FROM user WHERE name = ?", arguments: [name])
        }
    }

    /// Replaces a password and ends the user's sessions; false for an unknown name.
    ///
    /// - Throws: The database's error.
    package func setPasswordHash(_ hash: String, of name: String) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "UPDATE user SET password_hash = ? WHERE name = ?", arguments: [hash, name])
            let isKnown = db.changesCount == 1
            try db.execute(sql: "DELETE FROM session WHERE user = ?", arguments: [name])
            return isKnown
        }
    }

    /// Removes a user with all sessions; false for an unknown name.
    ///
    /// - Throws: The database's error.
    package func removeUser(name: String) async throws -> Bool {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM user WHERE name = ?", arguments: [name])
            return db.changesCount == 1
        }
    }
}

extension User {
    init(row: Row) throws {
        self.init(
            name: row["name"], role: Role(stored: row["role"]), email: row["email"],
            places: try PlaceList.decode(row["places"]), createdMS: row["created_ms"])
    }
}
