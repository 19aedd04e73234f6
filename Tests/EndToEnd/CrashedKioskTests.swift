import Foundation
import Glibc
import TestSupport
import Testing

/// The real kiosk with its screen, ended between two steps, or on a disk that fails.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CrashedKioskTests {
    private let branchExit = Programs.root + "/surveys/branch-exit.yaml"

    /// Keys of one interview, and what each brings on the screen.
    private static let script = [
        ("5", "asking recommend"), ("9\r", "asking comment"), ("ok\r", "thanks"), ("x", "waiting"),
    ]

    @Test("K3: the kiosk killed between COMMIT and \"thank you\" keeps the answer as one response")
    func betweenCommitAndThanks() throws {
        let kiosk = try Kiosk(collector: nil, fallback: branchExit)
        // Every key of the interview is a save; the third one makes it complete.
        try kiosk.start(environment: ["SMILEPOST_CRASH_AT": "save-answered:3"])
        try kiosk.wait(for: "waiting")
        for (key, state) in Self.script.prefix(2) {
            kiosk.press(key)
            try kiosk.wait(for: state)
        }
        kiosk.press("ok\r")
        try kiosk.waitForEnd()
        #expect(kiosk.process?.terminationReason == .uncaughtSignal)
        #expect(!kiosk.pty.titles.contains("Smilepost: thanks"))

        try kiosk.start()
        try kiosk.wait(for: "waiting")
        let kept = try kiosk.pending()
        #expect(kept.map(\.end) == ["done"])
        #expect(try kiosk.status().created == 1)
        kiosk.stop()
        // Started and stopped once more, nothing is sealed twice.
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        #expect(try kiosk.status().created == 1)
    }

    @Test(
        "K5: the kiosk on a disk that fails to sync ends with 1, says why, and after the restart has every thanked answer",
        arguments: 1...5)
    func failingSync(nth: Int) throws {
        let kiosk = try Kiosk(collector: nil, fallback: branchExit)
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        kiosk.stop()
        try kiosk.start(
            program: "faulty-kiosk",
            environment: [
                "SMILEPOST_FAULT": "io-error:sync:\(nth)", "SMILEPOST_FAULT_FOLDER": kiosk.folder.file("state"),
            ])
        // Until a commit fails, which ends the kiosk at once.
        for step in 0..<12 {
            kiosk.press(Self.script[step % 4].0)
            do { try kiosk.wait(for: Self.script[step % 4].1) } catch { break }
        }
        try kiosk.waitForEnd()
        #expect(kiosk.process?.terminationReason == .exit)
        #expect(kiosk.process?.terminationStatus == 1)
        #expect(kiosk.log.contains("The disk failed"))
        let thanked = kiosk.pty.titles.count { $0 == "Smilepost: thanks" }

        try kiosk.start()
        try kiosk.wait(for: "waiting")
        let status = try kiosk.status()
        #expect(status.isBalanced)
        let kept = try kiosk.pending()
        #expect(kept.count { $0.end == "done" } >= thanked)
        #expect(kept.count <= thanked + 1)
        // And it goes on.
        for (key, state) in Self.script {
            kiosk.press(key)
            try kiosk.wait(for: state)
        }
        try eventually("the next answer") { try kiosk.status().created == status.created + 1 }
    }
}
