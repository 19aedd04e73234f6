import Foundation
import TestSupport
import Testing

/// The kiosk believes the signature, not the collector.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RefusalTests {
    @Test func `a survey altered at the collector is refused, and the one before goes on`() throws {
        let collector = try Collector()
        let text = SmallSurvey.visit
        try collector.publish(try collector.folder.write(text, to: "one.yaml"))
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try kiosk.wait(for: "waiting small-visit v1")
        kiosk.stop()
        let second = text.replacing("version: 1", with: "version: 2")
        try collector.publish(try collector.folder.write(second, to: "two.yaml"))
        collector.kill()
        let change = try Programs.run(
            "/usr/bin/sqlite3",
            [
                collector.data + "/collector.sqlite",
                """
                UPDATE blob SET bytes = CAST(replace(CAST(bytes AS TEXT), 'How was it?', 'How is life?') AS BLOB)
                WHERE sha256 = (SELECT sha256 FROM survey WHERE version = 2); SELECT changes();
                """,
            ])
        #expect(change.out == "1\n", "\(change.err)")
        try collector.start()
        try kiosk.start()
        try kiosk.wait(for: "waiting small-visit v1")
        try eventually("the refusal at the centre") {
            _ = try kiosk.command("sync")
            let refusals = try collector.kiosks().flatMap(\.refused)
            return refusals == [.init(survey: "small-visit", version: 2, code: "wrong-hash")]
        }
        #expect(try kiosk.status().survey == .init(id: "small-visit", version: 1))
        #expect(kiosk.pty.title == "Smilepost: waiting small-visit v1")
        kiosk.press("5")
        try kiosk.wait(for: "asking recommend")
        kiosk.press("9\r")
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting small-visit v1")
        try eventually("the answer at the centre") { try collector.export().map(\.version) == [1] }
    }
}
