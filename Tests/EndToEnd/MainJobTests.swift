import Foundation
import TestSupport
import Testing

/// The main job on the real programs: a tap at the exit becomes a score at the centre.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct MainJobTests {
    private let branchExit = Programs.root + "/surveys/branch-exit.yaml"

    /// Answers the sample survey to its end: a happy face, a recommendation, then the thank-you.
    private func answerHappily(_ kiosk: Kiosk, face: String = "5", recommend: String = "9") throws {
        kiosk.press(face)
        try kiosk.wait(for: "asking recommend")
        kiosk.press(recommend)
        kiosk.press("\r")
        try writeComment(kiosk)
    }

    /// Types two letters on the plugged keyboard, which Enter answers.
    private func writeComment(_ kiosk: Kiosk) throws {
        try kiosk.wait(for: "asking comment")
        kiosk.press("ok\r")
        try kiosk.wait(for: "thanks")
    }

    /// Ends the thank-you early, as the next customer's touch does.
    private func next(_ kiosk: Kiosk) throws {
        kiosk.press("x")
        try kiosk.wait(for: "waiting")
    }

    private func started(_ collector: Collector, survey: String? = nil) throws -> Kiosk {
        try collector.publish(survey ?? branchExit)
        let kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try kiosk.wait(for: "waiting branch-exit")
        return kiosk
    }

    @Test func `a tap is in the collector within five seconds`() throws {
        let collector = try Collector()
        let kiosk = try started(collector)
        try answerHappily(kiosk)
        try next(kiosk)
        let sealed = Date()
        try eventually("the response at the centre", within: 5) { try collector.export().count == 1 }
        #expect(Date().timeIntervalSince(sealed) < 5)
        let response = try #require(try collector.export().first)
        #expect(response.answers["visit"] == .number(5))
        #expect(response.answers["recommend"] == .number(9))
        #expect(response.answers["comment"] == .text("ok"))
        #expect(response.completion == "done")
        #expect(response.survey == "branch-exit")
    }

    @Test func `undo takes back the last answer, and the response is one`() throws {
        let collector = try Collector()
        let kiosk = try started(collector)
        try answerHappily(kiosk, recommend: "0")
        kiosk.press("u")
        try kiosk.wait(for: "asking comment")
        kiosk.press("\u{1B}")
        try kiosk.wait(for: "asking recommend")
        kiosk.press("1")
        kiosk.press("0")
        kiosk.press("\r")
        try writeComment(kiosk)
        try next(kiosk)
        try eventually("the response at the centre") { try collector.export().count == 1 }
        #expect(try collector.export().first?.answers["recommend"] == .number(10))
    }

    /// Seconds from each touch of an interview to the screen it brings, back to the waiting screen.
    private func timedInterview(_ kiosk: Kiosk, face: String, recommend: String) throws -> [Double] {
        let steps = [
            (face, "asking recommend"), (recommend + "\r", "asking comment"), ("ok\r", "thanks"), ("x", "waiting"),
        ]
        return try steps.map { keys, state in
            let start = Date()
            kiosk.press(keys)
            try kiosk.wait(for: state)
            return Date().timeIntervalSince(start)
        }
    }

    @Test func `two hundred answers taken with the collector down arrive once each, and no touch waits`() throws {
        let collector = try Collector()
        let kiosk = try started(collector)
        var online: [Double] = []
        for n in 0..<20 { online += try timedInterview(kiosk, face: "\(3 + n % 3)", recommend: "\(n % 10)") }
        try eventually("the answers taken online at the centre") { try kiosk.status().delivered == 20 }
        collector.kill()
        var offline: [Double] = []
        for n in 0..<200 {
            offline += try timedInterview(kiosk, face: "\(3 + n % 3)", recommend: "\(n % 10)")
            if n % 10 == 9 { #expect(try kiosk.status().isBalanced) }
        }
        (online, offline) = (online.sorted(), offline.sorted())
        let slow = offline[offline.count * 99 / 100]
        #expect(slow < 0.5, "one touch in a hundred waits \(slow) s")
        let medians = (online: online[online.count / 2], offline: offline[offline.count / 2])
        #expect(medians.offline <= 2 * medians.online, "a touch waits for the network: \(medians)")
        #expect(try kiosk.status().pending == 200)
        try collector.start()
        _ = try kiosk.command("sync")
        try eventually("all responses at the centre", within: 60) {
            let status = try kiosk.status()
            #expect(status.isBalanced)
            return status.delivered == 220
        }
        let exported = try collector.export()
        #expect(exported.count == 220)
        #expect(Set(exported.map(\.id)).count == 220)
        #expect(Set(exported.map(\.seq)) == Set(1...220))
    }

    @Test func `a survey published during an interview waits for the next customer`() throws {
        let collector = try Collector()
        let kiosk = try started(collector)
        let first = try String(contentsOfFile: branchExit, encoding: .utf8)
        let version = try #require(first.firstMatch(of: /\nversion: (\d+)/)).1
        let second = first.replacing("\nversion: \(version)", with: "\nversion: 9")
        kiosk.press("4")
        try kiosk.wait(for: "asking recommend")
        try collector.publish(try collector.folder.write(second, to: "second.yaml"))
        _ = try kiosk.command("sync")
        #expect(kiosk.pty.title == "Smilepost: asking recommend")
        kiosk.press("7")
        kiosk.press("\r")
        try writeComment(kiosk)
        kiosk.press("x")
        try kiosk.wait(for: "waiting branch-exit v9")
        try answerHappily(kiosk)
        try next(kiosk)
        try eventually("both versions at the centre") {
            try Set(collector.export().map(\.version)) == [Int(version) ?? 0, 9]
        }
    }

    @Test func `a customer who walks away is kept as a timeout`() throws {
        let collector = try Collector()
        let text = try String(contentsOfFile: branchExit, encoding: .utf8)
            .replacing(/\ntiming:.*/, with: "\ntiming: {idle: 5s, warn: 3s, thanks: 1s}")
        let kiosk = try started(collector, survey: collector.folder.write(text, to: "short.yaml"))
        kiosk.press("1")
        try kiosk.wait(for: "asking reason")
        try kiosk.wait(for: "waiting branch-exit", seconds: 15)
        try eventually("the response at the centre") { try collector.export().count == 1 }
        #expect(try collector.export().first?.completion == "timeout")
        #expect(try collector.export().first?.answers == ["visit": .number(1)])
    }

    @Test func `a second kiosk on the same state folder is refused, and doctor finds the first well`() throws {
        let collector = try Collector()
        let kiosk = try started(collector)
        let other = try kiosk.command("run")
        #expect(other.status == 1)
        #expect(other.err.contains("is in use by process"))
        let doctor = try kiosk.command("doctor", "--json")
        let bad = doctor.out.contains(#""state":"fault""#)
        #expect(!bad, "\(doctor.out)")
    }
}
