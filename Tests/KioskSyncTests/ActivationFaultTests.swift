import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The rows B1, B5 and B7 of the fault tables: a kiosk shows what central ops has signed, and goes on whatever comes.
struct ActivationFaultTests {
    private let desk: SurveyDesk

    init() throws { desk = try SurveyDesk() }

    private var lane: Lane { desk.lane }

    enum Forgery: CaseIterable {
        case alteredManifest, unknownKey, replayed, sameNumber, unlisted, revoked, wrongHash, wrongSize, mixed
        case pathInID, pathInHash

        var code: String {
            switch self {
            case .alteredManifest, .unknownKey: "bad-signature"
            case .replayed, .sameNumber: "old-manifest"
            case .unlisted: "not-in-manifest"
            case .revoked: "revoked"
            case .wrongHash: "wrong-hash"
            case .wrongSize: "wrong-size"
            case .mixed: "unreadable"
            case .pathInID, .pathInHash: "bad-manifest"
            }
        }
    }

    /// Publishes version 2, and does to it what the row says.
    private func forge(_ forgery: Forgery) throws {
        let good = try desk.manifest(6, [1, 2])
        try desk.publish(good, [1, 2], assigning: 2)
        switch forgery {
        case .alteredManifest:
            let signed = try desk.sign(good)
            let payload = Data(String(decoding: signed.payload, as: UTF8.self).replacing(":2", with: ":3").utf8)
            try desk.give(Envelope(type: signed.type, payload: payload, signatures: signed.signatures))
        case .unknownKey: try desk.give(try desk.sign(good, key: Curve25519.Signing.PrivateKey()))
        case .replayed: try desk.give(try desk.sign(try desk.manifest(4, [1, 2])))
        case .sameNumber: try desk.give(try desk.sign(try desk.manifest(5, [1, 2])))
        case .unlisted: try desk.give(try desk.sign(try desk.manifest(6, [1])))
        case .revoked: try desk.give(try desk.sign(try desk.manifest(6, [1, 2], revoked: [2])))
        case .wrongHash: try desk.give(try SurveyDesk.bytes(2) + [0x20], as: try desk.entry(2).sha256)
        case .wrongSize: try substitute(2, sha256: try desk.entry(2).sha256, size: try desk.entry(2).size + 1)
        case .mixed:
            // Version 3's bytes under version 2's number.
            try desk.give(try SurveyDesk.bytes(3), as: try desk.entry(3).sha256)
            try substitute(2, sha256: try desk.entry(3).sha256, size: try desk.entry(3).size)
        case .pathInID: try substitute(7, id: "../../etc/passwd", sha256: try desk.entry(3).sha256, size: 9)
        case .pathInHash: try substitute(7, sha256: "../../../" + String(repeating: "a", count: 55), size: 9)
        }
    }

    /// Gives out a manifest, properly signed, with this entry instead of that of its version.
    private func substitute(_ version: Int, id: String = "branch-exit", sha256: String, size: Int) throws {
        let entries = try [1, 2].map(desk.entry).filter { $0.version != version }
        let entry = Manifest.Entry(survey: id, version: version, sha256: sha256, size: size)
        try desk.give(try desk.sign(Manifest(manifest: 6, surveys: entries + [entry])))
    }

    @Test(
        "B1: a survey that is forged, replayed, revoked or mixed up is refused and reported, and the old one stays",
        arguments: Forgery.allCases)
    func forged(forgery: Forgery) throws {
        try forge(forgery)
        try lane.seal(1)
        try lane.run(forMS: 400_000)
        #expect(desk.refusals == ["2 \(forgery.code)"])
        #expect(try desk.state(1) == .confirmed)
        #expect(try lane.store.stagedSurvey() == nil)
        #expect(try lane.books.figures == [1, 1, 0, 0, 0])
        // The next publication is taken.
        try desk.publish(try desk.manifest(7, [1, 2, 3]), [1, 2, 3], assigning: 3)
        try lane.run(forMS: 200_000)
        #expect(try desk.state(3) == .staged)
    }

