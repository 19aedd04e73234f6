import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import WireProtocol

@testable import KioskSync

/// Central ops and a kiosk's sync lane: version 1 is on the screen and known to work.
struct SurveyDesk {
    let release = Curve25519.Signing.PrivateKey()
    let lane: Lane

    init() throws {
        lane = try Lane()
        try lane.store.setReleaseKey(release.publicKey.rawRepresentation)
        try publish(try manifest(5, [1]), [1], assigning: 1)
        try lane.run(forMS: 2_000)
        try lane.store.activate(surveyID: "branch-exit", version: 1)
        try lane.store.confirm(surveyID: "branch-exit", version: 1)
    }

    static func bytes(_ version: Int) throws -> Data {
        let survey = Examples.branchExit
        return try Survey(
            id: survey.id, version: version, languages: survey.languages, title: survey.title,
            questions: survey.questions, thanks: survey.thanks
        ).encoded()
    }

    func entry(_ version: Int) throws -> Manifest.Entry {
        let bytes = try Self.bytes(version)
        return Manifest.Entry(
            survey: "branch-exit", version: version, sha256: SealedLine.hash(of: bytes).hex, size: bytes.count)
    }

    func manifest(
        _ number: Int, _ versions: [Int], revoked: [Int]? = nil, expiresMS: Int64? = nil
    ) throws -> Manifest {
        Manifest(
            manifest: number, surveys: try versions.map(entry),
            revoked: revoked?.map { SurveyName(survey: "branch-exit", version: $0) }, expiresMS: expiresMS)
    }

    func sign(_ manifest: Manifest, key: Curve25519.Signing.PrivateKey? = nil) throws -> Envelope {
        try Envelope(
            signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType,
            privateKey: (key ?? release).rawRepresentation)
    }

    /// Has the collector give out this manifest and these surveys, and order one of them.
    func publish(_ manifest: Manifest, _ versions: [Int], assigning version: Int, order: Int64? = nil) throws {
        try give(try sign(manifest))
        for version in versions { try give(try Self.bytes(version), as: try entry(version).sha256) }
        assign(version, manifest: manifest.manifest, order: order)
    }

    func give(_ envelope: Envelope) throws {
        let data = try JSONEncoder().encode(envelope)
        lane.collector.change {
            $0.manifest = data
            $0.etag = "\"\(SealedLine.hash(of: data).hex.prefix(16))\""
        }
    }

    func give(_ bytes: Data, as sha256: String) throws {
        lane.collector.change { $0.blobs[sha256] = bytes }
    }

    func assign(_ version: Int, manifest: Int, order: Int64? = nil) {
        lane.collector.change {
            $0.assign = Assignment(survey: "branch-exit", version: version, manifest: manifest, number: order)
        }
    }

    /// What was told, as `version code`.
    var refusals: [String] {
        lane.collector.now.checkins.flatMap { $0.refused.map { "\($0.version) \($0.code)" } }
    }

    /// Of the newest check-in.
    var report: ActivationReport? { lane.collector.now.checkins.last?.activation }

    func state(_ version: Int) throws -> Activation.State? {
        try lane.store.activation()[BundleName(survey: "branch-exit", version: version)]?.state
    }

    /// Three unclean ends with the survey on the screen.
    func crash(_ version: Int) throws {
        for _ in 0..<Activation.mostCrashes {
            let ending = RunEnding.crashed(showing: BundleName(survey: "branch-exit", version: version))
            _ = try lane.store.began(after: ending, boot: "b1")
        }
    }
}
