import Foundation
import GRDB
import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// The books of every queue that a kiosk accounts for, held against the ledger and the chain.
    ///
    /// A queue that another kiosk has taken over since is that one's.
    ///
    /// - Throws: `Problem` `not-found` also where the kiosk is out of reach, `storage`.
    package func ledger(ofKiosk id: String, in reach: Reach) async throws(Problem) -> ApiLedger {
        try await answering {
            try await pool.read { db in
                let sql = "SELECT name, branch FROM kiosk WHERE id = ?"
                guard let kiosk = try Row.fetchOne(db, sql: sql, arguments: [id]), reach.contains(kiosk["branch"])
                else { throw Problem.noKiosk(id) }
                let queues = try Row.fetchAll(db, sql: QueueLedger.query, arguments: [id])
                return ApiLedger(
                    kiosk: id, name: kiosk["name"], branch: kiosk["branch"],
                    queues: try queues.map { try QueueLedger(row: $0, db).api })
            }
        }
    }

    /// Faults that are still open, by kind, over all queues.
    ///
    /// - Throws: The database's error.
    package func openFaults() async throws -> [String: Int64] {
        try await pool.read { db in
            let sql = "SELECT kind, count(*) FROM queue_fault WHERE cleared_ms IS NULL GROUP BY kind"
            let counts = try Row.fetchAll(db, sql: sql).map { ($0[0] as String, $0[1] as Int64) }
            let found = Dictionary(uniqueKeysWithValues: counts)
            return Dictionary(
                uniqueKeysWithValues: QueueFaults.Kind.allCases.map { kind in
                    (kind.rawValue, found[kind.rawValue] ?? 0)
                })
        }
    }
}

/// One queue as its ledger is told.
private struct QueueLedger {
    static let query = """
        SELECT o.*, q.stored, q.durable_seq, q.waiting FROM queue_owner o LEFT JOIN queue q ON q.queue_id = o.queue_id
        WHERE o.kiosk = ? AND NOT EXISTS(
          SELECT 1 FROM queue_owner n WHERE n.queue_id = o.queue_id AND n.since_ms > o.since_ms)
        ORDER BY o.since_ms, o.queue_id
        """
    private static let maximumRanges = 1_000

    let api: ApiQueueLedger

    init(row: Row, _ db: Database) throws {
        let queue = QueueID(bytes: row["queue_id"])
        let standing = try QueueStanding(queue, db)
        let (created, durableSeq): (Int64?, Int64) = (row["created"], row["durable_seq"] ?? 0)
        let books = created.map {
            ApiQueueLedger.Books(
                created: $0, pending: row["pending"] ?? 0, dead: row["dead"] ?? 0, lost: row["lost"] ?? 0)
        }
        let absent = try Self.absent(queue, above: durableSeq, upTo: created ?? 0, db)
        let told = SequenceNumbers(column: row["waiting"])
        api = ApiQueueLedger(
            queue: queue.hex, books: books, ledger: row["stored"] ?? 0, durableSeq: durableSeq,
            keptFrom: row["kept_from"],
            anchor: try Anchors.last(of: queue, db).map {
                ApiQueueLedger.Anchor(created: $0.created, head: $0.head.hex, atMS: $0.atMS)
            },
            waiting: (told.isEmpty ? absent.subtracting(standing.missing) : absent.intersection(told)).pairs,
            missing: standing.missing.intersection(absent).pairs,
            declared: try Declared.all(queue: queue, db).map {
                DeclaredRange(first: $0.first, last: $0.last, reason: $0.reason, sha256: $0.sha256?.hex)
            },
            gaps: standing.told(.gap), forks: standing.told(.fork), altered: standing.toldAltered,
            rewound: standing.told(.rewound, .again))
    }

    /// Numbers that the kiosk has given and that are not here; what is declared is not among them, but for what is held
    /// back only.
    private static func absent(
        _ queue: QueueID, above durableSeq: Int64, upTo created: Int64, _ db: Database
    ) throws -> SequenceNumbers {
        var absent = try Ledger.holes(queue, above: durableSeq, upTo: created, atMost: maximumRanges, db)
        for parked in try Declared.all(reason: .parked, queue: queue, db) {
            absent.formUnion(SequenceNumbers(parked.range))
        }
        return absent
    }
}

extension QueueStanding {
    fileprivate func told(_ kinds: QueueFaults.Kind...) -> [ApiQueueLedger.Fault] {
        faults.filter { kinds.contains($0.kind) }.map {
            ApiQueueLedger.Fault(
                first: $0.range.lowerBound, last: $0.range.upperBound, seenMS: $0.seenMS, clearedMS: $0.clearedMS)
        }
    }

    /// Altered lines, each since the first sign of it.
    fileprivate var toldAltered: [ApiQueueLedger.Fault] {
        let signs = faults.filter { $0.kind == .link || $0.kind == .anchor }
        return altered.closedRanges.map { range in
            let seen = signs.filter { range.contains($0.range.lowerBound) || range.contains($0.range.lowerBound + 1) }
            return ApiQueueLedger.Fault(
                first: range.lowerBound, last: range.upperBound,
                seenMS: seen.map(\.seenMS).min() ?? signs.map(\.seenMS).min() ?? 0)
        }
    }
}
