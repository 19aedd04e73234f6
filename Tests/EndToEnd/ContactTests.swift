import Foundation
import KioskStore
import KioskSync
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// What a customer left to be called back, from the kiosk's disk to the desk of the one who calls.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ContactTests {
    private static let survey = """
        survey: call-back
        version: 1
        languages: [en]
        title: {en: Call back}
        questions:
          - {id: visit, kind: smiley, scale: 5, ask: {en: How was it?}}
          - {id: call, kind: contact, optional: true, consent: {en: Call me about this visit.}}
        thanks: {en: Thank you!}

        """
    private static let address = "leyla.muradova@example.az"

    /// A kiosk that knows the published contact key, and has sent one response with contact details.
    private func answered(_ collector: Collector) throws -> Kiosk {
        try collector.publish(try collector.folder.write(Self.survey, to: "call-back.yaml"))
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        #expect(try kiosk.command("sync").status == 0)
        try seal(on: kiosk)
        #expect(try kiosk.command("sync").status == 0)
        return kiosk
    }

    /// As the screen does: sealed to the key of the manifest that the kiosk has accepted.
    private func seal(on kiosk: Kiosk) throws {
        let store = try KioskStore(stateFolder: kiosk.folder.file("state"))
        defer { store.close() }
        let key = try #require(try store.contactKey())
        let id = Examples.responseID(1)
        let envelope = try ContactEnvelope.sealing(Contact(kind: .email, value: Self.address), to: key, response: id)
        try store.saveDraft(
            Draft(
                id: id, surveyID: "call-back", surveyVersion: 1, bundle: nil, started: Examples.start, language: "en",
                answers: ["visit": .score(1), "call": .contact(envelope)], completion: .done))
        #expect(try store.sealDraft(id) != nil)
    }

    @Test func `the address is read at the desk with the key, by nobody else, and the log says so`() throws {
        let collector = try Collector()
        let kiosk = try answered(collector)
        let id = Examples.responseID(1).hex
        let desk = [
            "--key", collector.folder.file("contact.key"), "--passphrase-file", collector.folder.file("passphrase"),
        ]

        let lines = try collector.ops("export", "responses", "--format", "ndjson")
        #expect(lines.contains("\"call\":{\"key\":\""))
        #expect(!lines.contains("\"box\""))

        let revealed = try collector.ops(
            "contact", "reveal", id, "--reason", "complaint 12", desk[0], desk[1], desk[2], desk[3])
        #expect(revealed == "email \(Self.address)\n")
        let reveals = try collector.ops("audit", "list").split(separator: "\n").filter { $0.contains("contact-reveal") }
        #expect(reveals.count == 1)
        #expect(reveals.first?.contains("response \(id)  complaint 12") == true)

        // Neither the stolen kiosk nor the stolen server holds it.
        collector.kill()
        for folder in [kiosk.folder.file("state"), collector.data] {
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder) {
                let bytes = FileManager.default.contents(atPath: folder + "/" + file) ?? Data()
                #expect(bytes.firstRange(of: Data("muradova".utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `another organisation's key opens nothing`() throws {
        let collector = try Collector()
        _ = try answered(collector)
        let other = collector.folder.file("other.key")
        try collector.ops(
            "keys", "init", "--contact", "--contact-key", other, "--passphrase-file",
            collector.folder.file("passphrase"))
        let output = try Programs.run(
            "smilepost-ops",
            [
                "contact", "reveal", Examples.responseID(1).hex, "--reason", "x", "--key", other, "--passphrase-file",
                collector.folder.file("passphrase"),
            ], environment: ["SMILEPOST_COLLECTOR": collector.url, "SMILEPOST_TOKEN": collector.token])
        #expect(output.status == 78)
        #expect(output.out == "")
        #expect(output.err.contains("the envelope is sealed to contact key "))
    }
}
