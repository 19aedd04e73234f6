import CollectorStore
import Foundation
import GRDB
import KioskStore
import SurveyKit
import TestSupport
import Transport
import WireProtocol

@testable import CollectorApp
@testable import KioskSync

/// A kiosk's real store at the real collector, taken step by step, whose database somebody can get at in between.
final class TamperedKiosk {
    private(set) var store: KioskStore
    let id: String
    private let collector: LiveCollector
    private let enrolment: Enrolment
    private let folder: TemporaryFolder
    private var number = 0
    /// What was sealed, before anybody got at it.
    private(set) var sealed: [SealedLine] = []

    init(at collector: LiveCollector) async throws {
        self.collector = collector
        folder = try TemporaryFolder()
        store = try KioskStore(stateFolder: folder.file("state"))
        let token = try await collector.enrolToken()
        let (store, url) = (store, collector.url)
        enrolment = try await onThread {
            let exchange = CurlExchange(options: TransportOptions(userAgent: LiveKiosk.app))
            return try Enroller(exchange: exchange, store: store, logger: silentLogger)
                .enroll(token: token, url: url, name: "Exit 1", hostname: "exit-1", app: LiveKiosk.app)
        }
        id = enrolment.kioskID
    }

    deinit { store.close() }

    func seal(_ count: Int) throws {
        for _ in 0..<count {
            number += 1
            try store.saveDraft(
                Examples.draft(id: Examples.responseID(number), score: number % 5 + 1, started: systemNow()))
            guard let line = try store.sealDraft() else { throw CancellationError() }
            sealed.append(line)
        }
    }

    /// Sends the oldest lines, and settles what the collector says of them.
    func deliver(_ count: Int = 100) async throws {
        let lines = try store.pending(maxLines: count, maxBytes: .max).lines
        guard !lines.isEmpty else { return }
        let queue = try store.identity().queueID
        let answer = try await collector.store.ingest(
            lines: lines.map(\.bytes), kiosk: try await kiosk, queue: queue, sent: systemNow(),
            nowMS: Collector.systemTime())
        let response = HTTPResponse(
            status: 200,
            headers: [
                "content-type": Wire.MediaType.results, "smilepost-collector": enrolment.collectorID,
                "smilepost-queue": queue.hex,
            ], body: try JSONEncoder().encode(answer))
        let outcome = IngestOutcome.interpret(
            .success(response), sent: lines, queue: queue, collectorID: enrolment.collectorID)
        guard case .judged(let judgement) = outcome else { throw CancellationError() }
        try store.settle(judgement.settlements, nowMS: systemNow().wallMS)
    }

    func checkIn() async throws {
        let state = try store.queueState(parked: [], nowMS: systemNow().wallMS)
        let request = CheckinRequest(
            app: LiveKiosk.app, queue: QueueReport(state), survey: nil, manifest: 0, clock: .synchronised, refused: [])
        let answer = try await collector.store.checkIn(
            try await kiosk, queue: try store.identity().queueID, request, sent: systemNow(),
            nowMS: Collector.systemTime())
        try store.markTold(state.declared)
        let change = try store.collectorState(
            collectorID: enrolment.collectorID, epoch: nil, durableSeq: answer.durableSeq,
            gaps: answer.gaps.map { $0[0]...$0[1] }, nowMS: systemNow().wallMS)
        if change.requeued > 0 { try await deliver() }
    }

    /// Everything pending, and two check-ins.
    func sync() async throws {
        try await deliver()
        try await checkIn()
        try await deliver()
        try await checkIn()
    }

    private var kiosk: Kiosk {
        get async throws {
            guard let kiosk = try await collector.store.kiosk(credentialHash: Secrets.hash(enrolment.credential)) else {
                throw CancellationError()
            }
            return kiosk
        }
    }

    /// What `smilepost-ops kiosks audit` prints and ends with.
    var ledger: ApiLedger {
        get async throws { try await collector.ledger(ofKiosk: id) }
    }

