import GRDB
package import WireProtocol

/// Somebody with a password.
package struct User: Equatable, Sendable {
    package let name: String
    package let role: Role
    /// Where mails go to; nil for none.
    package let email: String?
    /// What the user is held to; empty for the whole chain.
    package let places: [ReachPlace]
    package let createdMS: Int64
    /// Whether the user is kept from signing in.
    package let isDisabled: Bool
    /// When the user last signed in; nil for never.
    package let signedInMS: Int64?

    package init(
        name: String, role: Role, email: String? = nil, places: [ReachPlace] = [], createdMS: Int64,
        isDisabled: Bool = false, signedInMS: Int64? = nil
    ) {
        self.name = name
        self.role = role
        self.email = email
        self.places = places
        self.createdMS = createdMS
        self.isDisabled = isDisabled
        self.signedInMS = signedInMS
    }
}

/// What is to become other about a user; nil leaves it as it is.
package struct UserChange: Equatable, Sendable {
    package var role: Role?
    /// Empty for none.
    package var email: String?
    package var places: [ReachPlace]?
    package var isDisabled: Bool?

    package init(
        role: Role? = nil, email: String? = nil, places: [ReachPlace]? = nil, isDisabled: Bool? = nil
    ) {
        self.role = role
        self.email = email
        self.places = places
        self.isDisabled = isDisabled
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

    /// One user; nil for an unknown name.
    ///
    /// - Throws: The database's error.
    package func user(name: String) async throws -> User? {
        try await pool.read { db in try User.fetch(name, db) }
    }

    /// Adds a user; `passwordHash` is made by the caller and kept as it is.
    ///
    /// - Parameters:
    ///   - places: What the user is held to; empty for the whole chain.
    ///   - passwordHash: Empty for a user who has yet to choose a password: none is right.
    ///   - actor: Who adds, for the audit log; nil at the first start.
    /// - Throws: `Problem` `conflict` where the name is taken, `bad-request` where role and places don't go together
    ///   or for a place that is none here, `storage`.
    package func addUser(
        name: String, role: Role, email: String? = nil, places: [ReachPlace] = [], passwordHash: String,
        by actor: AuditActor? = nil, nowMS: Int64
    ) async throws(Problem) {
        try role.check(with: places)
        try await answering {
            try await pool.write { db in
                try ReachPlace.requireKnown(places, db)
                try db.execute(
                    sql: """
                        INSERT INTO user (name, role, email, places, password_hash, created_ms)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """,
                    arguments: [name, role.rawValue, email, try PlaceList.encode(places), passwordHash, nowMS])
                guard db.changesCount == 1 else { throw Problem.nameTaken(name) }
                if let actor {
                    try AuditEntry.append(
                        .userAdd, by: actor, on: .user(name), reason: role.text(with: places), nowMS: nowMS, db)
                }
            }
        }
    }

    /// Changes a user; who is disabled is signed out at once, and every other change counts from the next request on.
    ///
    /// - Throws: `Problem` `not-found`, `conflict` where no admin would be left, `bad-request` where role and places don't
    ///   go together or for a new place that is none here, `storage`.
    package func changeUser(
        name: String, _ change: UserChange, by actor: AuditActor, nowMS: Int64
    ) async throws(Problem) -> User {
        try await answering {
            try await pool.write { db in
                guard let old = try User.fetch(name, db) else { throw Problem.noUser(name) }
                let user = old.changed(by: change)
                try user.role.check(with: user.places)
                // A place that is no more keeps nobody from changing the rest.
                try ReachPlace.requireKnown(Set(user.places).subtracting(old.places), db)
                guard user != old else { return old }
                if old.isActingAdmin, !user.isActingAdmin { try User.requireAnotherAdmin(than: name, db) }
                try user.update(db, nowMS: nowMS)
                if user.isDisabled { try User.signOut(name, db) }
                if user.reachesOther(than: old) {
                    try TicketHandover.review(owner: name, by: actor, nowMS: nowMS, db)
                }
                try AuditEntry.append(
                    .userChange, by: actor, on: .user(name), reason: user.difference(from: old), nowMS: nowMS, db)
                return user
            }
        }
    }

    /// Removes a user with all sessions.
    ///
    /// - Throws: `Problem` `not-found`, `conflict` for the last admin, `storage`.
    package func removeUser(name: String, by actor: AuditActor, nowMS: Int64) async throws(Problem) {
        try await answering {
            try await pool.write { db in
                guard let user = try User.fetch(name, db) else { throw Problem.noUser(name) }
                if user.isActingAdmin { try User.requireAnotherAdmin(than: name, db) }
                try db.execute(sql: "DELETE FROM user WHERE name = ?", arguments: [name])
                try TicketHandover.review(owner: name, by: actor, nowMS: nowMS, db)
                try AuditEntry.append(.userRemove, by: actor, on: .user(name), nowMS: nowMS, db)
            }
        }
    }
}

extension User {
    init(row: Row) throws {
        self.init(
            name: row["name"], role: Role(stored: row["role"]), email: row["email"],
            places: try PlaceList.decode(row["places"]), createdMS: row["created_ms"],
            isDisabled: row["disabled_ms"] != nil, signedInMS: row["signed_in_ms"])
    }

    static func fetch(_ name: String, _ db: Database) throws -> User? {
        try Row.fetchOne(db, sql: "SELECT * FROM user WHERE name = ?", arguments: [name]).map(User.init(row:))
    }

    fileprivate var isActingAdmin: Bool { role == .admin && !isDisabled }

    fileprivate func changed(by change: UserChange) -> User {
        User(
            name: name, role: change.role ?? role, email: change.email.map { $0.isEmpty ? nil : $0 } ?? email,
            places: change.places ?? places, createdMS: createdMS, isDisabled: change.isDisabled ?? isDisabled,
            signedInMS: signedInMS)
    }

    fileprivate func reachesOther(than old: User) -> Bool {
        role != old.role || places != old.places || isDisabled != old.isDisabled
    }

    fileprivate func update(_ db: Database, nowMS: Int64) throws {
        try db.execute(
            sql: """
                UPDATE user SET role = ?, email = ?, places = ?,
                  disabled_ms = CASE WHEN ? THEN COALESCE(disabled_ms, ?) END WHERE name = ?
                """,
            arguments: [role.rawValue, email, try PlaceList.encode(places), isDisabled, nowMS, name])
    }

    /// What became other, for the audit log; addresses of people are not in it.
    fileprivate func difference(from old: User) -> String {
        var words: [String] = []
        if role != old.role || places != old.places { words.append(role.text(with: places)) }
        if email != old.email { words.append("e-mail") }
        if isDisabled != old.isDisabled { words.append(isDisabled ? "disabled" : "enabled") }
        return words.joined(separator: ", ")
    }

    /// Ends every way by which a user is in, or could come in without a password.
    static func signOut(_ name: String, _ db: Database) throws {
        for table in ["session", "one_time_login", "password_link"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE user = ?", arguments: [name])
        }
    }

    /// A collector without an admin could be opened at its own console only.
    fileprivate static func requireAnotherAdmin(than name: String, _ db: Database) throws {
        let sql = "SELECT EXISTS(SELECT 1 FROM user WHERE role = 'admin' AND disabled_ms IS NULL AND name <> ?)"
        guard try Bool.fetchOne(db, sql: sql, arguments: [name]) == true else {
            throw Problem(
                .conflict, status: 409, title: "The last admin stays",
                detail: "\(name) is the only admin who can sign in. Make another one first.", retry: .afterChange)
        }
    }
}

extension Role {
    /// For the audit log: `manager of region:West, branch:baku`.
    func text(with places: [ReachPlace]) -> String {
        places.isEmpty ? rawValue : rawValue + " of " + places.map(\.description).joined(separator: ", ")
    }
}

extension Problem {
    package static func noUser(_ name: String) -> Problem {
        Problem(
            .notFound, status: 404, title: "No such user",
            detail: "There is no user \(name.prefix(64)); smilepost-ops users list shows them.", retry: .afterChange)
    }

    fileprivate static func nameTaken(_ name: String) -> Problem {
        Problem(
            .conflict, status: 409, title: "The name is taken",
            detail: "There is a user \(name) already. Choose another name.", retry: .afterChange)
    }
}
