/// An error as the collector tells it: RFC 9457 problem details.
package struct Problem: Error, Equatable, Sendable, Codable {
    /// What can be told apart by a program.
    package enum Code: String, Sendable, CaseIterable {
        case badBatch = "bad-batch"
        case badRequest = "bad-request"
        case credentialUnknown = "credential-unknown"
        case credentialRevoked = "credential-revoked"
        case tokenUnknown = "token-unknown"
        case tokenUsed = "token-used"
        case tokenExpired = "token-expired"
        case tokenRevoked = "token-revoked"
        case enrolmentRejected = "enrolment-rejected"
        case forbidden = "forbidden"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case kioskRetired = "kiosk-retired"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case protocolVersion = "protocol-version"
        case tooManyRequests = "too-many-requests"
        case overloaded = "overloaded"
        case storage = "storage"
        case conflict = "conflict"
        case badSignature = "bad-signature"
        case invalidSurvey = "invalid-survey"
        case reportNeeded = "report-needed"
        case `internal` = "internal"
    }

    /// When the same request may be sent again.
    package enum Retry: String, Sendable, Codable {
        case never
        case later
        case afterChange = "after-change"
    }

    /// `urn:smilepost:problem:<code>`.
    package let type: String
    package let title: String
    package let status: Int
    /// What failed, on which thing, and what to do.
    package let detail: String
    package let retry: Retry

    package init(_ code: Code, status: Int, title: String, detail: String, retry: Retry) {
        type = Self.prefix + code.rawValue
        self.title = title
        self.status = status
        self.detail = detail
        self.retry = retry
    }

    /// Nil for a problem of a newer collector.
    package var code: Code? {
        type.hasPrefix(Self.prefix) ? Code(rawValue: String(type.dropFirst(Self.prefix.count))) : nil
    }

    private static let prefix = "urn:smilepost:problem:"
}