    @Test("B1: a survey that is revoked while it is on the screen goes, and the one before it is back")
    func revokedOnScreen() throws {
        try desk.publish(try desk.manifest(6, [1, 2]), [1, 2], assigning: 2)
        try lane.run(forMS: 100_000)
        try lane.store.activate(surveyID: "branch-exit", version: 2)
        try lane.store.confirm(surveyID: "branch-exit", version: 2)
        try desk.publish(try desk.manifest(7, [1, 2], revoked: [2]), [1, 2], assigning: 1)
        try lane.run(forMS: 200_000)
        #expect(try [desk.state(1), desk.state(2)] == [.confirmed, .failed])
        #expect(desk.report?.failed == [.init(survey: "branch-exit", version: 2, why: "revoked")])
    }

    @Test("B3: a survey that was given up is reported and not installed again until central ops orders it anew")
    func notInstalledAgain() throws {
        try desk.publish(try desk.manifest(6, [1, 2]), [1, 2], assigning: 2, order: 1)
        try lane.run(forMS: 100_000)
        try lane.store.activate(surveyID: "branch-exit", version: 2)
        try lane.run(forMS: 100_000)
        #expect(
            desk.report == ActivationReport(isPending: true, previous: SurveyName(survey: "branch-exit", version: 1)))
        try desk.crash(2)
        let blobs = lane.collector.now.requests.count { $0.url.contains("/blob/") }
        try lane.run(forMS: 3_600_000)
        #expect(try [desk.state(1), desk.state(2)] == [.confirmed, .failed])
        #expect(lane.collector.now.requests.count { $0.url.contains("/blob/") } == blobs)
        #expect(desk.report == ActivationReport(failed: [.init(survey: "branch-exit", version: 2, why: "crashed")]))
        desk.assign(2, manifest: 6, order: 2)
        try lane.run(forMS: 200_000)
        #expect(try desk.state(2) == .staged)
    }

    @Test("B3: a survey that can't be drawn is given up before it comes to the screen")
    func unshowable() throws {
        let faulty = try Lane(inspect: { $0.version == 2 ? "unshowable" : nil })
        try faulty.store.setReleaseKey(desk.release.publicKey.rawRepresentation)
        let manifest = try JSONEncoder().encode(try desk.sign(try desk.manifest(6, [1, 2])))
        let (bytes, sha256) = (try SurveyDesk.bytes(2), try desk.entry(2).sha256)
        faulty.collector.change {
            $0.manifest = manifest
            $0.blobs[sha256] = bytes
            $0.assign = Assignment(survey: "branch-exit", version: 2, manifest: 6)
        }
        try faulty.run(forMS: 400_000)
        #expect(try faulty.store.activation().bundles.map(\.why) == ["unshowable"])
        #expect(faulty.collector.now.checkins.flatMap(\.refused).map(\.code) == ["unshowable"])
        #expect(faulty.collector.now.requests.count { $0.url.contains("/blob/") } == 1)
    }

    @Test("B3: a survey whose check took the kiosk down is checked again after the restart, and not fetched again")
    func checkedAgain() throws {
        try desk.publish(try desk.manifest(6, [1, 2]), [1, 2], assigning: 2)
        let bytes = try SurveyDesk.bytes(2)
        // What the process left that died while it parsed.
        try lane.store.fetch(
            surveyID: "branch-exit", version: 2, sha256: try desk.entry(2).sha256, bytes: bytes,
            assignment: "manifest 6")
        let blobs = lane.collector.now.requests.count { $0.url.contains("/blob/") }
        try lane.run(forMS: 100_000)
        #expect(try desk.state(2) == .staged)
        #expect(lane.collector.now.requests.count { $0.url.contains("/blob/") } == blobs)
    }

    struct Clock: CustomTestStringConvertible {
        let wallMS: Int64
        let state: ClockState
        /// Whether the new survey is taken all the same.
        let takesNew: Bool

        var testDescription: String { "\(wallMS) \(state)" }
    }

    @Test(
        "B5: past the manifest's time, in 1970 and in 2100, collecting goes on, and only a trusted clock bars the new",
        arguments: [
            Clock(wallMS: 0, state: .unknown, takesNew: true),
            Clock(wallMS: 4_102_444_800_000, state: .unknown, takesNew: true),
            Clock(wallMS: 4_102_444_800_000, state: .synchronised, takesNew: false),
        ])
    func expired(clock: Clock) throws {
        lane.clock.turn(wallMS: clock.wallMS, clock: clock.state)
        try lane.seal(3)
        try lane.run(forMS: 100_000)
        #expect(desk.report == nil)
        // The collector says that it is October 2025.
        try desk.publish(try desk.manifest(6, [1, 2], expiresMS: 1_750_000_000_000), [1, 2], assigning: 2)
        try lane.run(forMS: 400_000)
        try lane.seal(3)
        try lane.run(forMS: 100_000)
        #expect(try lane.books.figures == [6, 6, 0, 0, 0])
        #expect(try desk.state(1) == .confirmed)
        #expect(desk.report?.isStale == true)
        #expect(try desk.state(2) == (clock.takesNew ? .staged : nil))
        #expect(desk.refusals == (clock.takesNew ? [] : ["2 stale-manifest"]))
    }

    @Test("B5: a manifest in its time, or without one, bars nothing", arguments: [nil, 1_900_000_000_000] as [Int64?])
    func inTime(expiresMS: Int64?) throws {
        try desk.publish(try desk.manifest(6, [1, 2], expiresMS: expiresMS), [1, 2], assigning: 2)
        try lane.run(forMS: 200_000)
        #expect(try desk.state(2) == .staged)
        #expect(desk.report == nil)
    }

    enum Silence: CaseIterable { case noAnswer, failing, refused, portal }

    @Test("B7: a check-in that fails after the activation takes nothing back", arguments: Silence.allCases)
    func silence(silence: Silence) throws {
        try desk.publish(try desk.manifest(6, [1, 2]), [1, 2], assigning: 2)
        try lane.run(forMS: 100_000)
        try lane.store.activate(surveyID: "branch-exit", version: 2)
        lane.collector.failing { request in
            guard request.url.hasSuffix(Wire.Path.checkin) else { return .none }
            return switch silence {
            case .noAnswer: .failure(.timedOut)
            case .failing: .answer(FakeCollector.problem(.internal, 500))
            case .refused: .answer(FakeCollector.problem(.credentialRevoked, 401))
            case .portal: .answer(HTTPResponse(status: 200, headers: [:], body: Data("<html>".utf8)))
            }
        }
        try lane.run(forMS: 86_400_000)
        #expect(try [desk.state(1), desk.state(2)] == [.previous, .pending])
        try lane.store.confirm(surveyID: "branch-exit", version: 2)
        try lane.run(forMS: 86_400_000)
        #expect(try [desk.state(1), desk.state(2)] == [.previous, .confirmed])
    }

    @Test func `a survey that the centre closed is marked, and no longer where it opens it again`() throws {
        lane.collector.change { $0.closed = [SurveyName(survey: "branch-exit", version: 1)] }
        try lane.run(forMS: 200_000)
        #expect(try lane.store.activeSurvey()?.bundle.isClosed == true)
        lane.collector.change { $0.closed = nil }
        try lane.run(forMS: 200_000)
        #expect(try lane.store.activeSurvey()?.bundle.isClosed == false)
    }
}

extension Accounting {
    /// `created/delivered/pending/dead/lost`, for expectations on one line.
    fileprivate var figures: [Int64] { [created, delivered, pending, dead, lost] }
}
