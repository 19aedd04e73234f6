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
        /// The survey on the screen was revoked, and nothing else is new.
        case revoked
        /// The collector could not be asked; to be tried again.
        case failed(Reply)
    }

    /// What was refused, and is not fetched again until the assignment or the manifest changes.
    ///
    /// It is forgotten when somebody asks for a round and after an hour: the fault may have been the line's.
    struct Memory: Equatable {
        var refused: Refused?
        /// Of a manifest that was refused.
        var manifestETag: String?
        var manifestHash: Data?
        /// When the oldest of these was refused, by the boot clock.
        var sinceMS: Int64?
        /// What was refused before that was forgotten: refused once more, it is not told again.
        private(set) var toldOf: Refused?
        private(set) var toldHash: Data?

        private static let patienceMS: Int64 = 3_600_000

        /// Begins anew when what it holds has had its time.
        mutating func age(nowMS: Int64) {
            if let sinceMS, nowMS - sinceMS >= Self.patienceMS { forget() }
        }

        /// Lets everything be fetched again.
        mutating func forget() {
            self = Memory(toldOf: refused ?? toldOf, toldHash: manifestHash ?? toldHash)
        }

        init(toldOf: Refused? = nil, toldHash: Data? = nil) { (self.toldOf, self.toldHash) = (toldOf, toldHash) }

        mutating func began(nowMS: Int64) { sinceMS = sinceMS ?? nowMS }
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
    /// Draws every screen of a survey; a stable word where it can't be shown, else nil.
    let inspect: (Survey) -> String?
    /// The latest moment that it may be by any clock that was heard, ms since 1970.
    let believedMS: Int64

    private enum Stop: Error {
        case outcome(Outcome)
    }

    func run(_ assignment: Assignment, memory: inout Memory) throws -> Outcome {
        memory.age(nowMS: now().bootMS)
        do {
            let (manifest, number) = try currentManifest(for: assignment, &memory)
            let hasRevoked = try store.revoke(Set((manifest.revoked ?? []).map(BundleName.init)))
            let outcome = try fetch(assignment, in: manifest, number, &memory)
            return hasRevoked && outcome == .nothingNew ? .revoked : outcome
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
            memory.began(nowMS: now().bootMS)
            memory.manifestHash = hash
            memory.manifestETag = response.header("etag")
            if memory.toldHash == hash { return .outcome(.nothingNew) }
            return .outcome(.refused(Refusal(survey: assignment.survey, version: assignment.version, code: code)))
        }
        guard let (envelope, manifest) = Self.decode(response.body), let key = try store.releaseKey(),
            envelope.isSigned(by: PublicKey(key: key), as: Envelope.manifestType)
        else { throw refuse("bad-signature") }
        guard manifest.isWellFormed else { throw refuse("bad-manifest") }
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
            memory.began(nowMS: now().bootMS)
            memory.refused = key
            return memory.toldOf == key
                ? .nothingNew : .refused(Refusal(survey: assignment.survey, version: assignment.version, code: code))
        }
        guard let entry, manifest.manifest >= assignment.manifest else { return refuse("not-in-manifest") }
        guard !manifest.isRevoked(survey: entry.survey, version: entry.version) else { return refuse("revoked") }
        let need = try store.assign(
            surveyID: entry.survey, version: entry.version, sha256: entry.sha256, assignment: assignment.key)
        switch need {
        case .nothing: return .nothingNew
        case .withdrawn: return .withdrawn
        case .staged: return .staged(surveyID: entry.survey, version: entry.version)
        case .refused(let code): return refuse(code)
        case .check, .download:
            guard !isBarred(by: manifest) else { return refuse("stale-manifest") }
            if need == .check, let fetched = try store.fetchedSurvey() {
                return try check(entry, fetched.bytes, assignment, refuse)
            }
            guard (1...Self.maximumBytes).contains(entry.size) else { return refuse("unreadable") }
            return try download(entry, assignment, refuse)
        }
    }

    private func download(
        _ entry: Manifest.Entry, _ assignment: Assignment, _ refuse: (String) -> Outcome
    ) throws -> Outcome {
        // Not cut at `entry.size`: a portal's page may be longer, and must be seen as what it is.
        let request = requests.blob(sha256: entry.sha256, maximumBytes: Self.maximumBytes, at: now())
        let reply = Reply(send(request), from: collectorID)
        guard case .answered(let response) = reply else { return .failed(reply) }
        guard SealedLine.hash(of: response.body).hex == entry.sha256 else { return refuse("wrong-hash") }
        guard response.body.count == entry.size else { return refuse("wrong-size") }
        // Kept before anything reads it: one that takes the kiosk down while it is read is known by name afterwards.
        try store.fetch(
            surveyID: entry.survey, version: entry.version, sha256: entry.sha256, bytes: response.body,
            assignment: assignment.key)
        return try check(entry, response.body, assignment, refuse)
    }

    private func check(
        _ entry: Manifest.Entry, _ bytes: Data, _ assignment: Assignment, _ refuse: (String) -> Outcome
    ) throws -> Outcome {
        let fault = Self.read(bytes, as: entry).map(inspect) ?? "unreadable"
        if let fault {
            try store.fail(surveyID: entry.survey, version: entry.version, code: fault)
            return refuse(fault)
        }
        try store.stage(
            surveyID: entry.survey, version: entry.version, sha256: entry.sha256, bytes: bytes,
            assignment: assignment.key)
        return .staged(surveyID: entry.survey, version: entry.version)
    }

    /// Whether the manifest is past its time, and the clock that says so can be trusted.
    private func isBarred(by manifest: Manifest) -> Bool {
        now().clock == .synchronised && manifest.isStale(atMS: believedMS)
    }

    private static func read(_ bytes: Data, as entry: Manifest.Entry) -> Survey? {
        guard let text = String(data: bytes, encoding: .utf8) else { return nil }
        let survey = SurveyReader.read(text, file: "\(entry.survey)@\(entry.version)").survey
        return survey?.id == entry.survey && survey?.version == entry.version ? survey : nil
    }
}

extension Assignment {
    /// What tells this assignment from another one of the same version.
    var key: String { number.map { "#\($0)" } ?? "manifest \(manifest)" }
}

extension BundleName {
    init(_ name: SurveyName) { self.init(survey: name.survey, version: name.version) }
}

extension ActivationReport {
    /// What the store knows of its surveys, as it is told.
    init(_ activation: Activation, isStale: Bool) {
        self.init(
            isPending: activation.shown?.state == .pending,
            previous: activation.first(.previous).map {
                SurveyName(survey: $0.name.survey, version: $0.name.version)
            },
            failed: activation.bundles.filter { $0.state == .failed }.map {
                Failure(survey: $0.name.survey, version: $0.name.version, why: $0.why ?? "")
            }, isStale: isStale)
    }
}
