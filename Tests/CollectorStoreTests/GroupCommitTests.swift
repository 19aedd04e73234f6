import Dispatch
import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct GroupCommitTests {
    @Test func `every commit is flushed to the disk`() async throws {
        let centre = try await Centre()
        let settings = try await centre.store.pool.writeWithoutTransaction { db in
            [try Int.fetchOne(db, sql: "PRAGMA synchronous"), try Int.fetchOne(db, sql: "PRAGMA busy_timeout")]
        }
        #expect(settings == [2, 5_000])
    }

    @Test func `a full disk acknowledges nothing, and the same lines are taken when there is room`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(100).map(\.bytes)
        try await centre.limit(pages: 1)
        #expect(await problem { _ = try await centre.ingest(lines) } == .storage)
        #expect(try await centre.store.storeCounts().ledger == 0)
        try await centre.limit(pages: 1_000_000)
        #expect(try await centre.ingest(lines).results.allSatisfy { $0.status == .accepted })
    }

    @Test func `a job that fails takes nothing from its neighbours`() async throws {
        let centre = try await Centre()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let work: @Sendable (Database) throws -> Void = { db in
                        try db.execute(
                            sql: "INSERT INTO branch (id, name, time_zone) VALUES (?, 'x', 'UTC')",
                            arguments: ["b\(number)"])
                        if number.isMultiple(of: 4) { throw Missing() }
                    }
                    return (try? await centre.store.commits.perform(.normal, work)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 30)
        let kept = try await centre.store.branches(in: .all).map(\.id).filter { $0 != "baku" }
        #expect(Set(kept) == Set((0..<40).filter { !$0.isMultiple(of: 4) }.map { "b\($0)" }))
    }

    @Test func `when too much waits, the next request is turned away at once`() async throws {
        let centre = try await Centre()
        let commits = GroupCommit(pool: centre.store.pool, capacity: 2)
        let release = DispatchSemaphore(value: 0)
        await withCheckedContinuation { holding in
            DispatchQueue.global().async {
                try? centre.store.pool.write { _ in
                    holding.resume()
                    release.wait()
                }
            }
        }
        let refused = await withTaskGroup(of: Problem.Code?.self) { group in
            for _ in 0..<200 { group.addTask { await problem { try await commits.perform { _ in } } } }
            // The writer is held, so whoever is answered first was turned away.
            let first = await group.next() ?? nil
            release.signal()
            return [first] + (await group.reduce(into: []) { $0.append($1) })
        }
        #expect(refused.first == .overloaded)
        #expect(refused.contains(nil))
        #expect(Set(refused) == [nil, .overloaded])
    }
}

extension Centre {
    /// Lets the file grow to `pages`, or to what it has now.
    fileprivate func limit(pages: Int) async throws {
        try await store.pool.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
        }
    }
}
