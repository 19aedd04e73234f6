import Foundation
import GRDB
import SurveyKit

/// The chain of hashes: each line names the one before it, and a link is compared as soon as both its ends are known,
/// whatever the order they came in.
enum Chain {
    /// Lines were entered in the ledger.
    static func arrived(_ lines: [IncomingLine], queue: QueueID, nowMS: Int64, _ db: Database) throws {
        var numbers = SequenceNumbers()
        for line in lines where line.seq >= 1 { numbers.insert(contentsOf: line.seq..<line.seq + 1) }
        for run in numbers.closedRanges { try entered(run, queue: queue, nowMS: nowMS, db) }
    }

    /// Lines under these numbers are in the ledger since now.
    static func entered(_ numbers: ClosedRange<Int64>, queue: QueueID, nowMS: Int64, _ db: Database) throws {
        try Declared.came(numbers, queue: queue, db)
        try check(numbers, queue: queue, nowMS: nowMS, db)
    }

    /// Compares every link that has an end in `numbers`, and the anchors there.
    static func check(_ numbers: ClosedRange<Int64>, queue: QueueID, nowMS: Int64, _ db: Database) throws {
        let stretch = try Stretch(numbers.lowerBound - 1...numbers.upperBound + 1, queue: queue, db)
        for seq in stretch.forks where numbers.contains(seq) {
            try QueueFaults.record(.fork, seq...seq, queue: queue, nowMS: nowMS, db)
        }
        let links = numbers.lowerBound - 1...numbers.upperBound
        let known = Set(try QueueFaults.all(.link, in: links, queue: queue, db).map(\.range.lowerBound))
        let broken = stretch.broken(links)
        for seq in broken.subtracting(known) {
            let blamed = try Anchors.vouches(for: seq, queue: queue, db) ? seq + 1 : seq
            try QueueFaults.record(.link, seq...blamed, queue: queue, nowMS: nowMS, db)
        }
        // A second line under a number can explain what seemed wrong: then the fork is the fault.
        for seq in known.subtracting(broken) { try QueueFaults.forget(.link, seq, queue: queue, db) }
        try Anchors.compare(numbers, with: stretch, queue: queue, nowMS: nowMS, db)
    }

    /// What is known of the lines of a range.
    struct Stretch {
        /// By number: hashes of the lines there, or the hash that was declared for it.
        private(set) var hashes: [Int64: Set<Data>] = [:]
        /// By number: what the lines there say of the one before.
        private var claims: [Int64: Set<Data>] = [:]
        private(set) var forks: Set<Int64> = []

        init(_ range: ClosedRange<Int64>, queue: QueueID, _ db: Database) throws {
            for row in try Declared.overlapping(range, queue: queue, db) where range.contains(row.last) {
                if let sha256 = row.sha256 { hashes[row.last] = [sha256] }
            }
            let statement = try db.cachedStatement(
                sql: "SELECT seq, sha256, prev FROM ledger WHERE queue_id = ? AND seq BETWEEN ? AND ? ORDER BY seq")
            let rows = try Row.fetchCursor(
                statement, arguments: [queue.bytes, max(1, range.lowerBound), range.upperBound])
            var before: Int64 = 0
            while let row = try rows.next() {
                let (seq, sha256, prev): (Int64, Data, Data?) = (row[0], row[1], row[2])
                if seq == before { forks.insert(seq) } else { hashes[seq] = [] }
                hashes[seq]?.insert(sha256)
                if let prev { claims[seq, default: []].insert(prev) }
                before = seq
            }
            if range.contains(0) { hashes[0] = [SealedLine.genesis(of: queue)] }
        }

        /// Numbers of known lines that are not what their successor names.
        func broken(_ links: ClosedRange<Int64>) -> Set<Int64> {
            Set(
                links.filter { seq in
                    guard let hashes = hashes[seq], !hashes.isEmpty, let claims = claims[seq + 1] else { return false }
                    return !claims.isSubset(of: hashes)
                })
        }
    }
}
