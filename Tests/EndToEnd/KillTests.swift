import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments: nothing that was thanked is missing, nothing is twice.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct KillTests {
    private let branchExit = Programs.root + "/surveys/branch-exit.yaml"

    /// Keys of one interview, and what they bring on the screen.
    private static let script = [
        ("5", "asking recommend"), ("9\r", "asking comment"), ("ok\r", "thanks"),
        ("x", "waiting"),
    ]

    @Test func `the kiosk killed at fifty moments loses no thanked answer`() throws {
        let collector = try Collector()
        try collector.publish(branchExit)
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        var random = SeededGenerator(seed: 20_261_122)
        var thanked = 0
        var begun = 0
        for _ in 0..<50 {
            try kiosk.start()
            try kiosk.wait(for: "waiting")
            let steps = Int.random(in: 1...12, using: &random)
            for step in 0..<steps {
                let (key, state) = Self.script[step % Self.script.count]
                kiosk.press(key)
                if step % Self.script.count == 0 { begun += 1 }
                if step < steps - 1 { try kiosk.wait(for: state) }
            }
            // The last key's effect may or may not have come on the screen when the power goes.
            kiosk.pty.read(milliseconds: Int32.random(in: 0...30, using: &random))
            kiosk.kill()
            kiosk.pty.read(milliseconds: 0)
            thanked += kiosk.pty.titles.count { $0 == "Smilepost: thanks" }
        }
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        _ = try kiosk.command("sync")
        try eventually("everything delivered", within: 60) {
            let status = try kiosk.status()
            #expect(status.isBalanced)
            return status.pending == 0
        }
        let exported = try collector.export()
        #expect(Set(exported.map(\.id)).count == exported.count, "a response is there twice")
        #expect(exported.count >= thanked, "\(thanked) were thanked, \(exported.count) arrived")
        #expect(exported.count <= begun)
        let finished = exported.filter { $0.completion == "done" }.count
        #expect(finished >= thanked, "\(thanked) were thanked, \(finished) arrived finished")
        #expect(Set(exported.map(\.seq)) == Set(1...max(1, exported.count)))
    }

    @Test func `the collector killed at fifty moments of ingest keeps what it acknowledged`() throws {
        let collector = try Collector()
        try collector.publish(try collector.folder.write(SmallSurvey.face, to: "face.yaml"))
        let wire = try Forwarder(to: collector.url)
        let kiosk = try Kiosk(collector: wire.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        collector.kill()
        var random = SeededGenerator(seed: 7)
        var interrupted = 0
        for _ in 0..<50 {
            for _ in 0..<6 { try answerOneFace(kiosk) }
            wire.forget()
            try collector.start()
            let sync = try kiosk.begin("sync")
            try eventually("answers on the wire", every: 1) { wire.sinceForgotten.sent > 0 }
            // A batch takes some milliseconds from the wire to the disk and back.
            poll(nil, 0, Int32.random(in: 0...10, using: &random))
            collector.kill()
            if !wire.sinceForgotten.isAnswered { interrupted += 1 }
            sync.waitUntilExit()
            #expect(try kiosk.status().isBalanced)
        }
        #expect(interrupted >= 15, "only \(interrupted) of 50 kills hit an exchange")
        try collector.start()
        _ = try kiosk.command("sync")
        try eventually("everything delivered", within: 60) { try kiosk.status().delivered == 300 }
        let exported = try collector.export()
        #expect(exported.count == 300)
        #expect(Set(exported.map(\.id)).count == 300)
        #expect(Set(exported.map(\.seq)) == Set(1...300))
    }

    private func answerOneFace(_ kiosk: Kiosk) throws {
        kiosk.press("5")
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting")
    }
}
