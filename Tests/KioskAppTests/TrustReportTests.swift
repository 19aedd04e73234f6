import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskApp

/// What doctor says of the survey on the screen and of the contact key it may need.
struct TrustReportTests {
    private static let asking = Survey(
        id: "exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .stars, ask: LocalizedText(["en": "How was it?"])),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    /// What doctor finds on a kiosk that shows `survey` under a manifest with this contact key.
    private func finding(_ survey: Survey, _ key: ContactKey?) throws -> Finding {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.file("state"))
        defer { store.close() }
        let release = Curve25519.Signing.PrivateKey()
        let bytes = try survey.encoded()
        let hash = SealedLine.hash(of: bytes).hex
        let entry = Manifest.Entry(survey: survey.id, version: survey.version, sha256: hash, size: bytes.count)
        let envelope = try Envelope(
            signing: try JSONEncoder().encode(Manifest(manifest: 1, surveys: [entry], contactKey: key)),
            type: Envelope.manifestType, privateKey: release.rawRepresentation)
        try store.setReleaseKey(release.publicKey.rawRepresentation)
        try store.setManifest(version: 1, envelope: try JSONEncoder().encode(envelope), etag: nil)
        try store.stage(surveyID: survey.id, version: survey.version, sha256: hash, bytes: bytes)
        try store.activate(surveyID: survey.id, version: survey.version)
        // As the running kiosk tells it over its socket.
        let told = try JSONEncoder().encode(try TrustReport(of: store))
        return CentreChecks.survey(try JSONDecoder().decode(TrustReport.self, from: told), hasFallback: false)
    }

    @Test func `a survey that asks for contact details is told with the key they are sealed to`() throws {
        let key = try #require(ContactKey(key: Data(repeating: 5, count: 32)))
        #expect(
            try finding(Self.asking, key)
                == .ok(
                    "survey", "exit v1, signed by the release key; contact details are sealed to contact key \(key.id)")
        )
    }

    @Test func `a contact question that nobody is asked is a warning`() throws {
        #expect(
            try finding(Self.asking, nil)
                == .warning(
                    "survey",
                    "exit v1, signed by the release key; it asks for contact details, and without a contact key "
                        + "that is skipped",
                    mend: "at the centre: smilepost-ops keys init --contact, then survey publish of the same file"))
    }

    @Test func `a survey that asks for none needs no key`() throws {
        #expect(
            try finding(Examples.branchExit, nil) == .ok("survey", "branch-exit v3, signed by the release key"))
    }

    @Test func `a kiosk of the version before, still running, is understood`() throws {
        let text = #"{"survey":{"id":"exit","version":1},"isSigned":true,"isInManifest":true,"hasItsHash":true}"#
        let report = try JSONDecoder().decode(TrustReport.self, from: Data(text.utf8))
        #expect(
            CentreChecks.survey(report, hasFallback: false) == .ok("survey", "exit v1, signed by the release key"))
    }
}
