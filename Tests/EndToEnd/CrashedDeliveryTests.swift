import Foundation
import Glibc
import TestSupport
import Testing

/// A delivery that ends between two steps, at either end of the wire; the real programs, killed by name.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrashedDeliveryTests {
    private let collector: Collector
    private let kiosk: Kiosk

    init() throws {
        collector = try Collector()
        try collector.publish(try collector.folder.write(SmallSurvey.face, to: "face.yaml"))
        kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
    }

    @Test(
        "C1: the collector killed just before or just after a commit holds every line once when the kiosk has tried again",
        arguments: ["group-written:1", "group-committed:1", "group-written:2", "group-committed:2"])
    func collectorEnds(point: String) throws {
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        collector.kill()
        for _ in 0..<3 { try answer() }
        try collector.start(environment: ["SMILEPOST_CRASH_AT": point])
        // The batch is the first commit of a round, the check-in the second.
        _ = try kiosk.command("sync")
        try eventually("the collector to end") { collector.process?.isRunning == false }
        #expect(collector.process?.terminationReason == .uncaughtSignal)
        #expect(try kiosk.status().isBalanced)
        try collector.start()
        try expectDelivered(3)
    }

    @Test(
        "K1: the kiosk killed while it books the collector's verdicts sends again, and the answer is there once",
        arguments: ["verdicts-received", "settlement-written", "settlement-committed"])
    func kioskEnds(point: String) throws {
        try kiosk.start(environment: ["SMILEPOST_CRASH_AT": point])
        try kiosk.wait(for: "waiting")
        try answer()
        try kiosk.waitForEnd()
        #expect(kiosk.process?.terminationReason == .uncaughtSignal)
        #expect(try collector.export().count == 1)
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        try expectDelivered(1)
    }

    private func answer() throws {
        kiosk.press("5")
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting")
    }

    private func expectDelivered(_ count: Int) throws {
        _ = try kiosk.command("sync")
        try eventually("everything delivered", within: 60) { try kiosk.status().delivered == count }
        #expect(try kiosk.status().isBalanced)
        let exported = try collector.export()
        #expect(exported.count == count)
        #expect(Set(exported.map(\.id)).count == count)
    }
}
