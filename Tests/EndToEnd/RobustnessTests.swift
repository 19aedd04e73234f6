import Foundation
import Glibc
import TestSupport
import Testing

/// Noise, cats, held fingers, keys that stop other programs, and a terminal that goes away.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RobustnessTests {
    /// Short times, so that a countdown is over within a test.
    private static let survey = SmallSurvey.visit.replacing(
        "timing: {idle: 60s, warn: 10s, thanks: 30s}", with: "timing: {idle: 5s, warn: 3s, thanks: 1s}")

    private func started(_ text: String = survey, columns: Int = 80, rows: Int = 24) throws -> Kiosk {
        let folder = try TemporaryFolder()
        let survey = try folder.write(text, to: "survey.yaml")
        let kiosk = try Kiosk(collector: nil, fallback: survey, columns: columns, rows: rows, keeping: folder)
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        return kiosk
    }

    /// What terminals and loose plugs send that is no touch and no key: a key would show that somebody is there.
    private static let noise: [[UInt8]] =
        [
            "\u{1B}[<0;25", "\u{1B}[<0;", "\u{1B}[M \u{1}", "\u{1B}[", "\u{1B}[<35;40;12M", "\u{1B}[<0;40;12m",
            "\u{1B}[I",
            "\u{1B}[12;40R", "\u{1B}[?64;1;2c", "\u{1B}]11;rgb:1111/2222/3333\u{7}", "\u{1B}P1$r5\u{1B}\\",
            "\u{1}\u{2}",
            "\u{1B}[15~", "\u{1B}[200~1\r2\r\u{1B}[201~",
        ].map { Array($0.utf8) } + [[0xC3], [0xFF, 0xFE, 0x80], [0xE2, 0x82]]

    private func noise(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).flatMap { _ in Self.noise.randomElement(using: &random) ?? [] }
    }

    @Test func `the countdown ends the interview although noise never stops`() throws {
        let kiosk = try started()
        var random = SeededGenerator(seed: 41)
        kiosk.press("1")
        try kiosk.wait(for: "asking reason")
        let start = Date()
        try eventually("the end of the interview", within: 15, every: 0) {
            kiosk.pty.send(noise(Int.random(in: 1...3, using: &random), &random))
            kiosk.pty.read(milliseconds: 15)
            return kiosk.pty.title == "Smilepost: waiting small-visit v1"
        }
        #expect(Date().timeIntervalSince(start) > 4)
        #expect(Date().timeIntervalSince(start) < 9)
        #expect(try kiosk.pending().map(\.answers) == [["visit": .number(1)]])
        #expect(try kiosk.pending().map(\.end) == ["timeout"])
        #expect(try kiosk.status().input?.events == 1)
        #expect(try (kiosk.status().input?.droppedBytes ?? 0) > 500)
    }

    @Test func `a flood of input starves no timer, and a tap behind it counts`() throws {
        let kiosk = try started()
        var random = SeededGenerator(seed: 42)
        let flood = noise(160_000, &random)
        #expect(flood.count > 1_000_000)
        kiosk.press("1")
        try kiosk.wait(for: "asking reason")
        var sent = 0
        try eventually("the end of the interview under the flood", within: 15, every: 0) {
            let taken = kiosk.pty.offer(flood[(sent % flood.count)...])
            sent += taken
            kiosk.pty.read(milliseconds: taken > 0 ? 0 : 1)
            return kiosk.pty.title == "Smilepost: waiting small-visit v1"
        }
        try eventually("a megabyte to be taken", within: 120, every: 0) {
            sent += kiosk.pty.offer(flood[(sent % flood.count)...])
            kiosk.pty.read(milliseconds: 0)
            return sent >= 1_000_000
        }
        kiosk.tap(column: 40, row: 15)
        try kiosk.wait(for: "asking recommend")
        kiosk.stop()
        #expect(try kiosk.pending().map { $0.answers["visit"] } == [.number(1), .number(3)])
    }

    @Test func `the rest of a cut report is no vote`() throws {
        let kiosk = try started()
        kiosk.pty.send("\u{1B}[M ")
        // Longer than a terminal takes, shorter than its rest is watched for.
        for _ in 0..<3 { kiosk.pty.read(milliseconds: 50) }
        kiosk.pty.send("55")
        for _ in 0..<25 { kiosk.pty.read(milliseconds: 50) }
        #expect(kiosk.pty.title == "Smilepost: waiting small-visit v1")
        kiosk.press("3")
        try kiosk.wait(for: "asking recommend")
        kiosk.stop()
        #expect(try kiosk.pending().map { $0.answers["visit"] } == [.number(3)])
    }

    @Test func `a finger held down, and a key, are one vote each`() throws {
        let kiosk = try started(SmallSurvey.face)
        kiosk.pty.send("\u{1B}[<0;40;16M")
        try eventually("the thanks to be over", every: 0) {
            // A terminal that repeats the press, as panels with a bad contact make it, and reports of motion.
            kiosk.pty.send("\u{1B}[<0;40;16M\u{1B}[<32;40;16M\u{1B}[<32;41;16M")
            kiosk.pty.read(milliseconds: 30)
            // In between it may be saved once more, as a press that looks like mashing.
            return kiosk.pty.titles.contains("Smilepost: thanks")
                && kiosk.pty.title == "Smilepost: waiting small-face v1"
        }
        for _ in 0..<40 {
            kiosk.pty.send("\u{1B}[<0;40;16M\u{1B}[<32;40;16M")
            kiosk.pty.read(milliseconds: 30)
        }
        kiosk.pty.send("\u{1B}[<0;40;16m")
        #expect(try kiosk.status().created == 1)
        kiosk.press("5")
        try kiosk.wait(for: "thanks")
        try eventually("the thanks to be over", every: 0) {
            kiosk.press("5")
            kiosk.pty.read(milliseconds: 30)
            return kiosk.pty.title == "Smilepost: waiting small-face v1"
        }
        for _ in 0..<40 {
            kiosk.press("5")
            kiosk.pty.read(milliseconds: 30)
        }
        #expect(try kiosk.pending().map { $0.answers["face"] } == [.number(3), .number(5)])
    }

    @Test func `control keys neither stop nor freeze nor leave the kiosk`() throws {
        let kiosk = try started()
        let process = try #require(kiosk.process)
        for signal in [SIGTSTP, SIGTTIN, SIGTTOU] { Glibc.kill(process.processIdentifier, signal) }
        // Ctrl-S, Ctrl-C, Ctrl-\, Ctrl-Z, Ctrl-D, Ctrl-Q, Ctrl-O, Ctrl-V, Ctrl-R, Ctrl-W.
        kiosk.pty.send([0x13, 0x03, 0x1C, 0x1A, 0x04, 0x11, 0x0F, 0x16, 0x12, 0x17, 0x13])
        kiosk.press("4")
        try kiosk.wait(for: "asking recommend")
        kiosk.press("10\r")
        try kiosk.wait(for: "thanks")
        #expect(process.isRunning)
        kiosk.stop()
        #expect(try kiosk.pending().map(\.answers) == [["visit": .number(4), "recommend": .number(10)]])
    }

    @Test func `after a cat on the keyboard the screen is as before and every answer is one`() throws {
        let (screen, untouched) = (try screen(), try screen())
        var random = SeededGenerator(seed: 43)
        let end = Date().addingTimeInterval(5)
        while Date() < end {
            try screen.send((0..<400).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        try screen.wait(for: "waiting small-visit v1", seconds: 30)
        try screen.wait(toLookLike: untouched)
        try screen.tap("Good")
        try screen.wait(for: "asking recommend")
        try screen.press("7\r")
        try screen.wait(for: "thanks")
        try screen.wait(for: "waiting")
        let answers = try screen.kiosk.pending().map(\.answers)
        #expect(answers.count > 1)
        #expect(answers.last == ["visit": .number(4), "recommend": .number(7)])
        for one in answers { #expect(isLegal(one), "\(one)") }
        #expect(try screen.kiosk.status().isBalanced)
    }

    /// A kiosk on a screen that can be seen.
    private func screen() throws -> Tmux {
        let folder = try TemporaryFolder()
        let survey = try folder.write(Self.survey, to: "survey.yaml")
        let screen = try Tmux(
            Kiosk(collector: nil, fallback: survey, keeping: folder), columns: 80, rows: 24)
        try screen.wait(for: "waiting small-visit v1")
        return screen
    }

    private func isLegal(_ answers: [String: Collector.Exported.Value]) -> Bool {
        answers.allSatisfy { question, value in
            switch (question, value) {
            case ("visit", .number(let score)): (1...5).contains(score)
            case ("recommend", .number(let score)): (0...10).contains(score)
            case ("reason", .list(let ids)): Set(ids).isSubset(of: ["queue", "staff", "price"]) && !ids.isEmpty
            default: false
            }
        }
    }

    @Test func `a terminal that goes away ends the kiosk within a second, and the answer stays`() throws {
        let kiosk = try started()
        kiosk.press("2")
        try kiosk.wait(for: "asking reason")
        let process = try #require(kiosk.process)
        let start = Date()
        kiosk.pty.hangUp()
        try eventually("the kiosk to end", within: 10, every: 5) { !process.isRunning }
        #expect(Date().timeIntervalSince(start) < 1)
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(kiosk.log.contains("the terminal is gone"))
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        #expect(try kiosk.pending().map(\.answers) == [["visit": .number(2)]])
        #expect(try kiosk.pending().map(\.end) == ["left"])
    }
}
