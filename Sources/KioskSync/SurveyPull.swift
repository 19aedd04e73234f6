import Foundation
import KioskStore
import SurveyKit
import WireProtocol

/// Fetches the assigned survey and stages it once everything about it is proved (sync.md 9).
///
/// Whatever is wrong becomes a refusal with a stable code, and the survey on the screen goes on.
struct SurveyPull {
    enum Outcome: Equatable {
        /// The assigned survey is here already, or was refused before and nothing has changed since.
        case nothingNew
        case staged(surveyID: String, version: Int)
        /// The assigned survey is the one on the screen, and another one no longer waits to replace it.
        case withdrawn
        case refused(Refusal)
        /// The collector could not be asked; to be tried again.
        case failed(Reply)
    }

    /// What was refused: the same thing is not fetched again until the assignment or the manifest changes.
    struct Memory: Equatable {
        var refused: Refused?
        /// Of a manifest that was refused.
        var manifestETag: String?
        var manifestHash: Data?
    }

    struct Refused: Equatable {
        let assignment: Assignment
        let manifest: Int
        let sha256: String
    }

    /// No survey is larger.
    static let maximumBytes = 1_048_576

    let store: KioskStore
    let requests: DeviceRequests
    let collectorID: String
    let send: (HTTPRequest) -> Result<HTTPResponse, HTTPFailure>
    let now: () -> Timestamp

    private enum Stop: Error {
        case outcome(Outcome)
    }

    func run(_ assignment: Assignment, memory: inout Memory) throws -> Outcome {
        do {
            let (manifest, number) = try currentManifest(for: assignment, &memory)
            return try fetch(assignment, in: manifest, number, &memory)
        } catch Stop.outcome(let outcome) {
            return outcome
        }
    }

    // MARK: The manifest

    private func currentManifest(for assignment: Assignment, _ memory: inout Memory) throws -> (Manifest, Int) {
        let stored = try store.manifest()
        let known = stored.flatMap { Self.decode($0.envelope)?.1 }
        if let known, known.manifest >= assignment.manifest,
            known.entry(survey: assignment.survey, version: assignment.version) != nil
        {
            return (known, known.manifest)
        }
        let reply = Reply(
            send(requests.manifest(knownAs: memory.manifestETag ?? stored?.etag, at: now())), from: collectorID)
        switch reply {
        case .notModified:
            guard memory.manifestETag == nil, let known else { throw Stop.outcome(.nothingNew) }
            return (known, known.manifest)
        case .answered(let response):
            let manifest = try accept(response, over: stored, for: assignment, &memory)
            return (manifest, manifest.manifest)
        default: throw Stop.outcome(.failed(reply))
        }
    }

    private func accept(
        _ response: HTTPResponse, over stored: StoredManifest?, for assignment: Assignment, _ memory: inout Memory
    ) throws -> Manifest {
        let hash = SealedLine.hash(of: response.body)
        if memory.manifestHash == hash { throw Stop.outcome(.nothingNew) }
        func refuse(_ code: String) -> Stop {
            memory.manifestHash = hash
            memory.manifestETag = response.header("etag")
            return .outcome(.refused(Refusal(survey: assignment.survey, version: assignment.version, code: code)))
        }
        guard let (envelope, manifest) = Self.decode(response.body), let key = try store.releaseKey(),
            envelope.isSigned(by: PublicKey(key: key), as: Envelope.manifestType)
        else { throw refuse("bad-signature") }
        if let stored, manifest.manifest <= stored.version {
            guard manifest.manifest == stored.version, Self.decode(stored.envelope)?.1 == manifest else {
                throw refuse("old-manifest")
            }
            return manifest
        }
        try store.setManifest(
            version: manifest.manifest, envelope: response.body, etag: response.header("etag"))
        (memory.manifestHash, memory.manifestETag) = (nil, nil)
        return manifest
    }

    static func decode(_ bytes: Data) -> (Envelope, Manifest)? {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: bytes),
            let manifest = try? JSONDecoder().decode(Manifest.self, from: envelope.payload)
        else { return nil }
        return (envelope, manifest)
    }

    // MARK: The survey

    private func fetch(
        _ assignment: Assignment, in manifest: Manifest, _ number: Int, _ memory: inout Memory
    ) throws -> Outcome {
        let entry = manifest.entry(survey: assignment.survey, version: assignment.version)
        let key = Refused(assignment: assignment, manifest: number, sha256: entry?.sha256 ?? "")
        if memory.refused == key { return .nothingNew }
        func refuse(_ code: String) -> Outcome {
            memory.refused = key
            return .refused(Refusal(survey: assignment.survey, version: assignment.version, code: code))
        }
        guard let entry, manifest.manifest >= assignment.manifest else { return refuse("not-in-manifest") }
        if let known = try store.survey(surveyID: entry.survey, version: entry.version) {
            // A published version never changes: the same number with other bytes is a forgery or a mistake.
            guard known.sha256 == entry.sha256 else { return refuse("wrong-hash") }
            switch known.state {
            case .active: return try store.withdrawStaged() ? .withdrawn : .nothingNew
            case .previous: return try stage(entry, known.bytes)
            case .staged, .failed: return .nothingNew
            }
        }
        guard (1...Self.maximumBytes).contains(entry.size) else { return refuse("unreadable") }
        // Not cut at `entry.size`: a portal's page may be longer, and must be seen as what it is.
        let request = requests.blob(sha256: entry.sha256, maximumBytes: Self.maximumBytes, at: now())
        let reply = Reply(send(request), from: collectorID)
        guard case .answered(let response) = reply else { return .failed(reply) }
        guard SealedLine.hash(of: response.body).hex == entry.sha256 else { return refuse("wrong-hash") }
        guard Self.isReadable(response.body, as: entry) else { return refuse("unreadable") }
        return try stage(entry, response.body)
    }

    private func stage(_ entry: Manifest.Entry, _ bytes: Data) throws -> Outcome {
        try store.stage(surveyID: entry.survey, version: entry.version, sha256: entry.sha256, bytes: bytes)
        return .staged(surveyID: entry.survey, version: entry.version)
    }

    private static func isReadable(_ bytes: Data, as entry: Manifest.Entry) -> Bool {
        guard let text = String(data: bytes, encoding: .utf8) else { return false }
        let survey = SurveyReader.read(text, file: "\(entry.survey)@\(entry.version)").survey
        return survey?.id == entry.survey && survey?.version == entry.version
    }
}
