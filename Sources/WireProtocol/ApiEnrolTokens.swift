/// `POST /api/v1/enroll-tokens`.
package struct ApiTokenRequest: Equatable, Sendable, Codable {
    package let branch: String
    /// How many kiosks may enrol with it.
    package let uses: Int
    /// How long from now it is good, in ms.
    package let expiresMS: Int64
    /// Kept on the kiosks that come by it; nil for none.
    package let labels: [String]?
    /// Whether each kiosk waits for a person's approval; nil for no.
    package let approve: Bool?

    package init(branch: String, uses: Int, expiresMS: Int64, labels: [String]? = nil, approve: Bool? = nil) {
        self.branch = branch
        self.uses = uses
        self.expiresMS = expiresMS
        self.labels = labels
        self.approve = approve
    }

    private enum CodingKeys: String, CodingKey {
        case branch, uses
        case expiresMS = "expires_ms"
        case labels, approve
    }
}

/// 201 to `ApiTokenRequest`: the only time the token is told.
package struct ApiToken: Equatable, Sendable, Codable {
    package let token: String
    package let branch: String
    package let uses: Int
    package let expiresAtMS: Int64
    /// By which it is listed and revoked; nil from an older collector.
    package let id: String?

    package init(token: String, branch: String, uses: Int, expiresAtMS: Int64, id: String? = nil) {
        self.token = token
        self.branch = branch
        self.uses = uses
        self.expiresAtMS = expiresAtMS
        self.id = id
    }

    private enum CodingKeys: String, CodingKey {
        case token, branch, uses
        case expiresAtMS = "expires_at_ms"
        case id
    }
}
