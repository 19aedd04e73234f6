import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// What customers gave is found again at the centre, or is known to be missing.
@Suite(.timeLimit(.minutes(2)))
struct FleetAccountsTests {
    private let collector: LiveCollector
    private let kiosk: LiveKiosk
    private let publisher = Publisher()

    init() async throws {
        collector = try await LiveCollector.start(pacing: Pacing(limits: Limits(lineBytes: 2_000)))
        kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
    }

    @Test func `the fleet list accounts for every answer at every step`() async throws {
        try await step("nothing sealed", [0, 0, 0, 0, 0])
        try await kiosk.seal(2)
        try await step("sealed before anything was published", [2, 2, 0, 0, 0])
        #expect(try collector.database.quarantined() == kiosk.sealed.map(\.bytes))
        #expect(try await collector.publish(try publisher.publication(3...3)).status == 201)
        try await kiosk.seal(3)
        try await step("published", [5, 5, 0, 0, 0])
        try await kiosk.seal(1, comment: String(repeating: "x", count: 3_000))
        try await kiosk.seal(1)
        try await step("a line that is too long for the collector", [7, 6, 0, 1, 0])
        #expect(try kiosk.store.deadLetters().map(\.reason) == ["line-too-large"])
        #expect(kiosk.status.alarms == ["The collector rejected line 6 for good (line-too-large)."])
        #expect(try kiosk.store.identity().durableSeq == 7)
    }

    @Test("C5: a centre that was restored from yesterday's backup gets again what it lost, once")
    func restored() async throws {
        #expect(try await collector.publish(try publisher.publication(3...3)).status == 201)
        try await kiosk.seal(3)
        try await step("before the backup", [3, 3, 0, 0, 0])
        let backup = try await collector.backup()
        try await kiosk.seal(4)
        try await step("after the backup", [7, 7, 0, 0, 0])
        let restored = try await collector.restarted { try $0.restore(backup) }
        #expect(await kiosk.sync().error == nil)
        #expect(await kiosk.sync().error == nil)
        #expect(try restored.database.ledger() == kiosk.sealed.entries)
        #expect(try restored.database.bodies() == kiosk.sealed.map(\.bytes))
        #expect(try kiosk.books.figures == [7, 7, 0, 0, 0])
        #expect(try await restored.fleet().map(\.difference) == [0])
    }

    @Test("C5: what neither the restored centre nor the kiosk holds is counted as lost, and said")
    func lostByRestore() async throws {
        #expect(try await collector.publish(try publisher.publication(3...3)).status == 201)
        try await kiosk.seal(3)
        try await step("before the backup", [3, 3, 0, 0, 0])
        let backup = try await collector.backup()
        try await kiosk.seal(4)
        try await step("after the backup", [7, 7, 0, 0, 0])
        #expect(try kiosk.store.purgeDelivered(before: .max, keeping: 1) == 6)
        let restored = try await collector.restarted { try $0.restore(backup) }
        #expect(await kiosk.sync().error == nil)
        #expect(await kiosk.sync().error == nil)
        #expect(try restored.database.ledger() == (kiosk.sealed.prefix(3) + kiosk.sealed.suffix(1)).entries)
        #expect(try kiosk.books.figures == [7, 4, 0, 0, 3])
        let record = try #require(try await restored.fleet().first)
        #expect([record.created, record.ledger, record.pending, record.dead, record.lost] == [7, 4, 0, 0, 3])
        #expect(
            kiosk.status.alarms
                == ["The collector misses 3 responses that this kiosk no longer keeps; they are lost."])
        #expect(try kiosk.store.identity().durableSeq == 7)
    }

    @Test func `six kiosks at once each keep books of their own`() async throws {
        #expect(try await collector.publish(try publisher.publication(3...3)).status == 201)
        let token = try await collector.enrolToken(uses: 6)
        let kiosks = try (0..<6).map { _ in try LiveKiosk(at: collector.url) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for kiosk in kiosks {
                group.addTask {
                    try await kiosk.enrol(token: token)
                    try await kiosk.seal(30)
                    #expect(await kiosk.sync() == SyncReport(settled: 30, error: nil))
                    #expect(try kiosk.books.figures == [30, 30, 0, 0, 0])
                }
            }
            try await group.waitForAll()
        }
        #expect(try collector.database.ledger().count == 180)
        #expect(Set(try collector.database.bodies()) == Set(kiosks.flatMap { $0.sealed.map(\.bytes) }))
        let fleet = try await collector.fleet()
        #expect(fleet.map(\.ledger).sorted() == [0] + Array(repeating: 30, count: 6))
        #expect(fleet.allSatisfy { $0.difference == 0 })
    }

    @Test func `a check-in whose answer was lost leaves the books right on both sides`() async throws {
        let proxy = try FaultyProxy(to: collector.port)
        let kiosk = try LiveKiosk(at: proxy.url)
        let enrolment = try await kiosk.enrol(token: try await collector.enrolToken())
        try await kiosk.seal(4)
        try kiosk.store.recordRefusal(surveyID: "branch-exit", version: 9, code: "wrong-hash")
        // The second one meets the try that libcurl makes by itself.
        proxy.fail(Wire.Path.checkin, .reset, .reset)
        let report = await kiosk.sync()
        #expect(report.settled == 4)
        #expect(report.error?.hasSuffix("the connection broke; try again, and check the line if it stays so") == true)
        let told = try #require(try await collector.fleet().first { $0.id == enrolment.kioskID })
        #expect((told.created, told.ledger, told.difference) == (4, 4, 0))
        // What may not have been heard is said again.
        #expect(try kiosk.store.refusals().map(\.code) == ["wrong-hash"])
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.refusals() == [])
        #expect(try kiosk.store.identity().durableSeq == 4)
        let record = try #require(try await collector.fleet().first { $0.id == enrolment.kioskID })
        #expect((record.created, record.ledger, record.difference) == (4, 4, 0))
    }

    /// Syncs, then compares the kiosk's books with those of the fleet list.
    private func step(_ name: Testing.Comment, _ figures: [Int64]) async throws {
        #expect(await kiosk.sync().error == nil, name)
        #expect(try kiosk.books.figures == figures, name)
        let record = try #require(try await collector.fleet().first)
        #expect(
            [record.created, record.ledger, record.pending, record.dead, record.lost] == figures, name)
        #expect(record.difference == 0, name)
        #expect(record.lastContactMS != nil, name)
    }
}
