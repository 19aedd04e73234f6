import Foundation
import TestSupport
import Testing

/// "You said, we did" with the real programs: from the desk to the thank-you screen.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct YouSaidTests {
    private static let sentence = "A second till is open now."

    private func expectThanks(on screen: Tmux, saying isThere: Bool) throws {
        try screen.press("5")
        try screen.wait(for: "thanks")
        try eventually("the thanks to be drawn") { try screen.text.contains("Undo") }
        let text = try screen.text
        #expect(text.contains(Self.sentence) == isThere, "\(text)")
        try screen.press("x")
        try screen.wait(for: "waiting")
    }

    @Test func `a sentence is allowed, published, shown also offline after a restart, and withdrawn`() throws {
        let collector = try Collector()
        try collector.publish(faceVersion: 1)
        let kiosk = try Kiosk(collector: collector.url, art: "blocks")
        try kiosk.enrol(token: try collector.enrolToken())
        try collector.ops(
            "you-said", "allow", "--key-file", collector.folder.file("release.key"), "--passphrase-file",
            collector.folder.file("passphrase"))
        try collector.ops("you-said", "publish", "main", Self.sentence, "--until", Self.day(after: 7))
        #expect(try kiosk.command("sync").status == 0)
        #expect(try kiosk.command("sync").status == 0)
        #expect(try collector.ops("you-said", "list").contains("main    1 of 1  up"))

        collector.kill()
        do {
            let screen = try Tmux(kiosk, columns: 80, rows: 24)
            try screen.wait(for: "waiting")
            try expectThanks(on: screen, saying: true)
        }
        kiosk.stop()

        try collector.start()
        try collector.ops("you-said", "withdraw", "main")
        #expect(try kiosk.command("sync").status == 0)
        let screen = try Tmux(kiosk, columns: 80, rows: 24)
        try screen.wait(for: "waiting")
        try expectThanks(on: screen, saying: false)
    }

    private static func day(after days: Int) -> String {
        String(Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(.iso8601).prefix(10))
    }
}
