extension Api.Path {
    /// `GET` for `ApiUsers`, `POST` of an `ApiUserRequest`: 201 with `ApiPasswordLink`.
    package static let users = "/api/v1/users"
    /// `PUT` of an `ApiUserChange`, `DELETE`: 204.
    ///
    /// - Parameter name: Percent-encoded.
    package static func user(_ name: String) -> String { "\(users)/\(name)" }
    /// `POST`, without a body: 201 with `ApiPasswordLink`.
    package static func passwordLink(of name: String) -> String { "\(user(name))/password-link" }
    /// `GET` for `ApiAccessTokens`, `POST` of an `ApiAccessTokenRequest`: 201 with `ApiNewAccessToken`.
    package static let tokens = "/api/v1/tokens"
    /// `DELETE`: 204.
    package static func token(_ id: String) -> String { "\(tokens)/\(id)" }
}

/// `GET /api/v1/users`, by name.
package struct ApiUsers: Equatable, Sendable, Codable {
    package let users: [ApiUser]

    package init(users: [ApiUser]) { self.users = users }
}

/// Somebody who may sign in.
package struct ApiUser: Equatable, Sendable, Codable {
    package let name: String
    /// `viewer`, `agent`, `manager`, `ops` or `admin`.
    package let role: String
    /// Where mails go to; absent for none.
    package let email: String?
    /// `region:NAME` and `branch:ID`; empty for the whole chain.
    package let places: [String]
    package let createdMS: Int64
    /// Whether the user is kept from signing in.
    package let disabled: Bool
    /// Absent for never.
    package let signedInMS: Int64?

    package init(
        name: String, role: String, email: String?, places: [String], createdMS: Int64, disabled: Bool,
        signedInMS: Int64?
    ) {
        self.name = name
        self.role = role
        self.email = email
        self.places = places
        self.createdMS = createdMS
        self.disabled = disabled
        self.signedInMS = signedInMS
    }

    private enum CodingKeys: String, CodingKey {
        case name, role, email, places
        case createdMS = "created_ms"
        case disabled
        case signedInMS = "signed_in_ms"
    }
}

/// `POST /api/v1/users`.
package struct ApiUserRequest: Equatable, Sendable, Codable {
    /// 1 to 64 characters without spaces.
    package let name: String
    package let role: String
    package let email: String?
    package let places: [String]?

    package init(name: String, role: String, email: String? = nil, places: [String]? = nil) {
        self.name = name
        self.role = role
        self.email = email
        self.places = places
    }
}

/// `PUT /api/v1/users/{name}`: what is absent stays as it is.
package struct ApiUserChange: Equatable, Sendable, Codable {
    package let role: String?
    /// Empty for none.
    package let email: String?
    package let places: [String]?
    package let disabled: Bool?

    package init(role: String? = nil, email: String? = nil, places: [String]? = nil, disabled: Bool? = nil) {
        self.role = role
        self.email = email
        self.places = places
        self.disabled = disabled
    }
}

/// A link by which a user chooses a password, once; told this once.
package struct ApiPasswordLink: Equatable, Sendable, Codable {
    package let user: String
    /// To be put behind the address by which people reach the collector.
    package let path: String
    package let expiresAtMS: Int64

    package init(user: String, path: String, expiresAtMS: Int64) {
        self.user = user
        self.path = path
        self.expiresAtMS = expiresAtMS
    }

    private enum CodingKeys: String, CodingKey {
        case user, path
        case expiresAtMS = "expires_at_ms"
    }
}

/// `GET /api/v1/tokens`, oldest first; the tokens themselves are nowhere.
package struct ApiAccessTokens: Equatable, Sendable, Codable {
    package let tokens: [ApiAccessToken]

    package init(tokens: [ApiAccessToken]) { self.tokens = tokens }
}

/// One API token as the centre knows it.
package struct ApiAccessToken: Equatable, Sendable, Codable {
    /// First 12 hex digits of its SHA-256.
    package let id: String
    package let label: String
    package let role: String
    /// `region:NAME` and `branch:ID`; empty for the whole chain.
    package let places: [String]
    package let createdMS: Int64
    /// To five minutes; absent for never.
    package let usedMS: Int64?

    package init(id: String, label: String, role: String, places: [String], createdMS: Int64, usedMS: Int64?) {
        self.id = id
        self.label = label
        self.role = role
        self.places = places
        self.createdMS = createdMS
        self.usedMS = usedMS
    }

    private enum CodingKeys: String, CodingKey {
        case id, label, role, places
        case createdMS = "created_ms"
        case usedMS = "used_ms"
    }
}

/// `POST /api/v1/tokens`.
package struct ApiAccessTokenRequest: Equatable, Sendable, Codable {
    /// What it is for, 1 to 64 characters on one line.
    package let label: String
    package let role: String
    package let places: [String]?

    package init(label: String, role: String, places: [String]? = nil) {
        self.label = label
        self.role = role
        self.places = places
    }
}

/// 201 to `ApiAccessTokenRequest`: the only time the token is told.
package struct ApiNewAccessToken: Equatable, Sendable, Codable {
    package let token: String
    package let id: String

    package init(token: String, id: String) {
        self.token = token
        self.id = id
    }
}
