package import SurveyKit

extension Api.Path {
    /// Query: `before` (a number of an entry), `limit` (1 to 1000).
    package static let audit = "/api/v1/audit"
    /// `POST` gives out the sealed contact details of a response, and enters that in the audit log.
    package static func reveal(_ response: String) -> String { "\(responses)/\(response)/contact/reveal" }
}

/// What a customer said to one question, as the export tells it: the type has no room for contact details, sealed or
/// not, since only a reveal gives those out, and leaves its trace.
package enum ApiAnswer: Equatable, Sendable {
    /// smiley, stars, nps, ces.
    case score(Int)
    /// yesno, choice: the id of the option; text: what was written.
    case text(String)
    /// choices: ids in the survey's order.
    case options([String])
    /// contact: there is one, sealed to the contact key with this id.
    case sealed(key: String)

    package init(_ answer: Answer) {
        switch answer {
        case .score(let score): self = .score(score)
        case .option(let text), .text(let text): self = .text(text)
        case .options(let ids): self = .options(ids)
        case .contact(let envelope): self = .sealed(key: envelope.key)
        }
    }
}

extension ApiAnswer: Codable {
    private enum CodingKeys: String, CodingKey { case sealed, key }

    /// A number, a string, an array, or `{"sealed": true, "key": id}`.
    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer() {
            if let score = try? container.decode(Int.self) {
                self = .score(score)
                return
            }
            if let text = try? container.decode(String.self) {
                self = .text(text)
                return
            }
            if let options = try? container.decode([String].self) {
                self = .options(options)
                return
            }
        }
        self = .sealed(key: try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .key))
    }

    package func encode(to encoder: any Encoder) throws {
        if case .sealed(let key) = self {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(true, forKey: .sealed)
            try container.encode(key, forKey: .key)
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .score(let score): try container.encode(score)
        case .text(let text): try container.encode(text)
        case .options(let ids): try container.encode(ids)
        case .sealed: break
        }
    }
}

/// `POST /api/v1/responses/{id}/contact/reveal`.
package struct ApiRevealRequest: Equatable, Sendable, Codable {
    /// Most characters of a reason.
    package static let longestReason = 200

    /// Why the contact details are needed, in one line; kept in the audit log, so it should name nobody.
    package let reason: String

    package init(reason: String) { self.reason = reason }

    /// Whether the reason is one: 1 to 200 characters on one line.
    package var isReasonable: Bool {
        let scalars = reason.unicodeScalars
        let breaks: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
        return reason.count <= Self.longestReason && scalars.contains { !$0.properties.isWhitespace }
            && !scalars.contains { breaks.contains($0.properties.generalCategory) }
    }
}

/// 200 to `ApiRevealRequest`: given out when the audit log has it.
package struct ApiReveal: Equatable, Sendable, Codable {
    package let response: ResponseID
    /// In the order of the question ids; never empty.
    package let contacts: [ApiSealedContact]

    package init(response: ResponseID, contacts: [ApiSealedContact]) {
        self.response = response
        self.contacts = contacts
    }
}

/// The contact details that answer one question, sealed.
package struct ApiSealedContact: Equatable, Sendable, Codable {
    /// Id of the question.
    package let question: String
    package let envelope: ContactEnvelope

    package init(question: String, envelope: ContactEnvelope) {
        self.question = question
        self.envelope = envelope
    }
}

/// `GET /api/v1/audit`, newest first.
package struct ApiAudit: Equatable, Sendable, Codable {
    package let entries: [ApiAuditEntry]
    /// `before` of the next page; absent on the last.
    package let next: Int64?

    package init(entries: [ApiAuditEntry], next: Int64?) {
        self.entries = entries
        self.next = next
    }
}

/// Who did what, when, and to what.
package struct ApiAuditEntry: Equatable, Sendable, Codable {
    /// Rises by one with every entry.
    package let n: Int64
    package let atMS: Int64
    /// The user's name, or the token's label; empty where nobody has signed in.
    package let who: String
    /// Start of the SHA-256 of the API token in hex, as `smilepost-collector token list` shows it; nil for a user.
    package let token: String?
    /// As it was then; empty where nobody has signed in.
    package let role: String
    /// A stable word, such as `contact-reveal`.
    package let action: String
    /// What `subject` is the name of: `response`, `user`, `token`, `branch`, `kiosk`, `survey`, `enrol-token` or
    /// `address`; absent where it is about none.
    package let kind: String?
    package let subject: String?
    /// As given by the one who did it, or what became other; may be empty.
    package let reason: String

    package init(
        n: Int64, atMS: Int64, who: String, token: String?, role: String, action: String, kind: String?,
        subject: String?, reason: String
    ) {
        self.n = n
        self.atMS = atMS
        self.who = who
        self.token = token
        self.role = role
        self.action = action
        self.kind = kind
        self.subject = subject
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case n
        case atMS = "at_ms"
        case who, token, role, action, kind, subject, reason
    }
}