    // MARK: Somebody with the database

    /// Lets `change` at the database of the stopped kiosk, as `sqlite3` would.
    ///
    /// - Parameter forgettingNumbers: Whether the note of the newest number beside the database goes too.
    func stopped(forgettingNumbers: Bool = false, _ change: (Database) throws -> Void) throws {
        store.close()
        let database = try DatabaseQueue(path: folder.file("state/kiosk.sqlite"))
        try database.write(change)
        try database.close()
        if forgettingNumbers { try FileManager.default.removeItem(atPath: folder.file("state/high-water")) }
        store = try KioskStore(stateFolder: folder.file("state"))
    }
}

/// What a person with `sqlite3` and time can do to a kiosk's queue.
enum Tampering {
    /// Puts another answer into a line, and the hash that goes with it.
    static func edit(_ seq: Int64, _ db: Database) throws {
        try replace(seq, prev: nil, db) { text in
            text.replacing(/"visit":(\d)/) { "\"visit\":\($0.1 == "1" ? 5 : 1)" }
        }
    }

    /// Puts another answer into a line, and makes all after it anew, so that the chain is sound again.
    static func sealAnew(from seq: Int64, _ db: Database) throws {
        try edit(seq, db)
        let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM response") ?? seq
        for next in seq + 1..<max(seq + 1, last + 1) {
            let before = try Data.fetchOne(db, sql: "SELECT sha256 FROM response WHERE seq = ?", arguments: [next - 1])
            try replace(next, prev: before, db) { $0 }
        }
        try db.execute(sql: "UPDATE identity SET head = (SELECT sha256 FROM response ORDER BY seq DESC LIMIT 1)")
    }

    /// Exchanges the answers of two lines that follow each other.
    static func swapAnswers(_ seq: Int64, _ db: Database) throws {
        let texts = try [seq, seq + 1].map { try text($0, db) }
        let answers = texts.map { String($0.firstMatch(of: /"answers":\{[^}]*\}/)?.0 ?? "") }
        try replace(seq, prev: nil, db) { $0.replacing(answers[0], with: answers[1]) }
        try replace(seq + 1, prev: nil, db) { $0.replacing(answers[1], with: answers[0]) }
    }

    /// Exchanges the places of two rows.
    static func swapRows(_ seq: Int64, _ db: Database) throws {
        for (from, to) in [(seq, -1), (seq + 1, seq), (-1, seq + 1)] {
            try db.execute(sql: "UPDATE response SET seq = ? WHERE seq = ?", arguments: [to, from])
        }
    }

    /// Cuts off every line after `seq`, as if it had never been.
    static func cutTail(after seq: Int64, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM response WHERE seq > ?", arguments: [seq])
        try db.execute(
            sql: "UPDATE identity SET next_seq = ?1 + 1, head = (SELECT sha256 FROM response WHERE seq = ?1)",
            arguments: [seq])
    }

    private static func text(_ seq: Int64, _ db: Database) throws -> String {
        let bytes = try Data.fetchOne(db, sql: "SELECT line FROM response WHERE seq = ?", arguments: [seq])
        return String(decoding: bytes ?? Data(), as: UTF8.self)
    }

    private static func replace(
        _ seq: Int64, prev: Data?, _ db: Database, _ change: (String) -> String
    ) throws {
        let before = try text(seq, db)
        var after = change(before)
        if let prev { after = after.replacing(/"prev":"[0-9a-f]{64}"/, with: "\"prev\":\"\(prev.hex)\"") }
        guard after != before else { throw NothingChanged() }
        let bytes = Data(after.utf8)
        try db.execute(
            sql: "UPDATE response SET line = ?, sha256 = ? WHERE seq = ?",
            arguments: [bytes, SealedLine.hash(of: bytes), seq])
    }

    struct NothingChanged: Error {}
}
