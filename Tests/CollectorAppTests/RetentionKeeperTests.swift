import CollectorStore
import Foundation
import GRDB
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// The daily job itself, with a clock that a test moves: `RetentionTests` of the store have what it deletes.
@Suite(.timeLimit(.minutes(1))) struct RetentionKeeperTests {
    private static let day: Int64 = 86_400_000

    /// A collector with one comment, whose clock NTP holds or not.
    private struct Bench {
        let site: SiteCentre
        let collector: Collector
        let isHeld: Flag

        init(isHeld: Bool) async throws {
            site = try await SiteCentre()
            try await site.send([["visit": .score(1), "comment": .text("Zugzwang")]])
            let (clock, flag) = (site.clock, Flag(isHeld))
            self.isHeld = flag
            collector = try Collector(
                store: site.store,
                clocks: CollectorClocks(
                    now: { clock.now }, sinceBoot: { clock.now - SiteCentre.start }, isSynchronised: { flag.isUp }))
        }

        var comments: Int {
            get async throws { try await site.store.comments(CommentQuery(limit: 9)).comments.count }
        }

        /// Runs the job; `each` is called at each of its pauses with how long that would be, and ends it with false.
        func run(_ each: @escaping @Sendable (Int, Duration) async throws -> Bool) async throws {
            let pauses = Atomic<Int>(0)
            let keeper = RetentionKeeper(
                collector: collector, rule: RetentionRule(commentDays: 3),
                pause: { length in
                    let number = pauses.add(1, ordering: .relaxed).oldValue
                    guard try await each(number, length) else { throw CancellationError() }
                })
            await #expect(throws: CancellationError.self) { try await keeper.work() }
        }
    }

    private final class Flag: Sendable {
        private let state: Mutex<Bool>

        init(_ isUp: Bool) { state = Mutex(isUp) }

        var isUp: Bool { state.withLock { $0 } }

        func raise() { state.withLock { $0 = true } }
    }

    @Test func `it runs at the start and once a day from then on, until what was said has had its time`() async throws {
        let bench = try await Bench(isHeld: true)
        try await bench.run { number, length in
            #expect(length == .seconds(86_400))
            // Given a minute before the start: three days of it are over at the third run after.
            let comments = try await bench.comments
            #expect(comments == (number < 3 ? 1 : 0), "run \(number)")
            bench.site.clock.advance(by: Self.day)
            return number < 4
        }
        let entries = try await bench.site.store.auditEntries(limit: 99).filter { $0.action == "retention" }
        #expect(entries.map(\.reason) == ["deleted: contacts of 0 responses, comments of 1, 0 lines in quarantine"])
    }

    @Test
    func `a collector that starts with a clock years ahead deletes nothing before NTP holds it, and asks again soon`()
        async throws
    {
        let bench = try await Bench(isHeld: false)
        bench.site.clock.advance(by: 900 * Self.day)
        try await bench.run { number, length in
            let comments = try await bench.comments
            #expect(comments == 1)
            #expect(length == .seconds(number < 2 ? 3_600 : 86_400))
            // NTP finds that it is the day after the first, in truth.
            if number == 1 {
                bench.site.clock.advance(by: -899 * Self.day)
                bench.isHeld.raise()
            }
            return number < 2
        }
    }

    @Test func `what could not be deleted is tried again soon`() async throws {
        let bench = try await Bench(isHeld: true)
        bench.site.clock.advance(by: 9 * Self.day)
        let database = try DatabaseQueue(path: bench.site.folder.file("collector.sqlite"))
        try await database.write { db in
            try db.execute(
                sql: "CREATE TRIGGER stuck BEFORE DELETE ON comment BEGIN SELECT RAISE(ABORT, 'stuck'); END")
        }
        try await bench.run { number, length in
            #expect(length == .seconds(number == 0 ? 3_600 : 86_400))
            let comments = try await bench.comments
            #expect(comments == (number == 0 ? 1 : 0))
            if number == 0 { try await database.write { db in try db.execute(sql: "DROP TRIGGER stuck") } }
            return number < 1
        }
    }
}
