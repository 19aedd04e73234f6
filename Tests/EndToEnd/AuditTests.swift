import Foundation
import SurveyKit
import TestSupport
import Testing

/// Somebody edits a kiosk's database, and central ops sees which line, all with the real programs.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AuditTests {
    @Test func `lines deleted and edited with sqlite3 on a stopped kiosk are named by the audit`() throws {
        let collector = try Collector()
        try collector.publish(try collector.folder.write(SmallSurvey.face, to: "face.yaml"))
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try answer(kiosk, times: 2)
        _ = try kiosk.command("sync")
        try eventually("two answers at the centre") { try kiosk.status().delivered == 2 }
        let whole = try audit(collector)
        #expect(whole.status == 0, "\(whole.err)")
        #expect(whole.out.contains("whole"))

        collector.kill()
        try answer(kiosk, times: 6)
        kiosk.stop()
        // The sixth answer is edited with a hash that fits it; the fourth goes, and the books are made to fit.
        let line = try sqlite(kiosk, "SELECT line FROM response WHERE seq = 6").trimmingCharacters(in: .newlines)
        let edited = line.replacing(/"answers":\{"face":5\}/, with: "\"answers\":{\"face\":1}")
        #expect(edited != line)
        let bytes = Data(edited.utf8)
        _ = try sqlite(
            kiosk,
            """
            UPDATE response SET line = x'\(bytes.hex)', sha256 = x'\(SealedLine.hash(of: bytes).hex)' WHERE seq = 6;
            DELETE FROM response WHERE seq = 4;
            UPDATE identity SET delivered = delivered + 1;
            """)

        try collector.start()
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        _ = try kiosk.command("sync")
        _ = try kiosk.command("sync")
        try eventually("everything that is left delivered") { try kiosk.status().pending == 0 }
        let found = try audit(collector)
        #expect(found.status == 1)
        #expect(found.out.contains("line 6 altered; missing 1 line: 4"), "\(found.out)")
        let told = try JSONDecoder().decode(Audit.self, from: Data(try audit(collector, "--json").out.utf8))
        #expect(told.kiosks.map(\.verdict.state) == ["altered"])
        #expect(told.kiosks.first?.queues.first?.altered.map(\.first) == [6])
        #expect(try kiosk.status().isBalanced)
    }

    /// What of `kiosks audit --json` is looked at here.
    private struct Audit: Decodable {
        struct Ledger: Decodable {
            let verdict: Verdict
            let queues: [Queue]
        }

        struct Verdict: Decodable { let state: String }
        struct Queue: Decodable { let altered: [Fault] }
        struct Fault: Decodable { let first: Int }

        let kiosks: [Ledger]
    }

    private func answer(_ kiosk: Kiosk, times: Int) throws {
        try kiosk.wait(for: "waiting")
        for _ in 0..<times {
            kiosk.press("5")
            try kiosk.wait(for: "thanks")
            kiosk.press("x")
            try kiosk.wait(for: "waiting")
        }
    }

    private func audit(_ collector: Collector, _ arguments: String...) throws -> Programs.Output {
        try Programs.run(
            "smilepost-ops", ["kiosks", "audit"] + arguments,
            environment: ["SMILEPOST_COLLECTOR": collector.url, "SMILEPOST_TOKEN": collector.token])
    }

    private func sqlite(_ kiosk: Kiosk, _ sql: String) throws -> String {
        let output = try Programs.run("/usr/bin/sqlite3", [kiosk.folder.file("state/kiosk.sqlite"), sql])
        guard output.status == 0 else { throw Failure("sqlite3: exit \(output.status)\n\(output.err)") }
        return output.out
    }
}
