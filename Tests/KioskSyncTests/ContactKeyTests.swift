import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The contact key comes, changes and goes with the manifest that the kiosk has verified.
struct ContactKeyTests {
    private let release = Curve25519.Signing.PrivateKey()
    private let lane: Lane
    private let keys = (1...2).map { ContactKey(key: Data(repeating: $0, count: 32)) }

    init() throws {
        lane = try Lane()
        try lane.store.setReleaseKey(release.publicKey.rawRepresentation)
    }

    /// Publishes `branch-exit` 3 under another manifest.
    private func publish(
        _ key: ContactKey?, manifest: Int, signedBy signer: Curve25519.Signing.PrivateKey? = nil,
        altering alter: (String) -> String = { $0 }
    ) throws {
        let blob = try Examples.branchExit.encoded()
        let hash = SealedLine.hash(of: blob).hex
        let entry = Manifest.Entry(survey: "branch-exit", version: 3, sha256: hash, size: blob.count)
        let payload = try JSONEncoder().encode(Manifest(manifest: manifest, surveys: [entry], contactKey: key))
        let signed = try Envelope(
            signing: payload, type: Envelope.manifestType, privateKey: (signer ?? release).rawRepresentation)
        let sent = Envelope(
            type: signed.type, payload: Data(alter(String(decoding: payload, as: UTF8.self)).utf8),
            signatures: signed.signatures)
        let data = try JSONEncoder().encode(sent)
        lane.collector.change {
            $0.manifest = data
            $0.etag = "\"m\(manifest)-\(data.hashValue)\""
            $0.blobs[hash] = blob
            $0.assign = Assignment(survey: "branch-exit", version: 3, manifest: manifest)
        }
    }

    @Test func `a kiosk without a manifest, or with one that says nothing of a key, has none`() throws {
        #expect(try lane.store.contactKey() == nil)
        try publish(nil, manifest: 1)
        try lane.run(forMS: 2_000)
        #expect(try lane.store.manifest()?.version == 1)
        #expect(try lane.store.contactKey() == nil)
    }

    @Test func `the key comes, changes and goes with each newer manifest`() throws {
        try publish(nil, manifest: 1)
        try lane.run(forMS: 2_000)
        try lane.store.activate(surveyID: "branch-exit", version: 3)
        for (index, key) in (keys + [nil]).enumerated() {
            try publish(key, manifest: index + 2)
            try lane.run(forMS: 100_000)
            #expect(try lane.store.contactKey() == key)
        }
        #expect(lane.staged.count == 1)
    }

    @Test func `the key is there after a restart`() throws {
        try publish(keys[0], manifest: 1)
        try lane.run(forMS: 2_000)
        lane.store.close()
        let store = try KioskStore(stateFolder: lane.folder.file("state"))
        #expect(try store.contactKey() == keys[0])
        store.close()
    }

    @Test func `a key that was altered on the way, or signed by another, is not taken`() throws {
        try publish(keys[0], manifest: 1)
        try lane.run(forMS: 2_000)
        let (old, new) = try (0...1).map { try #require(keys[$0]).key.base64EncodedString() }.pair
        try publish(keys[0], manifest: 2) { text in
            text.replacing(old.replacing("/", with: "\\/"), with: new).replacing(old, with: new)
        }
        try lane.run(forMS: 100_000)
        #expect(try lane.store.contactKey() == keys[0])
        try publish(keys[1], manifest: 2, signedBy: Curve25519.Signing.PrivateKey())
        try lane.run(forMS: 100_000)
        #expect(try lane.store.contactKey() == keys[0])
        #expect(try lane.store.manifest()?.version == 1)
        let codes = lane.collector.now.checkins.flatMap { $0.refused.map(\.code) }
        #expect(Set(codes) == ["bad-signature"])
    }

    @Test func `an older manifest does not bring its key back`() throws {
        try publish(keys[0], manifest: 2)
        try lane.run(forMS: 2_000)
        try publish(nil, manifest: 3)
        try lane.run(forMS: 100_000)
        try publish(keys[0], manifest: 2)
        lane.collector.change { $0.assign = Assignment(survey: "branch-exit", version: 3, manifest: 4) }
        try lane.run(forMS: 100_000)
        #expect(try lane.store.contactKey() == nil)
    }
}

extension [String] {
    fileprivate var pair: (String, String) { (self[0], self[1]) }
}
