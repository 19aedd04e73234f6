import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The contact key from central ops to the kiosk, under the release key's signature all the way.
@Suite(.timeLimit(.minutes(2)))
struct ContactKeyTests {
    private let collector: LiveCollector
    private let kiosk: LiveKiosk
    private let publisher = Publisher()
    private let key: ContactKey
    private let other: ContactKey

    init() async throws {
        key = try #require(ContactKey(key: Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation))
        other = try #require(ContactKey(key: Curve25519.KeyAgreement.PrivateKey().publicKey.rawRepresentation))
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try publisher.publication(2...2, contactKey: key)).status == 201)
        kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(try kiosk.store.activate(surveyID: "branch-exit", version: 2))
    }

    @Test func `it travels with the first survey, and is exchanged and taken away without another one`() async throws {
        #expect(try kiosk.store.contactKey() == key)
        for (number, next) in [(2, other), (3, nil)] as [(Int, ContactKey?)] {
            let publication = try publisher.publication(2...2, number: number, contactKey: next)
            #expect(try await collector.publish(publication).status == 201)
            #expect(await kiosk.sync().error == nil)
            #expect(try kiosk.store.contactKey() == next)
        }
        #expect(try kiosk.store.activeSurvey()?.version == 2)
        #expect(try kiosk.store.stagedSurvey() == nil)
        #expect(try kiosk.store.refusals() == [])
    }

    @Test func `one that was exchanged at the centre breaks the signature and is refused`() async throws {
        let next = try publisher.publication(2...3, contactKey: key)
        #expect(try await collector.publish(next).status == 201)
        let manifest = try JSONDecoder().decode(Manifest.self, from: next.manifest.payload)
        let payload = try JSONEncoder().encode(
            Manifest(manifest: manifest.manifest, surveys: manifest.surveys, contactKey: other))
        let forged = Envelope(
            type: next.manifest.type, payload: payload, signatures: next.manifest.signatures)
        let bytes = try JSONEncoder().encode(forged)
        let altered = try await collector.restarted { try $0.database.replaceNewestManifest(by: bytes) }
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.contactKey() == key)
        #expect(try kiosk.store.refusals().map(\.code) == ["bad-signature"])
        #expect(await kiosk.sync().error == nil)
        #expect(try await altered.fleet().first?.refused.map(\.code) == ["bad-signature"])
    }
}
