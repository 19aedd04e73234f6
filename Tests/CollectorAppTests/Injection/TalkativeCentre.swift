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

/// A collector whose customers and kiosks say given texts wherever they can, each kiosk one of them, over HTTP.
struct TalkativeCentre {
    private static let survey = Survey(
        id: "branch-exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(
                id: "comment", kind: .text(maxLength: 280), ask: LocalizedText(["en": "More?"]), isOptional: true),
            Question(
                id: "wish", kind: .text(maxLength: 280), ask: LocalizedText(["en": "A wish?"]), isOptional: true),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    let texts: [String]
    let site: SiteCentre
    let log = KeptLog()
    /// In the order of the texts.
    private(set) var kiosks: [String] = []

    init(_ texts: [String]) async throws {
        self.texts = texts
        site = try await SiteCentre(survey: Self.survey, logger: log.logger)
        try await site.store.setMail(on: true)
        try await site.store.addUser(
            name: "leyla", role: .agent, email: "leyla@x.example", passwordHash: "", nowMS: site.clock.now)
        try await site.store.addWebhook(
            ApiWebhookWish(
                url: "https://x.example/hook", events: [.responseCreated, .ticketOpened]),
            id: "w_0",
            secret: "s", by: AuditActor(name: "ops", role: .admin, token: nil), nowMS: site.clock.now)
        for number in texts.indices { kiosks.append(try await speak(number)) }
    }

    /// One kiosk enrols, sends what it has, and checks in; another one waits to be let in.
    private func speak(_ number: Int) async throws -> String {
        let device = Device(number: number, text: texts[number])
        _ = try await enrol(Device(number: number, text: texts[number], isWaiting: true), expect: .accepted)
        let answer = try await enrol(device, expect: .created)
        let enrolled = try JSONDecoder().decode(EnrolAnswer.self, from: Data(answer.body.readableBytesView))
        let lines = try device.lines(at: site.clock.now)
        let body = lines.reduce(into: Data()) { $0 += $1 + Data("\n".utf8) }
        let taken = try await post(
            Wire.Path.responses, body, device.headers(Wire.MediaType.ndjson, enrolled.credential, site.clock.now))
        #expect(taken.status == .ok)
        let report = try JSONEncoder().encode(device.report(at: site.clock.now))
        let heard = try await post(
            Wire.Path.checkin, report, device.headers(Wire.MediaType.json, enrolled.credential, site.clock.now))
        #expect(heard.status == .ok)
        return enrolled.kioskID
    }

    private func enrol(_ device: Device, expect status: HTTPTypes.HTTPResponse.Status) async throws -> TestResponse {
        let now = site.clock.now
        try await site.store.createEnrolToken(
            hash: Secrets.hash(device.token), branch: "baku", uses: 1, expiresMS: now + 60_000,
            approve: device.isWaiting, nowMS: now)
        let body = try JSONEncoder().encode(device.enrolment)
        var headers = device.headers(Wire.MediaType.json, nil, now)
        headers.set(Wire.Header.signature, try device.key.signature(for: body).base64EncodedString())
        let answer = try await post(Wire.Path.enroll, body, headers)
        #expect(answer.status == status)
        return answer
    }

    private func post(_ path: String, _ body: Data, _ headers: HTTPFields) async throws -> TestResponse {
        try await site.application.test(.router) { client in
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
        }
    }
}

/// A kiosk that says one text in every field that takes one.
private struct Device {
    let number: Int
    let text: String
    var isWaiting = false
    let key = Curve25519.Signing.PrivateKey()

    var token: String { "token-\(number)-\(isWaiting)" }
    private var queue: QueueID { Examples.queueID(isWaiting ? 1_000 + number : number) }

    var enrolment: EnrolRequest {
        EnrolRequest(
            token: token, publicKey: key.publicKey.rawRepresentation, enrolmentID: text, queue: queue, hostname: text,
            name: text, app: text)
    }

    func headers(_ type: String, _ credential: String?, _ now: Int64) -> HTTPFields {
        var headers = HTTPFields()
        headers.set(Wire.Header.proto, "1")
        headers.set(Wire.Header.queue, queue.hex)
        headers.set(Wire.Header.boot, "\(text);t=61000;wall=\(now);clock=1")
        headers[.contentType] = type
        if let credential { headers[.authorization] = "Bearer \(credential)" }
        for name in ["User-Agent", "Accept-Language", "Referer", "X-Forwarded-For", "X-Request-ID"] {
            headers.set(name, text)
        }
        return headers
    }

    /// A response with two comments and a contact, and lines that no honest kiosk would send.
    func lines(at now: Int64) throws -> [Data] {
        let contact = ContactEnvelope(
            key: String(decoding: Array((text + "................").utf8.prefix(16)), as: UTF8.self).keyed,
            enc: Data(count: 32), box: Data(text.utf8) + Data(count: 32))
        let started = Timestamp(boot: text, bootMS: 1_000, wallMS: now - 60_000, clock: .synchronised)
        let draft = Draft(
            id: Examples.responseID(number), surveyID: "branch-exit", surveyVersion: 1, bundle: text, started: started,
            language: "en",
            answers: ["visit": .score(1), "comment": .text(text), "wish": .text(text), "call": .contact(contact)],
            completion: .done)
        let first = try SealedLine(sealing: draft, queue: queue, seq: 1, prev: SealedLine.genesis(of: queue)).bytes
        let lies: [[String: Any]] = [
            ["survey": text], ["lang": text], ["answers": [text: 1]], ["answers": ["visit": text]], ["end": text],
            ["suspect": text], ["skips": ["comment": text]], ["id": text], ["q": text], ["prev": text],
        ]
        return try [first]
            + lies.enumerated().map { index, lie in
                var line = try JSONSerialization.jsonObject(with: first) as? [String: Any] ?? [:]
                line["id"] = Examples.responseID(10_000 + number * 100 + index).hex
                line["seq"] = index + 2
                return try JSONSerialization.data(withJSONObject: line.merging(lie) { $1 })
            }
    }

    func report(at now: Int64) -> CheckinRequest {
        let books = QueueReport(
            created: 11, delivered: 11, pending: 0, dead: 0, lost: 0, head: String(repeating: "a", count: 64),
            oldestPendingMS: nil)
        return CheckinRequest(
            app: text, queue: books, survey: SurveyReport(id: text, version: 1, sha256: text), manifest: 1,
            clock: .synchronised, refused: [Refusal(survey: text, version: 2, code: text)],
            activation: ActivationReport(
                isPending: true, previous: SurveyName(survey: text, version: 1),
                failed: [.init(survey: text, version: 3, why: text)], isStale: true),
            heard: [ClockObservation(boot: text, bootMS: 1_000, serverMS: now - 60_000, rttMS: 1, seq: 0)])
    }
}

extension String {
    /// Of exactly 16 bytes, as the id of a contact key has.
    fileprivate var keyed: String { utf8.count == 16 ? self : "................" }
}
