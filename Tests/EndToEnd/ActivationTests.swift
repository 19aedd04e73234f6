import Foundation
import TestSupport
import Testing

/// A new survey on the real kiosk: whatever happens on its way, there is one on the screen that works.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ActivationTests {
    private let collector: Collector
    private let kiosk: Kiosk

    /// A kiosk that shows version 1 and knows that it works.
    init() throws {
        collector = try Collector()
        try collector.publish(faceVersion: 1)
        kiosk = try Kiosk(collector: collector.url)
        try kiosk.enrol(token: try collector.enrolToken())
        try kiosk.start()
        try waitForSurvey(1)
        try answer()
    }

    private func waitForSurvey(_ version: Int, seconds: Double = 30) throws {
        try kiosk.wait(for: "waiting small-face v\(version)", seconds: seconds)
    }

    private func answer() throws {
        kiosk.press("5")
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting")
    }

    private func expectDelivery(of count: Int) throws {
        _ = try kiosk.command("sync")
        try eventually("everything delivered", within: 60) { try kiosk.status().pending == 0 }
        let exported = try collector.export()
        #expect(exported.count == count)
        #expect(Set(exported.map(\.id)).count == count)
    }

    /// Each is a passage of a crash point on the way from the download to the proof (`CrashPoint`).
    ///
    /// The start seals what a stop has left behind, and so comes by the last point once.
    private static let steps = [
        "file-written", "file-renamed", "survey-written", "survey-fetched", "survey-written:2", "survey-staged",
        "survey-taken-down", "survey-activated", "line-written", "line-committed:2",
    ]

    @Test("B2: killed at every step from the download to the proof, the kiosk shows the old survey or the new one")
    func killedAtEveryStep() throws {
        kiosk.stop()
        var answered = 1
        for (index, step) in Self.steps.enumerated() {
            let version = index + 2
            try collector.publish(faceVersion: version)
            try kiosk.start(environment: ["SMILEPOST_CRASH_AT": step])
            if step.hasPrefix("line") {
                try waitForSurvey(version)
                kiosk.press("5")
                try kiosk.wait(for: "thanks")
                kiosk.press("x")
                answered += 1
            }
            try eventually("the kiosk to die at \(step)", within: 30) {
                kiosk.pty.read(milliseconds: 50)
                return kiosk.process?.isRunning == false
            }
            try kiosk.start()
            try kiosk.wait(for: "waiting small-face v")
            let first = kiosk.pty.titles.first { $0.contains("waiting") }
            let whole = [version - 1, version].map { "Smilepost: waiting small-face v\($0)" }
            #expect(whole.contains(first ?? ""), "\(step)")
            try waitForSurvey(version)
            try answer()
            answered += 1
            kiosk.stop()
        }
        try kiosk.start()
        try waitForSurvey(Self.steps.count + 1)
        try expectDelivery(of: answered)
    }

    @Test("B3: a survey that takes the kiosk down is rolled back within 3 starts, and not installed again")
    func rolledBack() throws {
        try collector.publish(faceVersion: 2)
        _ = try kiosk.command("sync")
        try waitForSurvey(2)
        let begin = Date()
        // What a trap, the watchdog and an impatient technician have in common.
        for ending in 1...3 {
            kiosk.kill()
            try kiosk.start()
            try waitForSurvey(ending < 3 ? 2 : 1)
        }
        #expect(Date().timeIntervalSince(begin) < 120)
        try answer()
        try expectDelivery(of: 2)
        _ = try kiosk.command("sync")
        #expect(kiosk.pty.title == "Smilepost: waiting small-face v1")
        let told = try #require(try collector.kiosks().first)
        #expect(told.survey?.version == 1)
        #expect(told.activation?.failed == [.init(version: 2, why: "crashed")])
        // Ordered anew, it gets another chance.
        try collector.ops("survey", "assign", "small-face", "--version", "2")
        _ = try kiosk.command("sync")
        try waitForSurvey(2)
    }

    @Test("B3: stops and a survey that has shown that it works are no reason to roll back")
    func notRolledBack() throws {
        try collector.publish(faceVersion: 2)
        _ = try kiosk.command("sync")
        try waitForSurvey(2)
        for _ in 1...3 {
            kiosk.stop()
            try kiosk.start()
            try waitForSurvey(2)
        }
        try answer()
        // Shown is not yet sealed, and only a sealed interview is proof.
        try eventually("the answer to be sealed") { try kiosk.status().created == 2 }
        for _ in 1...3 {
            kiosk.kill()
            try kiosk.start()
            try waitForSurvey(2)
        }
    }

    @Test("B6: an interview that is under way when the assignment changes ends with the version it began with")
    func changedInTheMiddle() throws {
        let texts = (1...2).map { SmallSurvey.visit.replacing("version: 1", with: "version: \($0)") }
        try collector.publish(try collector.folder.write(texts[0], to: "visit-1.yaml"))
        _ = try kiosk.command("sync")
        try kiosk.wait(for: "waiting small-visit v1")
        kiosk.press("1")
        try kiosk.wait(for: "asking reason")
        try collector.publish(try collector.folder.write(texts[1], to: "visit-2.yaml"))
        _ = try kiosk.command("sync")
        kiosk.press("3")
        kiosk.press("\r")
        try kiosk.wait(for: "asking recommend")
        kiosk.press("10\r")
        try kiosk.wait(for: "thanks")
        kiosk.press("x")
        try kiosk.wait(for: "waiting small-visit v2")
        #expect(!kiosk.pty.titles.contains { $0.hasPrefix("Smilepost: asking") && $0.contains("v2") })
        try expectDelivery(of: 2)
        let visit = try #require(try collector.export().first { $0.survey == "small-visit" })
        #expect(visit.version == 1)
        #expect(visit.answers["recommend"] == .number(10))
    }

    @Test func `central ops goes back one version, closes the survey, and opens it again`() throws {
        try collector.publish(faceVersion: 2)
        _ = try kiosk.command("sync")
        try waitForSurvey(2)
        try answer()
        try collector.ops("survey", "rollback", "small-face")
        _ = try kiosk.command("sync")
        try waitForSurvey(1)
        try answer()
        try collector.ops("survey", "close", "small-face")
        #expect(try collector.ops("survey", "list").contains("closed"))
        _ = try kiosk.command("sync")
        try kiosk.wait(for: "closed")
        try expectDelivery(of: 3)
        kiosk.stop()
        try kiosk.start()
        try kiosk.wait(for: "closed")
        try collector.ops("survey", "reopen", "small-face")
        _ = try kiosk.command("sync")
        try waitForSurvey(1)
    }
}
