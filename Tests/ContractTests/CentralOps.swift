import Crypto
import Foundation
import SurveyKit
import TestSupport
import Transport
import WireProtocol

/// What central ops does, over HTTP.
extension LiveCollector {
    /// The kiosks as `smilepost-ops kiosks list` gets them.
    func fleet() async throws -> [ApiKiosk] {
        let answer = try await call(.get, Api.Path.kiosks)
        return try JSONDecoder().decode(ApiKiosks.self, from: answer.body).kiosks
    }

    /// A kiosk's ledger as `smilepost-ops kiosks audit` gets it.
    func ledger(ofKiosk id: String) async throws -> ApiLedger {
        let answer = try await call(.get, Api.Path.ledger(ofKiosk: id))
        return try JSONDecoder().decode(ApiLedger.self, from: answer.body)
    }

    func enrolToken(uses: Int = 1, labels: [String]? = nil, approve: Bool? = nil) async throws -> String {
        let wish = ApiTokenRequest(
            branch: "baku", uses: uses, expiresMS: 3_600_000, labels: labels, approve: approve)
        let answer = try await call(.post, Api.Path.enrolTokens, try JSONEncoder().encode(wish))
        return try JSONDecoder().decode(ApiToken.self, from: answer.body).token
    }

    /// The lines of `/metrics`.
    func metrics() async throws -> [String] {
        let answer = try await call(.get, "/metrics")
        return String(decoding: answer.body, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// As `smilepost-ops kiosks retire` and `unretire`.
    func setRetired(_ isRetired: Bool, kiosk id: String) async throws -> Int {
        try await call(isRetired ? .put : .delete, Api.Path.retirement(id)).status
    }

    /// Kiosks that have yet to be let in.
    func waitingKiosks() async throws -> [ApiWaitingKiosk] {
        let answer = try await call(.get, Api.Path.kiosks)
        return try JSONDecoder().decode(ApiKiosks.self, from: answer.body).waiting ?? []
    }

    /// Gives an order for one kiosk, and returns the answer's status.
    @discardableResult
    func order(_ order: ApiKioskOrder, _ id: String) async throws -> Int {
        try await call(.post, Api.Path.kiosk(id, order)).status
    }

    func revoke(_ id: String) async throws -> Int { try await call(.delete, Api.Path.kiosk(id)).status }

    /// Has the branch `baku` say something on its thank-you screens, and gives the answer's status; nil withdraws.
    func say(_ wish: ApiNoticeWish?) async throws -> Int {
        let path = Api.Path.notice("baku")
        guard let wish else { return try await call(.delete, path).status }
        return try await call(.put, path, try JSONEncoder().encode(wish)).status
    }

    /// What has become of it.
    func said() async throws -> ApiBranchNotices {
        let answer = try await call(.get, Api.Path.notice("baku"))
        return try JSONDecoder().decode(ApiBranchNotices.self, from: answer.body)
    }

    func publish(_ publication: ApiPublication) async throws -> HTTPResponse {
        try await call(.post, Api.Path.surveys, try JSONEncoder().encode(publication))
    }

    private func call(_ method: HTTPRequest.Method, _ path: String, _ body: Data = Data()) async throws -> HTTPResponse
    {
        let request = HTTPRequest(
            method: method, url: url + path,
            headers: [("Authorization", "Bearer \(Self.adminToken)"), ("Content-Type", Wire.MediaType.json)],
            body: body, maximumAnswerBytes: 8_388_608)
        return try await onThread { [api] in try api.send(request) }
    }
}

/// The organisation's release key, and what is signed with it.
struct Publisher {
    private let release = ReleaseKey()
    var key: Curve25519.Signing.PrivateKey { release.key }

    /// `Examples.branchExit` under another version number.
    static func survey(version: Int) -> Survey {
        let example = Examples.branchExit
        return Survey(
            id: example.id, version: version, languages: example.languages, title: example.title,
            service: example.service, questions: example.questions, thanks: example.thanks)
    }

    /// The publication of these versions' last, on a manifest that names them all.
    ///
    /// - Parameter number: Of the manifest; nil for one a version.
    func publication(
        _ versions: ClosedRange<Int>, number: Int? = nil, contactKey: ContactKey? = nil, noticeKey: NoticeKey? = nil
    ) throws -> ApiPublication {
        let manifest = Manifest(
            manifest: number ?? versions.count,
            surveys: try versions.map { try ReleaseKey.entry(Self.survey(version: $0)) }, contactKey: contactKey,
            noticeKey: noticeKey)
        return ApiPublication(
            manifest: try sign(manifest), blob: try Self.survey(version: versions.upperBound).encoded(),
            releaseKey: release.publicKey, assign: ApiAssignment(all: true, branches: []))
    }

    func sign(_ manifest: Manifest) throws -> Envelope { try release.sign(manifest) }
}
