import CollectorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// A collector behind its own routes, with a branch and an enrolment token, at a time that stands still.
struct DeviceCentre {
    static let now: Int64 = 1_763_800_000_000
    static let token = "token-in-clear"
    static let queue = Examples.queueID()

    let folder: TemporaryFolder
    let store: CollectorStore
    let deviceKey = Curve25519.Signing.PrivateKey()
    let releaseKey = Curve25519.Signing.PrivateKey()

    init(pacing: Pacing = Pacing()) async throws {
        folder = try TemporaryFolder()
        store = try CollectorStore(path: folder.file("collector.sqlite"), pacing: pacing)
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        try await store.createEnrolToken(
            hash: Secrets.hash(Self.token), branch: "baku", uses: 1, expiresMS: Self.now + 1_000, nowMS: Self.now)
    }

    var application: some ApplicationProtocol {
        get throws {
            let collector = try Collector(store: store, now: { Self.now })
            return Application(router: collector.router())
        }
    }

    /// Publishes `Examples.branchExit` for all branches; gives its bytes.
    func publish() async throws -> Data {
        let blob = try Examples.branchExit.encoded()
        let entry = Manifest.Entry(
            survey: "branch-exit", version: 3, sha256: SealedLine.hash(of: blob).hex, size: blob.count)
        let envelope = try Envelope(
            signing: try JSONEncoder().encode(Manifest(manifest: 1, surveys: [entry])), type: Envelope.manifestType,
            privateKey: releaseKey.rawRepresentation)
        let publication = ApiPublication(
            manifest: envelope, blob: blob, releaseKey: PublicKey(key: releaseKey.publicKey.rawRepresentation),
            assign: ApiAssignment(all: true, branches: []))
        _ = try await store.publish(publication, nowMS: Self.now)
        return blob
    }

    /// The first lines of the queue.
    static func lines(_ count: Int) throws -> [SealedLine] {
        var prev = SealedLine.genesis(of: queue)
        return try (1...count).map { number in
            let line = try SealedLine(
                sealing: Examples.draft(id: Examples.responseID(number)), queue: queue, seq: Int64(number), prev: prev)
            prev = line.sha256
            return line
        }
    }

    /// The body and the headers of an enrolment.
    func enrolment(token: String = DeviceCentre.token) throws -> (body: Data, headers: HTTPFields) {
        let request = EnrolRequest(
            token: token, publicKey: deviceKey.publicKey.rawRepresentation, enrolmentID: "e1", queue: Self.queue,
            hostname: "host", name: "Exit", app: "1.0.0")
        let body = try JSONEncoder().encode(request)
        var headers = Self.headers(type: Wire.MediaType.json)
        headers.set(Wire.Header.signature, try deviceKey.signature(for: body).base64EncodedString())
        return (body, headers)
    }

    static func headers(credential: String? = nil, type: String? = nil) -> HTTPFields {
        var headers = HTTPFields()
        headers.set(Wire.Header.proto, "1")
        headers.set(Wire.Header.queue, queue.hex)
        headers.set(
            Wire.Header.boot, "\(Examples.start.boot);t=\(Examples.start.bootMS + 2_500);wall=\(now);clock=1")
        if let credential { headers[.authorization] = "Bearer \(credential)" }
        if let type { headers[.contentType] = type }
        return headers
    }

    /// Enrols over HTTP and gives the credential.
    func enrol(_ client: some TestClientProtocol) async throws -> EnrolAnswer {
        let (body, headers) = try enrolment()
        let response = try await client.execute(
            uri: Wire.Path.enroll, method: .post, headers: headers, body: ByteBuffer(bytes: body))
        try #require(response.status == .created)
        return try response.decoded(EnrolAnswer.self)
    }
}

extension TestResponse {
    func decoded<T: Decodable>(_ type: T.Type) throws -> T {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    /// The problem in the answer; nil unless it is one and says so.
    var problem: Problem? {
        guard headers[.contentType] == Wire.MediaType.problem else { return nil }
        return try? decoded(Problem.self)
    }
}
