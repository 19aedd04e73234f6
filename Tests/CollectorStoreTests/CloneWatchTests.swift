import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct CloneWatchTests {
    private func signs(_ centre: Centre) async throws -> [[String]] {
        try await centre.store.kiosks(in: .all).map(\.cloneSigns)
    }

    private func checkIn(_ centre: Centre, boot: String) async throws -> CheckinAnswer {
        try await centre.store.checkIn(
            centre.kiosk, queue: Centre.queue, Centre.books(created: 0), sent: clocks(boot), nowMS: Centre.now)
    }

    private func clocks(_ boot: String) -> Timestamp {
        Timestamp(boot: boot, bootMS: 1_000, wallMS: Centre.now, clock: .synchronised)
    }

    @Test func `a boot id that comes back after another one is a sign, a new one never is`() {
        var boots: [String] = []
        for boot in (0..<20).map({ "boot-\($0)" }) {
            let next = CloneWatch.next(boots, after: boot)
            #expect(next?.isReturn == false)
            boots = next?.boots ?? []
            #expect(CloneWatch.next(boots, after: boot) == nil, "the newest one says nothing new")
        }
        #expect(boots.count == CloneWatch.depth)
        #expect(CloneWatch.next(boots, after: "boot-15")?.isReturn == true)
        #expect(CloneWatch.next(boots, after: "boot-15")?.boots.last == "boot-15")
        #expect(CloneWatch.next(boots, after: "boot-2")?.isReturn == false, "forgotten, which costs no more than time")
    }

    @Test func `two machines that check in by turns are flagged, a restart is not`() async throws {
        let centre = try await Centre()
        for boot in ["a", "a", "b"] { _ = try await checkIn(centre, boot: boot) }
        #expect(try await signs(centre) == [[]])
        #expect(try await centre.store.kiosks(in: .all).map(\.api.cloneSuspected) == [nil])
        _ = try await checkIn(centre, boot: "a")
        _ = try await checkIn(centre, boot: "b")
        #expect(try await signs(centre) == [["alternating-boots"]])
        #expect(try await centre.store.kiosks(in: .all).map(\.api.cloneSuspected) == [["alternating-boots"]])
    }

    @Test func `two device keys with one queue are flagged on both, unless the first was shut out`() async throws {
        let centre = try await Centre()
        let second = try await Centre.enrol(in: centre.store, number: 1)
        #expect(try await signs(centre) == [["two-keys"], ["two-keys"]])
        let others = try await Centre()
        try await others.store.revokeKiosk(id: others.kiosk.id, by: .nobody, nowMS: Centre.now)
        _ = try await Centre.enrol(in: others.store, number: 1)
        #expect(try await signs(others) == [[], []])
        withExtendedLifetime(second) {}
    }

    @Test func `another kiosk's queue is refused as before, and the sign of it stays`() async throws {
        let centre = try await Centre()
        let stranger = try await Centre.enrol(in: centre.store, number: 1, queue: Examples.queueID(5))
        let refused = await problem {
            _ = try await centre.store.checkIn(
                stranger, queue: Centre.queue, Centre.books(created: 0), nowMS: Centre.now)
        }
        #expect(refused == .forbidden)
        #expect(try await centre.store.kiosk(id: stranger.id, in: .all)?.cloneSigns == ["foreign-queue"])
        #expect(try await centre.store.kiosk(id: centre.kiosk.id, in: .all)?.cloneSigns == [])
    }

    @Test func `an order to leave a queue stands for whoever comes with it, and takes the signs as read`() async throws
    {
        let centre = try await Centre()
        for boot in ["a", "b", "a"] { _ = try await checkIn(centre, boot: boot) }
        try await centre.store.orderRenewal(id: centre.kiosk.id, by: .nobody, nowMS: Centre.now)
        #expect(try await signs(centre) == [[]])
        let order = try await checkIn(centre, boot: "b").commands
        #expect(order?.map(\.operation) == [.renewQueue])
        #expect(order?.map(\.queue) == [Centre.queue])
        #expect(try await checkIn(centre, boot: "a").commands == order, "the second device is told the same")
        let fresh = try await centre.store.checkIn(
            centre.kiosk, queue: Examples.queueID(8), Centre.books(created: 0), sent: clocks("a"), nowMS: Centre.now)
        #expect(fresh.commands == nil)
        _ = try await checkIn(centre, boot: "b")
        #expect(try await signs(centre) == [["alternating-boots"]], "they still are two with one identity")
    }

    @Test func `two answers under one number are a sign until the queue is left`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(2)
        let other = try Centre.chain([Examples.draft(id: Examples.responseID(900))])
        _ = try await centre.ingest(lines.map(\.bytes))
        _ = try await centre.ingest(other.map(\.bytes))
        #expect(try await signs(centre) == [["forks"]])
        #expect(try await centre.exported().count == 3, "both are kept")
        try await centre.store.orderRenewal(id: centre.kiosk.id, by: .nobody, nowMS: Centre.now)
        #expect(try await signs(centre) == [[]])
    }
}
