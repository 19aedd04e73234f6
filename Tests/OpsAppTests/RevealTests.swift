import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

/// `contact reveal` and `audit list` against a collector that answers as the API says.
struct RevealTests {
    private let folder: TemporaryFolder
    private let file: KeyFile
    private let key: ContactKey
    private let id = Examples.responseID(1)

    init() throws {
        folder = try TemporaryFolder()
        file = try KeyFile(.contact, newWithPassphrase: "correct horse", cost: .init(n: 16, r: 1, p: 1))
        key = try #require(ContactKey(key: file.publicKey.key))
        try file.create(at: folder.file("contact.key"))
    }

    private func sealed(_ value: String, to other: ContactKey? = nil, in response: ResponseID? = nil) throws
        -> ContactEnvelope
    {
        try ContactEnvelope.sealing(
            Contact(kind: .email, value: value), to: other ?? key, response: response ?? id)
    }

    private func server(_ envelopes: ContactEnvelope...) throws -> LoopbackServer {
        let reveal = ApiReveal(
            response: id, contacts: envelopes.map { ApiSealedContact(question: "call", envelope: $0) })
        let text = String(decoding: try JSONEncoder().encode(reveal), as: UTF8.self)
        return try LoopbackServer { _, _ in .collector(200, text) }
    }

    private func reveal(_ server: LoopbackServer, json: Bool = false, passphrase: String = "correct horse") -> OpsRun {
        let environment = ["SMILEPOST_PASSPHRASE": passphrase]
        let path = folder.file("contact.key")
        return json
            ? OpsRun(
                "contact", "reveal", id.hex, "--reason", "complaint 12", "--key", path, "--json", server: server,
                environment: environment)
            : OpsRun(
                "contact", "reveal", id.hex, "--reason", "complaint 12", "--key", path, server: server,
                environment: environment)
    }

    @Test func `the details are opened here and printed`() throws {
        let server = try server(try sealed("leyla@example.az"))
        let run = reveal(server)
        #expect(run.text == "email leyla@example.az\n")
        #expect(run.messages.isEmpty)
        #expect(run.code == 0)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/api/v1/responses/\(id.hex)/contact/reveal")
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"reason":"complaint 12"}"#)
        #expect(
            reveal(server, json: true).text == """
                {
                  "contacts" : [
                    {
                      "kind" : "email",
                      "question" : "call",
                      "value" : "leyla@example.az"
                    }
                  ],
                  "response" : "\(id.hex)"
                }

                """)
    }

    @Test func `the private key stays here`() throws {
        let server = try server(try sealed("leyla@example.az"))
        _ = reveal(server)
        let privateKey = try file.privateKey(passphrase: "correct horse")
        for request in server.requests {
            let text = String(decoding: request.body, as: UTF8.self) + request.head
            #expect(!text.contains(privateKey.base64EncodedString()))
            #expect(!text.contains("correct horse"))
            #expect(request.body.firstRange(of: privateKey) == nil)
        }
    }

    @Test func `what was typed does not drive the terminal`() throws {
        let run = reveal(try server(try sealed("a\u{1B}[2J\n@b\u{202E}")))
        #expect(run.text == "email a[2J@b\n")
    }

    @Test func `a wrong passphrase asks the collector nothing`() throws {
        let server = try server(try sealed("x"))
        let run = reveal(server, passphrase: "wrong one")
        #expect(run.code == 78)
        #expect(
            run.messages
                == "smilepost-ops: the passphrase does not open contact key \(key.id): "
                + "try again, or restore the key file from its backup\n")
        #expect(server.requests.isEmpty)
    }

    @Test func `an envelope that does not open is bad data, and none of it is told`() throws {
        let moved = reveal(try server(try sealed("leyla@example.az", in: Examples.responseID(2))))
        #expect(moved.code == 65)
        #expect(
            moved.messages
                == "smilepost-ops: call of \(id.hex): the envelope does not open: it was altered, or belongs to "
                + "another response; it can't be read by anybody, so have the kiosk looked at\n")
        #expect(moved.text.isEmpty)
    }

    @Test func `an envelope for another key names the key that opens it`() throws {
        let other = try #require(ContactKey(key: Data(repeating: 9, count: 32)))
        let run = reveal(try server(try sealed("x", to: other)))
        #expect(run.code == 78)
        #expect(run.messages.contains("the envelope is sealed to contact key \(other.id), not to \(key.id); "))
        #expect(run.messages.hasSuffix("give the file of contact key \(other.id) with --key\n"))
    }

    @Test func `the collector's refusal is told`() throws {
        let server = try LoopbackServer { _, _ in .problem(403, "forbidden", "This takes the role ops.") }
        let run = reveal(server)
        #expect(run.code == 78)
        #expect(run.messages.hasSuffix("does not allow this token to do so: This takes the role ops.\n"))
        let gone = reveal(try LoopbackServer { _, _ in .problem(404, "not-found", "No such response.") })
        #expect(gone.code == 1)
        #expect(gone.messages == "smilepost-ops: No such response.\n")
    }

    @Test func `without a reason, an id or a key nothing is asked`() throws {
        let server = try server(try sealed("x"))
        #expect(OpsRun("contact", "reveal", id.hex, server: server).code == 64)
        #expect(OpsRun("contact", "reveal", id.hex, "--reason", " ", server: server).code == 64)
        #expect(OpsRun("contact", "reveal", "7", "--reason", "x", server: server).code == 64)
        let keyless = OpsRun(
            "contact", "reveal", id.hex, "--reason", "x", server: server, environment: ["HOME": folder.path])
        #expect(keyless.code == 78)
        #expect(
            keyless.messages
                == "smilepost-ops: cannot read the contact key \(folder.path)/.config/smilepost/contact.key: "
                + "make one with smilepost-ops keys init --contact, or name it with --key\n")
        #expect(server.requests.isEmpty)
    }

    @Test func `the audit log is a table, with a word of what is older`() throws {
        let entry = ApiAuditEntry(
            n: 12, atMS: 1_763_800_000_000, who: "care", token: "0123456789ab", role: "ops", action: "contact-reveal",
            kind: "response", subject: id.hex, reason: "complaint\u{1B} 12")
        let answer = String(
            decoding: try JSONEncoder().encode(ApiAudit(entries: [entry], next: 12)), as: UTF8.self)
        let server = try LoopbackServer { _, _ in .collector(200, answer) }
        let run = OpsRun("audit", "list", "--limit", "1", "--before", "99", server: server)
        #expect(run.code == 0)
        #expect(server.requests.first?.target == "/api/v1/audit?limit=1&before=99")
        let subject = "SUBJECT".padding(toLength: 41, withPad: " ", startingAt: 0)
        #expect(
            run.text == """
                N   TIME                  WHO                        ROLE  WHAT            \(subject)  REASON
                12  2025-11-22T08:26:40Z  care (token 0123456789ab)  ops   contact-reveal  response \(id.hex)  complaint 12

                """)
        #expect(run.messages == "There are older entries: --before 12 shows them.\n")
        let empty = try LoopbackServer { _, _ in .collector(200, #"{"entries":[]}"#) }
        #expect(OpsRun("audit", "list", server: empty).messages == "Nothing is in the audit log yet.\n")
        #expect(OpsRun("audit", "list", "--limit", "0", server: empty).code == 64)
    }
}
