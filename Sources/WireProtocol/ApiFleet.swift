extension Api.Path {
    /// `DELETE` revokes the token with this id: 204.
    package static func enrolToken(_ id: String) -> String { "\(enrolTokens)/\(id)" }
    /// `POST`, without a body: 204, or 200 with `ApiOrdered` for `rotate`.
    package static func kiosk(_ id: String, _ order: ApiKioskOrder) -> String { "\(kiosks)/\(id)/\(order.rawValue)" }
    /// `POST`: every kiosk in use gets a fresh credential; 200 with `ApiOrdered`.
    package static let rotateAll = "\(kiosks)/rotate"
}

extension Api.Path {
    /// `PUT` of an `ApiKioskMove`: 200 with `ApiKioskMoved`.
    package static func branch(ofKiosk id: String) -> String { "\(kiosk(id))/branch" }
}

/// `PUT /api/v1/kiosks/{id}/branch`: where the kiosk stands from now on.
package struct ApiKioskMove: Equatable, Sendable, Codable {
    package let branch: String

    package init(branch: String) { self.branch = branch }
}

/// 200 to `ApiKioskMove`; the same twice where it stood there before.
package struct ApiKioskMoved: Equatable, Sendable, Codable {
    package let kiosk: String
    package let from: String
    package let to: String

    package init(kiosk: String, from: String, to: String) {
        self.kiosk = kiosk
        self.from = from
        self.to = to
    }
}

/// What central ops may want of one kiosk.
package enum ApiKioskOrder: String, Sendable {
    /// Lets in a kiosk that waits for it.
    case approve
    /// Shuts out a kiosk that waits to be let in.
    case reject
    /// Gives it a fresh credential at its next check-in.
    case rotate
    /// Gives its new responses a queue of their own.
    case renewQueue = "renew-queue"
}

/// 200 to an order for several kiosks.
package struct ApiOrdered: Equatable, Sendable, Codable {
    /// How many are told at their next check-in.
    package let kiosks: Int

    package init(kiosks: Int) { self.kiosks = kiosks }
}

/// `GET /api/v1/enroll-tokens`, newest first; the tokens themselves are nowhere.
package struct ApiEnrolTokens: Equatable, Sendable, Codable {
    package let tokens: [ApiEnrolToken]

    package init(tokens: [ApiEnrolToken]) { self.tokens = tokens }
}

/// One enrolment token as the centre knows it.
package struct ApiEnrolToken: Equatable, Sendable, Codable {
    /// First 12 hex digits of its SHA-256.
    package let id: String
    package let branch: String
    package let uses: Int
    /// Device keys that have used it.
    package let used: Int
    package let createdMS: Int64
    package let expiresAtMS: Int64
    package let revoked: Bool
    /// Whether each kiosk waits for a person's approval.
    package let approve: Bool
    package let labels: [String]

    package init(
        id: String, branch: String, uses: Int, used: Int, createdMS: Int64, expiresAtMS: Int64, revoked: Bool,
        approve: Bool, labels: [String]
    ) {
        self.id = id
        self.branch = branch
        self.uses = uses
        self.used = used
        self.createdMS = createdMS
        self.expiresAtMS = expiresAtMS
        self.revoked = revoked
        self.approve = approve
        self.labels = labels
    }

    private enum CodingKeys: String, CodingKey {
        case id, branch, uses, used
        case createdMS = "created_ms"
        case expiresAtMS = "expires_at_ms"
        case revoked, approve, labels
    }
}

/// A kiosk that a token with approval has brought.
package struct ApiWaitingKiosk: Equatable, Sendable, Codable {
    package let id: String
    package let name: String
    /// Id of the branch that its token is for.
    package let branch: String
    package let hostname: String
    package let app: String
    package let askedMS: Int64
    /// Nil while it waits; `approved` until it has come for its credential, `rejected` for good.
    package let decision: String?

    package init(
        id: String, name: String, branch: String, hostname: String, app: String, askedMS: Int64, decision: String?
    ) {
        self.id = id
        self.name = name
        self.branch = branch
        self.hostname = hostname
        self.app = app
        self.askedMS = askedMS
        self.decision = decision
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, branch, hostname, app
        case askedMS = "asked_ms"
        case decision
    }
}
