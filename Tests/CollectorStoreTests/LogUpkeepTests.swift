import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct LogUpkeepTests {
    private static let million: Int64 = 1 << 20

    @Test(
        "C8: an idle log gives its space back, a large one is begun anew, and others are left to SQLite",
        arguments: [
            (0, true, .leave), (0, false, .leave), (4_096, true, .truncate), (4_096, false, .leave),
            (LogStep.large - 1, false, .leave), (LogStep.large, false, .restart), (LogStep.large, true, .truncate),
        ] as [(Int64, Bool, LogStep)])
    func step(bytes: Int64, isIdle: Bool, expected: LogStep) {
        #expect(LogStep(bytes: bytes, isIdle: isIdle) == expected)
    }

    @Test("C8: while a long export reads page by page, the log stays small, ingest goes on, and the export is whole")
    func export() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(9_000).map(\.bytes)
        for start in stride(from: 0, to: 6_000, by: 500) {
            _ = try await centre.ingest(Array(lines[start..<start + 500]))
        }
        var (exported, cursor, next, largest): ([ResponseID], String?, Int, Int64) = ([], nil, 6_000, 0)
        repeat {
            let page = try await centre.store.responses(in: .all, after: cursor, limit: 100)
            exported += page.rows.map(\.id)
            cursor = page.next
            if next < lines.count {
                let answer = try await centre.ingest(Array(lines[next..<next + 100]))
                #expect(answer.results.allSatisfy { $0.status == .accepted })
                next += 100
            }
            #expect(try await !centre.store.tendLog())
            largest = max(largest, centre.store.logBytes)
        } while cursor != nil
        #expect(largest < 8 * Self.million, "the log grew to \(largest) bytes")
        #expect(next == lines.count)
        #expect(Set(exported).count == exported.count)
        #expect(Set(exported).isSuperset(of: (1...6_000).map(Examples.responseID)))
    }

    @Test("C8: a reading that does not end is ended, and the log can be taken in again")
    func endless() async throws {
        let centre = try await Centre()
        let (started, continuation) = AsyncStream<Void>.makeStream()
        async let reading = problem {
            _ = try await centre.store.pool.read(within: ReadingLimits(longest: .milliseconds(500))) { db in
                // The snapshot is taken by the first statement.
                _ = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM ledger")
                continuation.finish()
                return try Int.fetchOne(
                    db, sql: "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n")
            }
        }
        for await _ in started {}
        _ = try await centre.ingest(try Centre.lines(50).map(\.bytes))
        #expect(await reading == .overloaded)
        for _ in 1...2 { try await centre.store.tendLog() }
        #expect(centre.store.logBytes == 0)
        #expect(try await centre.exported().count == 50)
    }

    @Test("C8: a reader in the way holds nobody up, and the log comes back to nothing when it has gone")
    func inTheWay() async throws {
        let centre = try await Centre()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: centre.folder.file("collector.sqlite"), configuration: configuration)
        _ = try await centre.ingest(try Centre.lines(50).map(\.bytes))
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN; SELECT COUNT(*) FROM ledger")
        }
        let before = ContinuousClock.now
        for _ in 1...3 { try await centre.store.tendLog() }
        // A commit would wait five seconds for another each time.
        #expect(ContinuousClock.now - before < .seconds(10))
        #expect(centre.store.logBytes > 0)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
        for _ in 1...2 { try await centre.store.tendLog() }
        #expect(centre.store.logBytes == 0)
    }

    @Test("C8: readers can't write, and a command beside the collector leaves the log to it")
    func whoWrites() async throws {
        let centre = try await Centre()
        await #expect(throws: DatabaseError.self) {
            try await centre.store.pool.read { db in try db.execute(sql: "DELETE FROM branch") }
        }
        let beside = try CollectorStore(path: centre.folder.file("collector.sqlite"), isInService: false)
        let pages = try await beside.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint")
        }
        #expect(pages == 0)
        let own = try await centre.store.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint")
        }
        #expect(own == 1_000)
    }
}
