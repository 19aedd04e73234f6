import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct SurveyPullTests {
    private let release = Curve25519.Signing.PrivateKey()
    private let lane: Lane

    init() throws {
        lane = try Lane()
        try lane.store.setReleaseKey(release.publicKey.rawRepresentation)
    }

    private func bytes(version: Int) throws -> Data {
        let survey = Examples.branchExit
        return try Survey(
            id: survey.id, version: version, languages: survey.languages, title: survey.title,
            questions: survey.questions, thanks: survey.thanks
        ).encoded()
    }

    /// Publishes a manifest with one survey and assigns it.
    private func publish(
        _ blob: Data, version: Int, manifest: Int, sha256: String? = nil, size: Int? = nil,
        key: Curve25519.Signing.PrivateKey? = nil, listed: Bool = true
    ) throws {
        let hash = sha256 ?? SealedLine.hash(of: blob).hex
        let entry = Manifest.Entry(survey: "branch-exit", version: version, sha256: hash, size: size ?? blob.count)
        let payload = try JSONEncoder().encode(Manifest(manifest: manifest, surveys: listed ? [entry] : []))
        let envelope = try Envelope(
            signing: payload, type: Envelope.manifestType, privateKey: (key ?? release).rawRepresentation)
        let data = try JSONEncoder().encode(envelope)
        lane.collector.change {
            $0.manifest = data
            $0.etag = "\"m\(manifest)-\(data.hashValue)\""
            $0.blobs[hash] = blob
            $0.assign = Assignment(survey: "branch-exit", version: version, manifest: manifest)
        }
    }

    private func refusals() throws -> [String] {
        lane.collector.now.checkins.flatMap { $0.refused.map { "\($0.survey)@\($0.version) \($0.code)" } }
    }

    private func requests(to path: String) -> Int { lane.collector.requests(to: path).count }

    private func blobRequests() -> Int { lane.collector.now.requests.filter { $0.url.contains("/blob/") }.count }

    /// The first survey, published and on the screen.
    private func showFirst() throws {
        try publish(try bytes(version: 1), version: 1, manifest: 1)
        try lane.run(forMS: 2_000)
        try lane.store.activate(surveyID: "branch-exit", version: 1)
        try lane.store.confirm(surveyID: "branch-exit", version: 1)
    }

    @Test func `an assigned survey is fetched, proved and staged once; the screen activates it`() throws {
        let blob = try bytes(version: 1)
        try publish(blob, version: 1, manifest: 1)
        try lane.run(forMS: 200_000)
        #expect(lane.staged == [.surveyStaged(surveyID: "branch-exit", version: 1)])
        #expect(try lane.store.stagedSurvey()?.bytes == blob)
        #expect(try lane.store.activeSurvey() == nil)
        #expect(requests(to: Wire.Path.manifest) == 1)
        #expect(blobRequests() == 1)
        #expect(lane.collector.now.checkins.last?.manifest == 1)
    }

    @Test func `a newer version replaces it, and going back fetches nothing`() throws {
        try showFirst()
        try publish(try bytes(version: 2), version: 2, manifest: 2)
        try lane.run(forMS: 100_000)
        try lane.store.activate(surveyID: "branch-exit", version: 2)
        let before = blobRequests()
        lane.collector.change { $0.assign = Assignment(survey: "branch-exit", version: 1, manifest: 2) }
        // Version 1 is no longer listed in manifest 2: going back needs the centre's signature too.
        try lane.run(forMS: 100_000)
        #expect(try refusals().first == "branch-exit@1 not-in-manifest")
        try publish(try bytes(version: 1), version: 1, manifest: 3)
        try lane.run(forMS: 100_000)
        #expect(try lane.store.stagedSurvey()?.version == 1)
        #expect(blobRequests() == before)
    }

    @Test func `a staged survey is withdrawn when the centre goes back to the one on the screen`() throws {
        try showFirst()
        try publish(try bytes(version: 2), version: 2, manifest: 2)
        try lane.run(forMS: 100_000)
        #expect(try lane.store.stagedSurvey()?.version == 2)
        try publish(try bytes(version: 1), version: 1, manifest: 3)
        try lane.run(forMS: 100_000)
        #expect(try lane.store.stagedSurvey() == nil)
        #expect(try lane.store.activeSurvey()?.version == 1)
        #expect(try refusals() == [])
    }

    @Test func `bytes with another hash are refused, told once, and not fetched again`() throws {
        try showFirst()
        let before = blobRequests()
        let blob = try bytes(version: 2)
        let promised = SealedLine.hash(of: blob).hex
        try publish(blob, version: 2, manifest: 2)
        lane.collector.change { $0.blobs[promised] = blob + [0x20] }
        try lane.run(forMS: 400_000)
        #expect(try refusals() == ["branch-exit@2 wrong-hash"])
        #expect(blobRequests() == before + 1)
        #expect(try lane.store.activeSurvey()?.version == 1)
        #expect(try lane.store.stagedSurvey() == nil)
    }

    @Test func `a manifest with another signature is refused and the kiosk keeps the old one`() throws {
        try showFirst()
        try publish(try bytes(version: 2), version: 2, manifest: 2, key: Curve25519.Signing.PrivateKey())
        try lane.run(forMS: 400_000)
        #expect(try refusals() == ["branch-exit@2 bad-signature"])
        #expect(try lane.store.manifest()?.version == 1)
        try publish(try bytes(version: 2), version: 2, manifest: 2)
        try lane.run(forMS: 100_000)
        #expect(try lane.store.stagedSurvey()?.version == 2)
    }

    @Test func `a survey altered on its way comes with the next round that is asked for, or an hour later`() throws {
        try showFirst()
        for (version, isAsked) in [(2, true), (3, false)] {
            let blob = try bytes(version: version)
            try publish(blob, version: version, manifest: version)
            let promised = SealedLine.hash(of: blob).hex
            lane.collector.change { $0.blobs[promised] = blob + [0x20] }
            try lane.run(forMS: 400_000)
            lane.collector.change { $0.blobs[promised] = blob }
            try lane.run(forMS: 400_000)
            #expect(try lane.store.stagedSurvey()?.version != version)
            if isAsked { lane.engine.beginRound() }
            try lane.run(forMS: isAsked ? 1_000 : 3_600_000)
            #expect(try lane.store.stagedSurvey()?.version == version)
        }
    }

    @Test func `a manifest altered on its way comes with the next round that is asked for, or an hour later`() throws {
        try showFirst()
        for (version, isAsked) in [(2, true), (3, false)] {
            try publish(try bytes(version: version), version: version, manifest: version)
            let whole = lane.collector.now.manifest
            // The header that names it came through as it was.
            lane.collector.change { $0.manifest = Data("<html>".utf8) }
            try lane.run(forMS: 400_000)
            lane.collector.change { $0.manifest = whole }
            try lane.run(forMS: 400_000)
            #expect(try lane.store.manifest()?.version == version - 1)
            if isAsked { lane.engine.beginRound() }
            try lane.run(forMS: isAsked ? 1_000 : 3_600_000)
            #expect(try lane.store.manifest()?.version == version)
        }
    }

    @Test func `an older manifest is refused`() throws {
        try publish(try bytes(version: 1), version: 1, manifest: 5)
        try lane.run(forMS: 2_000)
        try publish(try bytes(version: 2), version: 2, manifest: 4)
        lane.collector.change { $0.assign = Assignment(survey: "branch-exit", version: 2, manifest: 6) }
        try lane.run(forMS: 200_000)
        #expect(try refusals() == ["branch-exit@2 old-manifest"])
        #expect(try lane.store.manifest()?.version == 5)
    }

    @Test func `a survey that is not in the manifest is refused`() throws {
        try publish(try bytes(version: 1), version: 1, manifest: 1, listed: false)
        try lane.run(forMS: 200_000)
        #expect(try refusals() == ["branch-exit@1 not-in-manifest"])
    }

    @Test func `a survey that can't be read, or is another one, is refused`() throws {
        try publish(Data("{\"survey\": \"branch-exit\"}".utf8), version: 1, manifest: 1)
        try lane.run(forMS: 200_000)
        try publish(try bytes(version: 7), version: 2, manifest: 2)
        try lane.run(forMS: 200_000)
        try publish(Data([0xFF, 0xFE, 0x00]), version: 3, manifest: 3)
        try lane.run(forMS: 200_000)
        #expect(
            try refusals() == [
                "branch-exit@1 unreadable", "branch-exit@2 unreadable", "branch-exit@3 unreadable",
            ])
    }

    @Test func `a version that changes its bytes is refused`() throws {
        try showFirst()
        try publish(try bytes(version: 1) + [0x0A], version: 1, manifest: 2)
        try lane.run(forMS: 200_000)
        #expect(try refusals() == ["branch-exit@1 wrong-hash"])
        #expect(try lane.store.activeSurvey()?.bytes == (try bytes(version: 1)))
    }

    @Test func `a survey beyond the size limit is not even asked for`() throws {
        try publish(try bytes(version: 1), version: 1, manifest: 1, size: 2_000_000)
        try lane.run(forMS: 100_000)
        #expect(try refusals() == ["branch-exit@1 unreadable"])
        #expect(blobRequests() == 0)
    }

    @Test func `a portal or a lost line in the middle is no refusal`() throws {
        try publish(try bytes(version: 1), version: 1, manifest: 1)
        let page = HTTPResponse(status: 200, headers: [:], body: Data("<html>".utf8))
        lane.collector.failing { $0.url.contains("/blob/") ? .answer(page) : .none }
        try lane.run(forMS: 100_000)
        lane.collector.failing { $0.url.contains("/trust/") ? .failure(.timedOut) : .none }
        try lane.run(forMS: 100_000)
        #expect(try refusals() == [])
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 1_400_000)
        #expect(try lane.store.stagedSurvey()?.version == 1)
    }

    @Test func `the release key of the first check-in is trusted, a later one is not`() throws {
        let fresh = try Lane()
        let keys = [PublicKey(key: Data(repeating: 1, count: 32)), PublicKey(key: Data(repeating: 2, count: 32))]
        fresh.collector.change { $0.releaseKey = keys[0] }
        try fresh.run(forMS: 1_000)
        fresh.collector.change { $0.releaseKey = keys[1] }
        try fresh.run(forMS: 100_000)
        #expect(try fresh.store.releaseKey() == keys[0].key)
        #expect(fresh.engine.status.alarms.count == 1)
    }
}
