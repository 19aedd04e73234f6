import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

@Suite(.timeLimit(.minutes(2)))
struct SurveyTests {
    private let collector: LiveCollector
    private let kiosk: LiveKiosk
    private let publisher = Publisher()

    /// A kiosk that shows version 3.
    init() async throws {
        collector = try await LiveCollector.start()
        kiosk = try LiveKiosk(at: collector.url)
        // Enrolled before the first publication: the release key comes with a check-in.
        let enrolment = try await kiosk.enrolOnly(token: try await collector.enrolToken())
        try await publish(2...3)
        kiosk.use(enrolment)
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.activate(surveyID: "branch-exit", version: 3))
    }

    private func publish(_ versions: ClosedRange<Int>) async throws {
        for version in versions {
            #expect(try await collector.publish(try publisher.publication(2...version)).status == 201)
        }
    }

    @Test func `a survey published at the centre waits on the kiosk for the next customer`() async throws {
        var events = kiosk.staged.makeAsyncIterator()
        #expect(await events.next() == .surveyStaged(surveyID: "branch-exit", version: 3))
        try await publish(4...4)
        #expect(await kiosk.sync().error == nil)
        #expect(await events.next() == .surveyStaged(surveyID: "branch-exit", version: 4))
        let staged = try #require(try kiosk.store.stagedSurvey())
        #expect(staged.bytes == (try Publisher.survey(version: 4).encoded()))
        #expect(try kiosk.store.activeSurvey()?.version == 3)
        #expect(try kiosk.store.activate(surveyID: "branch-exit", version: 4))
        #expect(await kiosk.sync().error == nil)
        let shown = try #require(try await collector.fleet().first?.survey)
        #expect(shown == SurveyReport(id: "branch-exit", version: 4, sha256: staged.sha256))
    }

    @Test func `a manifest that another key has signed is not published`() async throws {
        let stranger = try Publisher().publication(2...4)
        let refused = try await collector.publish(stranger)
        #expect(refused.status == 403)
        #expect(try JSONDecoder().decode(Problem.self, from: refused.body).code == .badSignature)

        // Signed by the stranger, under the organisation's name.
        let forged = ApiPublication(
            manifest: stranger.manifest, blob: stranger.blob,
            releaseKey: PublicKey(key: publisher.key.publicKey.rawRepresentation), assign: stranger.assign)
        let answer = try await collector.publish(forged)
        #expect(answer.status == 422)
        #expect(try JSONDecoder().decode(Problem.self, from: answer.body).code == .badSignature)

        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.stagedSurvey() == nil)
        #expect(try kiosk.store.manifest()?.version == 2)
        #expect(try await collector.fleet().first?.refused == [])
    }

    @Test func `a survey whose bytes were altered at the centre is refused and reported`() async throws {
        try await publish(4...4)
        let altered = try await collector.restarted { try $0.database.alterNewestBlob() }
        try await expectRefusal("wrong-hash", of: 4, at: altered)
    }

    @Test func `the next publication after a refused one is taken`() async throws {
        try await publish(4...4)
        let altered = try await collector.restarted { try $0.database.alterNewestBlob() }
        try await expectRefusal("wrong-hash", of: 4, at: altered)
        #expect(try await altered.publish(try publisher.publication(2...5)).status == 201)
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.stagedSurvey()?.bytes == (try Publisher.survey(version: 5).encoded()))
    }

    @Test func `a manifest that another key has signed is refused and reported`() async throws {
        try await publish(4...4)
        let stranger = try JSONEncoder().encode(try Publisher().publication(2...4).manifest)
        let altered = try await collector.restarted { try $0.database.replaceNewestManifest(by: stranger) }
        try await expectRefusal("bad-signature", of: 4, at: altered)
    }

    @Test func `a manifest with altered bytes is refused and reported`() async throws {
        try await publish(4...4)
        let envelope = try publisher.publication(2...4).manifest
        let altered = Envelope(
            type: envelope.type,
            payload: Data(String(decoding: envelope.payload, as: UTF8.self).replacing(":4", with: ":5").utf8),
            signatures: envelope.signatures)
        let bytes = try JSONEncoder().encode(altered)
        let restarted = try await collector.restarted { try $0.database.replaceNewestManifest(by: bytes) }
        try await expectRefusal("bad-signature", of: 4, at: restarted)
    }

    @Test func `a manifest older than the one known is refused and reported`() async throws {
        try await publish(4...4)
        let old = try JSONEncoder().encode(try publisher.publication(2...2).manifest)
        let altered = try await collector.restarted { try $0.database.replaceNewestManifest(by: old) }
        try await expectRefusal("old-manifest", of: 4, at: altered)
    }

    @Test func `an assignment that no manifest names is refused and reported`() async throws {
        try await publish(4...4)
        let other = Manifest(
            manifest: 3,
            surveys: [.init(survey: "another", version: 1, sha256: String(repeating: "0", count: 64), size: 10)])
        let bytes = try JSONEncoder().encode(try publisher.sign(other))
        let altered = try await collector.restarted { try $0.database.replaceNewestManifest(by: bytes) }
        try await expectRefusal("not-in-manifest", of: 4, at: altered)
    }

    /// One round refuses, the next one tells; the old survey stays, and answers go on arriving.
    private func expectRefusal(_ code: String, of version: Int, at collector: LiveCollector) async throws {
        try await kiosk.seal(1)
        #expect(await kiosk.sync() == SyncReport(settled: 1, error: nil))
        let refusal = Refusal(survey: "branch-exit", version: version, code: code)
        #expect(try kiosk.store.refusals().map(\.code) == [code])
        #expect(try kiosk.store.stagedSurvey() == nil)
        #expect(try kiosk.store.activeSurvey()?.version == 3)
        #expect(await kiosk.sync().error == nil)
        #expect(try await collector.fleet().first?.refused == [refusal])
        #expect(try kiosk.store.refusals() == [])
        #expect(try kiosk.store.activeSurvey()?.version == 3)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
    }
}
