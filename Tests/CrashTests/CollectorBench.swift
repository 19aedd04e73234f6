import CollectorStore
import Crypto
import FaultBench
import Foundation
import GRDB
import SurveyKit
import TestSupport
import WireProtocol

/// A collector's data folder with one kiosk and one survey in it, on a disk that can fail.
struct CollectorBench {
    static let now: Int64 = 1_763_800_000_000
    private static let queue = Examples.queueID()

    let folder: TemporaryFolder
    let disk: FaultDisk
    let kiosk: Kiosk

    /// A copy of a folder that `template` made.
    init(copying template: (folder: TemporaryFolder, kiosk: Kiosk)) throws {
        folder = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: template.folder.path) {
            try FileManager.default.copyItem(atPath: template.folder.file(name), toPath: folder.file(name))
        }
        disk = try FaultDisk(watching: folder.path)
        kiosk = template.kiosk
    }

    static func template() async throws -> (folder: TemporaryFolder, kiosk: Kiosk) {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        defer { try? store.close() }
        let credential = Data("credential".utf8)
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        try await store.createEnrolToken(
            hash: Data("token".utf8), branch: "baku", uses: 1, expiresMS: now + 1_000, nowMS: now)
        _ = try await store.enrol(
            EnrolRequest(
                token: "secret", publicKey: Data(repeating: 1, count: 32), enrolmentID: "e", queue: queue,
                hostname: "host", name: "Exit", app: "1"),
            tokenHash: Data("token".utf8), credentialHash: credential, nowMS: now)
        _ = try await store.publish(try publication(), nowMS: now)
        guard let kiosk = try await store.kiosk(credentialHash: credential) else {
            throw CocoaError(.coderValueNotFound)
        }
        return (folder, kiosk)
    }

    private static func publication() throws -> ApiPublication {
        let key = Curve25519.Signing.PrivateKey()
        let blob = try Examples.branchExit.encoded()
        let entry = Manifest.Entry(
            survey: Examples.branchExit.id, version: Examples.branchExit.version, sha256: SealedLine.hash(of: blob).hex,
            size: blob.count)
        let manifest = try JSONEncoder().encode(Manifest(manifest: 1, surveys: [entry]))
        return ApiPublication(
            manifest: try Envelope(
                signing: manifest, type: Envelope.manifestType, privateKey: key.rawRepresentation),
            blob: blob, releaseKey: PublicKey(key: key.publicKey.rawRepresentation),
            assign: ApiAssignment(all: true, branches: []))
    }

    /// Sealed lines of the kiosk's queue, from its first.
    static func lines(_ count: Int) throws -> [SealedLine] {
        var prev = SealedLine.genesis(of: queue)
        return try (1...count).map { n in
            let draft = Examples.draft(id: Examples.responseID(n), score: n % 5 + 1)
            let line = try SealedLine(sealing: draft, queue: queue, seq: Int64(n), prev: prev)
            prev = line.sha256
            return line
        }
    }

    func open() throws -> CollectorStore { try CollectorStore(path: folder.file("collector.sqlite")) }

    /// Sends lines as three connections would, a few at a time.
    ///
    /// - Returns: The hash under which each line was acknowledged, by its id; those without an answer are missing.
    func send(_ lines: [SealedLine], to store: CollectorStore) async -> [ResponseID: String] {
        await withTaskGroup(of: [Verdict].self) { group in
            for start in stride(from: 0, to: lines.count, by: 2) {
                let batch = lines[start..<min(start + 2, lines.count)].map(\.bytes)
                group.addTask {
                    let answer = try? await store.ingest(
                        lines: batch, kiosk: kiosk, queue: Self.queue, sent: nil, nowMS: Self.now)
                    return answer?.results ?? []
                }
            }
            var acknowledged: [ResponseID: String] = [:]
            for await verdicts in group {
                for verdict in verdicts where verdict.status == .accepted || verdict.status == .duplicate {
                    if let id = verdict.id { acknowledged[id] = verdict.sha256 }
                }
            }
            return acknowledged
        }
    }

    /// What is wrong in a database that nobody has open.
    func violations(_ acknowledged: [ResponseID: String]) throws -> [String] {
        try open().close()
        let database = try DatabaseQueue(path: folder.file("collector.sqlite"))
        defer { try? database.close() }
        return try database.read { db in
            let integrity = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "none"
            var wrong = integrity == "ok" ? [] : ["integrity: \(integrity)"]
            for (id, hash) in acknowledged {
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT (SELECT hex(sha256) FROM ledger WHERE id = ?1) AS hash,
                          (SELECT count(*) FROM response WHERE id = ?1) AS bodies
                        """, arguments: [Data(hex: id.hex)])
                if (row?["hash"] as String?)?.lowercased() != hash { wrong.append("I5: \(id) is not in the ledger") }
                if row?["bodies"] != 1 { wrong.append("I2: \(id) has \(row?["bodies"] ?? 0) bodies") }
            }
            let twice = try Int.fetchOne(db, sql: "SELECT count(*) - count(DISTINCT id) FROM response") ?? -1
            if twice != 0 { wrong.append("I2: \(twice) responses are there twice") }
            return wrong
        }
    }
}
