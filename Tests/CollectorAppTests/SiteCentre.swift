import CollectorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let time: Mutex<Int64>

    init(_ time: Int64) { self.time = Mutex(time) }

    var now: Int64 { time.withLock { $0 } }

    func advance(by milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// A collector with people, a published survey and kiosks, behind its own routes.
struct SiteCentre {
    static let start: Int64 = 1_763_800_000_000
    static let password = "kolu-ridu-beni"

    static let survey = Survey(
        id: "branch-exit", version: 1, languages: ["en", "ar"], title: Examples.text("Exit", "الخروج"),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: Examples.text("How was it?", "كيف؟")),
            Question(
                id: "recommend", kind: .nps, ask: Examples.text("Recommend?", "هل توصي؟"), isOptional: true),
            Question(
                id: "comment", kind: .text(maxLength: 280), ask: Examples.text("More?", "المزيد؟"), isOptional: true),
        ], thanks: Examples.text("Thanks", "شكرا"))

    let folder: TemporaryFolder
    let store: CollectorStore
    let clock = TestClock(SiteCentre.start)
    let collector: Collector
    let noticeSigner = NoticeSigner()
    /// One for all requests, as to make its routes takes longer than to answer one.
    let application: Application<RouterResponder<CollectorContext>>

    init(
        isSecure: Bool = false, survey: Survey = SiteCentre.survey, reading: ReadingLimits = ReadingLimits(),
        logger: Logger = Logger(label: "smilepost-collector")
    ) async throws {
        folder = try TemporaryFolder()
        store = try CollectorStore(path: folder.file("collector.sqlite"), reading: reading)
        let clock = clock
        collector = try Collector(
            store: store, isSecure: isSecure, logger: logger, now: { clock.now }, noticeSigner: noticeSigner)
        application = Application(router: collector.router(), logger: logger)
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        let key = Curve25519.Signing.PrivateKey()
        let blob = try survey.encoded()
        let manifest = Manifest(
            manifest: 1,
            surveys: [
                .init(survey: "branch-exit", version: 1, sha256: SealedLine.hash(of: blob).hex, size: blob.count)
            ], noticeKey: noticeSigner.key)
        let envelope = try Envelope(
            signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType, privateKey: key.rawRepresentation)
        _ = try await store.publish(
            ApiPublication(
                manifest: envelope, blob: blob, releaseKey: PublicKey(key: key.publicKey.rawRepresentation),
                assign: ApiAssignment(all: true, branches: [])), nowMS: Self.start)
    }

    /// One for all, as hashing takes its time.
    private static let passwordHash = Result {
        try PasswordHash(password: password, salt: Data(repeating: 7, count: 16))
    }

    /// Somebody who signs in with `password`.
    func addUser(_ name: String = "leyla", role: Role = .viewer, places: [ReachPlace] = []) async throws {
        let hash = try Self.passwordHash.get().description
        try await store.addUser(name: name, role: role, places: places, passwordHash: hash, nowMS: clock.now)
    }

    /// A bearer header for a fresh token of this role, held to these places; none for nil.
    func bearer(_ role: Role?, places: [ReachPlace] = []) async throws -> HTTPFields {
        guard let role else { return [:] }
        let token = "token-\(role.rawValue)" + places.map { "-\($0)" }.joined()
        try await store.addApiToken(
            hash: Secrets.hash(token), role: role, places: places, label: role.rawValue, nowMS: clock.now)
        return [.authorization: "Bearer \(token)"]
    }

    /// Gets the overview or another page, signed in by a one-time link.
    func overview(_ path: String = "/") async throws -> String {
        if try await store.passwordHash(of: "page-reader") == nil { try await addUser("page-reader") }
        try await store.addOneTimeLogin(
            hash: Secrets.hash("once"), user: "page-reader", expiresMS: clock.now + 1_000)
        return try await application.test(.router) { client in
            let welcome = try await client.execute(uri: "/login/once/once", method: .get)
            let page = try await client.execute(
                uri: path, method: .get, headers: [.cookie: welcome.cookie(SessionCookie.name)])
            #expect(page.status == .ok)
            return String(buffer: page.body)
        }
    }

    /// Enrols a kiosk and sends these interviews, all given 1 minute ago; checks in, as often as is said, with `extra` more
    /// made than sent.
    func send(
        _ answers: [[String: Answer]], branch: String = "baku", kiosk: String = "exit-1", number: Int = 0,
        extra: Int64 = 0, checkIns: Int = 1, language: String = "en", suspect: [Int: SuspectReason] = [:]
    ) async throws {
        let queue = Examples.queueID(number)
        let credential = Data("credential-\(number)".utf8)
        try await store.createEnrolToken(
            hash: Data("token-\(number)".utf8), branch: branch, uses: 1, expiresMS: clock.now + 1_000, nowMS: clock.now)
        let request = EnrolRequest(
            token: "", publicKey: Data(repeating: UInt8(number), count: 32), enrolmentID: "e\(number)", queue: queue,
            hostname: "host", name: kiosk, app: "1.0.0")
        _ = try await store.enrol(
            request, tokenHash: Data("token-\(number)".utf8), credentialHash: credential, nowMS: clock.now)
        let sender = try #require(try await store.kiosk(credentialHash: credential))
        var prev = SealedLine.genesis(of: queue)
        var lines: [SealedLine] = []
        for (index, answers) in answers.enumerated() {
            let given = Timestamp(
                boot: Examples.start.boot, bootMS: 1_000, wallMS: clock.now - 60_000, clock: .synchronised)
            let draft = Draft(
                id: Examples.responseID(number * 10_000 + index), surveyID: "branch-exit", surveyVersion: 1,
                bundle: nil,
                started: given, language: language, answers: answers, completion: .done, suspect: suspect[index])
            let line = try SealedLine(sealing: draft, queue: queue, seq: Int64(index + 1), prev: prev)
            prev = line.sha256
            lines.append(line)
        }
        let sent = Timestamp(boot: Examples.start.boot, bootMS: 61_000, wallMS: clock.now, clock: .synchronised)
        let answer = try await store.ingest(
            lines: lines.map(\.bytes), kiosk: sender, queue: queue, sent: sent, nowMS: clock.now)
        #expect(answer.results.allSatisfy { $0.status == .accepted })
        let made = Int64(answers.count)
        let books = QueueReport(
            created: made + extra, delivered: made, pending: 0, dead: 0, lost: 0, head: prev.hex, oldestPendingMS: nil)
        let report = CheckinRequest(
            app: "1.0.0", queue: books, survey: SurveyReport(id: "branch-exit", version: 1, sha256: "ab"), manifest: 1,
            clock: .synchronised, refused: [])
        for _ in 0..<checkIns {
            _ = try await store.checkIn(sender, queue: queue, report, nowMS: clock.now)
        }
    }
}

extension TestResponse {
    /// `name=value` of a cookie that this answer sets, as a browser sends it back.
    func cookie(_ name: String) -> String {
        let set = headers[values: .setCookie].first { $0.hasPrefix(name + "=") } ?? ""
        return String(set.prefix { $0 != ";" })
    }

    /// The form token in the page.
    var formToken: String {
        let page = String(buffer: body)
        guard let start = page.firstRange(of: "name=\"form\" value=\"")?.upperBound else { return "" }
        return String(page[start...].prefix { $0 != "\"" })
    }
}
