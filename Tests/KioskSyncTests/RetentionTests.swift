import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

@Suite struct RetentionTests {
    private static let day: Int64 = 86_400_000

    private static func settings(days: Int64) -> SyncSettings {
        SyncSettings(
            collectorURL: "http://c.test/", app: "smilepost-kiosk/test", retentionMS: days * day, keptLines: 0)
    }

    @Test(
        arguments: [(1, nil, 1), (1, 3, 3), (30, 3, 30), (1, 1_000_000, 365), (1, -5, 1)] as [(Int64, Int?, Int64)])
    func `the longer of the kiosk's and the collector's word counts, and no slip of the pen fills the disk`(
        own: Int64, told: Int?, days: Int64
    ) throws {
        var limits = Limits()
        limits.keepDays = told
        var machine = SyncMachine(limits: limits, now: 0, random: { 0 })
        #expect(SyncEngine.retentionMS(Self.settings(days: own), machine.limits) == days * Self.day)
        machine.checkinAnswered(nextMS: 60_000, limits: limits, now: 0, random: { 0 })
        #expect(SyncEngine.retentionMS(Self.settings(days: own), machine.limits) == days * Self.day)
    }

    @Test("C5: what was delivered stays as long as the collector's backups are apart, and goes then")
    func kept() throws {
        let lane = try Lane(limits: Limits(keepDays: 3), settings: Self.settings(days: 1))
        lane.collector.change { $0.nextMS = 3_600_000 }
        try lane.seal(5)
        try lane.run(forMS: 120_000)
        #expect(try lane.books.delivered == 5)
        try lane.run(forMS: 2 * Self.day)
        #expect(try lane.missedAfterRestore(epoch: "2") == 5)
        // The lane is told, as a check-in does that finds lines missing.
        lane.engine.responseSealed()
        try lane.run(forMS: 120_000)
        #expect(try lane.books.delivered == 5)
        try lane.run(forMS: 4 * Self.day)
        #expect(try lane.missedAfterRestore(epoch: "3") == 0)
    }
}

extension Lane {
    /// How many lines are sent again when a collector comes back without any.
    fileprivate func missedAfterRestore(epoch: String) throws -> Int {
        try store.collectorState(
            collectorID: FakeCollector.id, epoch: epoch, durableSeq: 0, gaps: [], nowMS: clock.now().wallMS
        ).requeued
    }
}
