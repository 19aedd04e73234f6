import CollectorStore
import Crypto
import Foundation
import SurveyKit
import TestSupport
import WireProtocol

/// A collector's store in a folder of its own, with one branch, one kiosk and `Examples.branchExit` published.
struct Centre {
    static let now: Int64 = 1_763_800_000_000
    static let queue = Examples.queueID()

    let folder: TemporaryFolder
    var store: CollectorStore
    let releaseKey = Curve25519.Signing.PrivateKey()
    var kiosk: Kiosk

    /// An empty store with a branch, and nothing published.
    static func empty(pacing: Pacing = Pacing()) async throws -> (TemporaryFolder, CollectorStore) {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"), pacing: pacing)
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        return (folder, store)
    }

    init(pacing: Pacing = Pacing()) async throws {
        (folder, store) = try await Self.empty(pacing: pacing)
        kiosk = try await Self.enrol(in: store)
        _ = try await publish(Examples.branchExit, after: nil)
    }

    /// Closes the database and opens it again, as a restart does.
    mutating func reopen() throws {
        try store.close()
        store = try CollectorStore(path: folder.file("collector.sqlite"))
    }

    @discardableResult
    static func enrol(
        in store: CollectorStore, number: Int = 0, branch: String = "baku", queue: QueueID = Centre.queue
    ) async throws -> Kiosk {
        let token = Data("token-\(number)".utf8)
        let credential = Data("credential-\(number)".utf8)
        try await store.createEnrolToken(hash: token, branch: branch, uses: 1, expiresMS: now + 1_000, nowMS: now)
        _ = try await store.enrol(
            request(number: number, queue: queue), tokenHash: token, credentialHash: credential, nowMS: now)
        return try unwrap(try await store.kiosk(credentialHash: credential))
    }

    static func request(number: Int = 0, queue: QueueID = Centre.queue, key: UInt8? = nil) -> EnrolRequest {
        EnrolRequest(
            token: "secret", publicKey: Data(repeating: key ?? UInt8(number), count: 32), enrolmentID: "e\(number)",
            queue: queue, hostname: "host", name: "Exit \(number)", app: "1.0.0")
    }

    /// Publishes `survey` on top of the current manifest, for all branches.
    func publish(
        _ survey: Survey, after current: Manifest?, assign: ApiAssignment? = ApiAssignment(all: true, branches: [])
    ) async throws -> ApiPublished {
        let publication = try publication(survey, after: current, assign: assign)
        return try await store.publish(publication, nowMS: Self.now)
    }

    func publication(
        _ survey: Survey, after current: Manifest?, assign: ApiAssignment? = nil,
        key: Curve25519.Signing.PrivateKey? = nil
    ) throws -> ApiPublication {
        let blob = try survey.encoded()
        let entry = Manifest.Entry(
            survey: survey.id, version: survey.version, sha256: SealedLine.hash(of: blob).hex, size: blob.count)
        let manifest = Manifest(manifest: (current?.manifest ?? 0) + 1, surveys: (current?.surveys ?? []) + [entry])
        return try publication(manifest, blob: blob, assign: assign, key: key)
    }

    func publication(
        _ manifest: Manifest, blob: Data, assign: ApiAssignment? = nil, key: Curve25519.Signing.PrivateKey? = nil
    ) throws -> ApiPublication {
        let key = key ?? releaseKey
        let envelope = try Envelope(
            signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType, privateKey: key.rawRepresentation)
        return ApiPublication(
            manifest: envelope, blob: blob, releaseKey: PublicKey(key: key.publicKey.rawRepresentation), assign: assign)
    }

    func manifest() async throws -> Manifest? {
        guard let envelope = try await store.manifestEnvelope() else { return nil }
        return try JSONDecoder().decode(Manifest.self, from: envelope.payload)
    }

    func ingest(_ lines: [Data], at nowMS: Int64 = Centre.now, sent: Timestamp? = nil) async throws -> IngestAnswer {
        try await store.ingest(lines: lines, kiosk: kiosk, queue: Self.queue, sent: sent, nowMS: nowMS)
    }

    /// Every response's id in the order of the export.
    func exported() async throws -> [ResponseID] { try await store.responses(in: .all).rows.map(\.id) }

    /// Sealed lines 1 to `count` of the queue, one customer each, scores 1 to 5 in turn.
    static func lines(_ count: Int, queue: QueueID = Centre.queue) throws -> [SealedLine] {
        try chain(
            (1...max(count, 1)).prefix(count).map { Examples.draft(id: Examples.responseID($0), score: $0 % 5 + 1) },
            queue)
    }

    /// Seals drafts as the first lines of a queue.
    static func chain(_ drafts: [Draft], _ queue: QueueID = Centre.queue) throws -> [SealedLine] {
        var prev = SealedLine.genesis(of: queue)
        var lines: [SealedLine] = []
        for draft in drafts {
            let line = try SealedLine(sealing: draft, queue: queue, seq: Int64(lines.count + 1), prev: prev)
            lines.append(line)
            prev = line.sha256
        }
        return lines
    }

    static func books(
        created: Int64, pending: Int64 = 0, dead: Int64 = 0, lost: Int64 = 0, head: Data? = nil,
        waiting: [[Int64]] = [], declared: [DeclaredRange] = []
    ) -> CheckinRequest {
        // Unless a test says otherwise, the queue is the one of `lines`.
        let lines = (1...100).contains(created) ? try? lines(Int(created)) : nil
        let queue = QueueReport(
            created: created, delivered: created - pending - dead - lost, pending: pending, dead: dead, lost: lost,
            head: (head ?? lines?.last?.sha256 ?? SealedLine.genesis(of: queue)).hex,
            oldestPendingMS: pending > 0 ? 5_000 : nil, waiting: waiting, declared: declared)
        return CheckinRequest(
            app: "1.0.1", queue: queue, survey: SurveyReport(id: "branch-exit", version: 3, sha256: "ab"), manifest: 1,
            clock: .synchronised, refused: [Refusal(survey: "branch-exit", version: 4, code: "wrong-hash")])
    }
}

struct Missing: Error {}

/// The value, or a failed test.
func unwrap<T>(_ value: T?) throws -> T {
    guard let value else { throw Missing() }
    return value
}

/// The problem that `work` ends with; nil where it ends well.
func problem(_ work: () async throws -> Void) async -> Problem.Code? {
    do {
        try await work()
        return nil
    } catch let problem as Problem {
        return problem.code
    } catch {
        return nil
    }
}
