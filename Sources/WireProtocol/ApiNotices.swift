package import Foundation

extension Api.Path {
    /// `GET`: `ApiNotices`.
    package static let notices = "/api/v1/notices"
    /// `GET`: `ApiBranchNotices`; `PUT` of an `ApiNoticeWish` publishes, in place of what was up before: an `ApiNotice`;
    /// `DELETE` withdraws: 204.
    package static func notice(_ branch: String) -> String { "\(notices)/\(branch)" }
    /// `GET`: `ApiNoticeKey`.
    package static let noticeKey = "/api/v1/notice-key"
}

/// Where a notice stands.
package enum NoticeState: String, CaseIterable, Sendable, Codable {
    /// Kiosks that have it show it.
    case up
    /// Its last day is over.
    case over
    case withdrawn
    /// A newer one took its place.
    case replaced
    /// Kiosks show none of it: the newest manifest names another notice key than the one that signed it, or none.
    case unbelieved
}

/// One notice of a branch: what was published, or that it was withdrawn.
package struct ApiNotice: Equatable, Sendable, Codable {
    /// Id.
    package let branch: String
    /// Ms since 1970; names the notice among all of this collector.
    package let issuedMS: Int64
    package let state: NoticeState
    /// Nil, as all that belongs to it, for a withdrawal.
    package let text: String?
    /// By language, where it has a text of its own; nil where none has.
    package let texts: [String: String]?
    /// The last day on which it is shown, in branch time.
    package let until: String?
    /// Who published or withdrew.
    package let by: String

    package init(branch: String, issuedMS: Int64, state: NoticeState, words: Notice.Words?, by: String) {
        self.branch = branch
        self.issuedMS = issuedMS
        self.state = state
        text = words?.text
        texts = words.flatMap { $0.texts.isEmpty ? nil : $0.texts }
        until = words?.until
        self.by = by
    }

    private enum CodingKeys: String, CodingKey {
        case branch, state, text, texts, until, by
        case issuedMS = "issued_ms"
    }
}

/// `GET /api/v1/notices`: the newest one of every branch that ever had one, by branch, and how many kiosks have it.
package struct ApiNotices: Equatable, Sendable, Codable {
    package let notices: [Entry]

    package init(notices: [Entry]) { self.notices = notices }

    package struct Entry: Equatable, Sendable, Codable {
        package let notice: ApiNotice
        /// Kiosks of the branch that are in use.
        package let kiosks: Int
        /// Of these, the ones that have this notice.
        package let have: Int

        package init(notice: ApiNotice, kiosks: Int, have: Int) {
            self.notice = notice
            self.kiosks = kiosks
            self.have = have
        }
    }
}

/// `GET /api/v1/notices/{branch}`.
package struct ApiBranchNotices: Equatable, Sendable, Codable {
    /// Newest first, at most 50.
    package let notices: [ApiNotice]
    /// Of the branch, and in use; by name.
    package let kiosks: [Kiosk]

    package init(notices: [ApiNotice], kiosks: [Kiosk]) {
        self.notices = notices
        self.kiosks = kiosks
    }

    package struct Kiosk: Equatable, Sendable, Codable {
        /// Id.
        package let kiosk: String
        package let name: String
        /// Whether it has said that it has the newest notice.
        package let hasIt: Bool
        package let lastContactMS: Int64?

        package init(kiosk: String, name: String, hasIt: Bool, lastContactMS: Int64?) {
            self.kiosk = kiosk
            self.name = name
            self.hasIt = hasIt
            self.lastContactMS = lastContactMS
        }

        private enum CodingKeys: String, CodingKey {
            case kiosk, name
            case hasIt = "has_it"
            case lastContactMS = "last_contact_ms"
        }
    }
}

/// `PUT /api/v1/notices/{branch}`.
package struct ApiNoticeWish: Equatable, Sendable, Codable {
    /// One sentence of at most `Notice.maximumCharacters`.
    package let text: String
    /// By language, where it has a text of its own.
    package let texts: [String: String]?
    /// The last day on which it is shown, in branch time: `2026-12-31`.
    package let until: String

    package init(text: String, texts: [String: String]? = nil, until: String) {
        self.text = text
        self.texts = texts
        self.until = until
    }

    package var words: Notice.Words { Notice.Words(text: text, texts: texts ?? [:], until: until).tidy }
}

/// `GET /api/v1/notice-key`: what this collector signs notices with.
package struct ApiNoticeKey: Equatable, Sendable, Codable {
    package let id: String
    /// 32 bytes.
    package let key: Data
    /// Whether the newest manifest names it, so that kiosks believe it.
    package let isAllowed: Bool

    package init(key: NoticeKey, isAllowed: Bool) {
        id = key.id
        self.key = key.publicKey.key
        self.isAllowed = isAllowed
    }

    private enum CodingKeys: String, CodingKey {
        case id, key
        case isAllowed = "allowed"
    }
}
