import Foundation
import TestSupport
import Testing

/// Yesterday's backup put back under the real programs.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct BackupTests {
    private func answer(_ kiosk: Kiosk, _ count: Int) throws {
        for _ in 0..<count {
            kiosk.press("5")
            try kiosk.wait(for: "thanks")
            kiosk.press("x")
            try kiosk.wait(for: "waiting")
        }
    }

    private func command(_ collector: Collector, _ arguments: String...) throws -> Programs.Output {
        try Programs.run("smilepost-collector", arguments + ["--data", collector.data])
    }

    @Test("C5, C6: after a restore the kiosk sends again what the backup lacks, once, and what was erased stays erased")
    func restored() throws {
        let collector = try Collector()
        try collector.publish(try collector.folder.write(SmallSurvey.face, to: "face.yaml"))
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        try answer(kiosk, 3)
        _ = try kiosk.command("sync")
        let backup = collector.folder.file("yesterday.sqlite")
        #expect(try command(collector, "backup", backup).status == 0)
        try answer(kiosk, 4)
        _ = try kiosk.command("sync")
        let before = try collector.export()
        #expect(before.count == 7)
        // One from before the backup, at the console; one from after it, by central ops.
        let (first, second) = (before[1].id, before[5].id)
        let erased = try command(collector, "erase", first, "--reason", "wish")
        #expect(erased.status == 0)
        #expect(erased.err == "Erased \(first).\n")
        try collector.ops("erase", second, "--reason", "wish")
        let kept = Set(before.map(\.id)).subtracting([first, second])
        #expect(Set(try collector.export().map(\.id)) == kept)

        let refused = try command(collector, "restore", backup)
        #expect(refused.status == 75)
        #expect(refused.err.hasSuffix("another collector is running on \(collector.data); stop it first\n"))
        collector.kill()
        let restored = try command(collector, "restore", backup)
        #expect(restored.status == 0, "\(restored.err)")
        #expect(restored.err.hasPrefix("Restored \(backup): 2 responses, the newest received "))
        #expect(restored.err.contains("Erased again by the erasure log: 2 responses.\n"))
        try collector.start()
        #expect(try collector.export().count == 2)

        // The first round learns of the new epoch, the next one sends.
        for _ in 1...2 { _ = try kiosk.command("sync") }
        try eventually("all that was not erased to be back", within: 60) { try collector.export().count >= kept.count }
        let after = try collector.export().map(\.id)
        #expect(after.count == kept.count)
        #expect(Set(after) == kept)
        let status = try kiosk.status()
        #expect(status.isBalanced)
        #expect((status.delivered, status.pending) == (7, 0))
    }
}
