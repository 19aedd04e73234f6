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

/// Contact details over the API: told of in exports, given out by a reveal, and every reveal in the audit log.
@Suite struct ContactRoutesTests {
    private static let survey = Survey(
        id: "branch-exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    private let pair = Curve25519.KeyAgreement.PrivateKey()
    private let id = Examples.responseID(0)
    private let envelope: ContactEnvelope
    private let centre: SiteCentre

    init() async throws {
        let key = try #require(ContactKey(key: pair.publicKey.rawRepresentation))
        envelope = try ContactEnvelope.sealing(
            Contact(kind: .phone, value: "+994 12 555 01 23"), to: key, response: Examples.responseID(0))
        centre = try await SiteCentre(survey: Self.survey)
        try await centre.send([["visit": .score(1), "call": .contact(envelope)], ["visit": .score(5)]])
    }

    private func body(_ reason: String) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONEncoder().encode(ApiRevealRequest(reason: reason)))
    }

    @Test func `a reveal gives the envelope, and the audit log says who, when, what and why`() async throws {
        let ops = try await centre.bearer(.ops)
        let admin = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.reveal(id.hex), method: .post, headers: ops, body: try body(" complaint 12 "))
            #expect(answer.status == .ok)
            let reveal = try JSONDecoder().decode(ApiReveal.self, from: Data(answer.body.readableBytesView))
            #expect(
                reveal
                    == ApiReveal(response: id, contacts: [ApiSealedContact(question: "call", envelope: envelope)]))
            let contact = try reveal.contacts[0].envelope.opened(with: pair.rawRepresentation, response: id)
            #expect(contact.value == "+994 12 555 01 23")
            #expect(answer.headers[.cacheControl] == "no-store")

            let log = try await client.execute(uri: Api.Path.audit, method: .get, headers: admin)
            let audit = try JSONDecoder().decode(ApiAudit.self, from: Data(log.body.readableBytesView))
            let token = String(Secrets.hash("token-ops").hex.prefix(12))
            #expect(
                audit.entries == [
                    ApiAuditEntry(
                        n: 1, atMS: centre.clock.now, who: "ops", token: token, role: "ops",
                        action: "contact-reveal", kind: "response", subject: id.hex, reason: "complaint 12")
                ])
            #expect(!String(buffer: log.body).contains(String(envelope.box.base64EncodedString().prefix(12))))
        }
    }

    @Test func `no export has the envelope`() async throws {
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let lines = String(
                buffer: try await client.execute(uri: Api.Path.responses, method: .get, headers: headers).body)
            #expect(lines.contains(#""call":{"key":"\#(envelope.key)","sealed":true}"#))
            let csv = String(
                buffer: try await client.execute(
                    uri: Api.Path.responses + "?format=csv", method: .get, headers: headers
                ).body)
            #expect(csv.contains(",1,sealed,"))
            for text in [lines, csv] {
                #expect(!text.contains(String(envelope.box.base64EncodedString().prefix(12))))
                #expect(!text.contains(String(envelope.enc.base64EncodedString().prefix(12))))
            }
            let log = try await client.execute(uri: Api.Path.audit, method: .get, headers: headers)
            #expect(String(buffer: log.body) == #"{"entries":[]}"#)
        }
    }

    @Test(arguments: [
        ("", "The reason must be 1 to 200 characters on one line: it is kept in the audit log."),
        ("two\nlines", "The reason must be 1 to 200 characters on one line: it is kept in the audit log."),
    ])
    func `a reveal without a reason is refused and leaves no entry`(reason: String, detail: String) async throws {
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.reveal(id.hex), method: .post, headers: headers, body: try body(reason))
            #expect(answer.status == .badRequest)
            #expect(answer.problem?.detail == detail)
        }
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test(arguments: [
        ("ffff", 400), ("%2e%2e", 400), (Examples.responseID(1).hex, 404), (Examples.responseID(9).hex, 404),
    ])
    func `a response without contact details, or an id that is none, is told`(id: String, status: Int) async throws {
        let headers = try await centre.bearer(.ops)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.reveal(id), method: .post, headers: headers, body: try body("x"))
            #expect(answer.status.code == status)
        }
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `a viewer reveals nothing, and the try leaves no entry`() async throws {
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.reveal(id.hex), method: .post, headers: headers, body: try body("x"))
            #expect(answer.status == .forbidden)
            #expect(!String(buffer: answer.body).contains("box"))
        }
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `the audit log comes in pages, newest first`() async throws {
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            for reason in ["one", "two", "three"] {
                _ = try await client.execute(
                    uri: Api.Path.reveal(id.hex), method: .post, headers: headers, body: try body(reason))
            }
            var reasons: [[String]] = []
            var query = "?limit=2"
            while !query.isEmpty {
                let page = try await client.execute(uri: Api.Path.audit + query, method: .get, headers: headers)
                let audit = try JSONDecoder().decode(ApiAudit.self, from: Data(page.body.readableBytesView))
                reasons.append(audit.entries.map(\.reason))
                query = audit.next.map { "?limit=2&before=\($0)" } ?? ""
            }
            #expect(reasons == [["three", "two"], ["one"]])
            for query in ["?limit=0", "?limit=1001", "?limit=x", "?before=x"] {
                let answer = try await client.execute(uri: Api.Path.audit + query, method: .get, headers: headers)
                #expect(answer.status == .badRequest)
            }
        }
    }
}
