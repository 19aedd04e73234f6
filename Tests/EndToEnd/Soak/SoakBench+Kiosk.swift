import Foundation
import TestSupport

/// Acts at the kiosk: its process, its disk and its survey.
extension SoakBench {
    func killKioskAnywhere() throws {
        for _ in 0..<3 {
            try visits(0...2)
            try visit(touches: Int.random(in: 1...2, using: &random))
            // The last touch's effect may or may not have come on the screen when the power goes.
            kiosk.pty.read(milliseconds: Int32.random(in: 0...30, using: &random))
            killKiosk()
            count(.kioskKilled)
            _ = try readStoppedKiosk()
            try startKiosk()
        }
    }

    private static let kioskPoints = [
        "draft-written", "draft-committed", "draft-taken-away", "line-written", "line-committed", "settlement-written",
        "settlement-committed", "file-written", "file-renamed", "file-saved", "save-answered", "verdicts-received",
    ]

    func crashKiosk() throws {
        for point in Self.kioskPoints.shuffled(using: &random).prefix(3) {
            kiosk.stop()
            look()
            try runUntilCrash(at: "\(point):\(Int.random(in: 1...4, using: &random))", .kioskCrashed)
        }
    }

    /// A kiosk that ends by itself at some moment between its start and the fourth customer, and the next one.
    private func runUntilCrash(at point: String, _ fault: SoakFault, _ before: () throws -> Void = {}) throws {
        do {
            try startKiosk(environment: ["SMILEPOST_CRASH_AT": point])
            try before()
            for _ in 0..<4 {
                try visit()
                try sync()
            }
        } catch {
            // It may end under anybody's hands; what else goes wrong is a fault.
            guard kiosk.process?.isRunning == false else { throw error }
        }
        look()
        if kiosk.process?.isRunning == false { count(fault) }
        kiosk.stop()
        _ = try readStoppedKiosk()
        try startKiosk()
    }

    func startSecondKiosk() throws {
        let other = try kiosk.command("run")
        count(.secondKiosk)
        if other.status != 1 || !other.err.contains("is in use by process") {
            breaks(8, "a second kiosk: exit \(other.status), \(other.err)")
        }
        try visits(1...2)
    }

    func fillDisk() throws {
        guard let disk else { return }
        try drain()
        // What is delivered may go for room; its bytes are looked at before.
        kiosk.stop()
        _ = try readStoppedKiosk()
        try startKiosk()
        try disk.resize(bytes: 40 << 20)
        count(.fullDisk)
        // Whoever is being asked when that is noticed may finish.
        let visit = customers.begin(face: 3)
        kiosk.press("3")
        try kiosk.pty.waitForTitle("the full disk to be noticed") {
            $0.hasSuffix("asking ticket") || $0.hasSuffix("out of service")
        }
        if kiosk.pty.title.hasSuffix("asking ticket") {
            kiosk.press(visit.ticket + "\r")
            try kiosk.wait(for: "thanks")
            kiosk.press("x")
        }
        try kiosk.wait(for: "out of service")
        look()
        try disk.resize(bytes: 1 << 30)
        try kiosk.wait(for: "waiting soak", seconds: 30)
        look()
        try visits(1...2)
        try drain()
        // Delivered lines made room: what an older backup lacks, the kiosk need not have any more.
        try backUp()
    }

    func flipByte() throws {
        try drain()
        collector.kill()
        for _ in 0..<3 { try visit() }
        kiosk.stop()
        look()
        let waiting = try readStoppedKiosk().filter(\.isPending)
        guard let line = waiting.randomElement(using: &random) else { throw Failure("nothing waits on the kiosk") }
        let path = URL(fileURLWithPath: kiosk.folder.file("state/kiosk.sqlite"))
        var bytes = try Data(contentsOf: path)
        let place = Int.random(in: 0..<line.line.count, using: &random)
        let copies = bytes.ranges(of: line.line)
        if copies.isEmpty { throw Failure("the line is not in the file") }
        for copy in copies { bytes[copy.lowerBound + place] ^= 0x10 }
        try bytes.write(to: path)
        let text = String(decoding: line.line, as: UTF8.self)
        guard let ticket = text.firstMatch(of: /"ticket":"(\d+)"/)?.1 else { throw Failure("no ticket in \(text)") }
        customers.wasDamaged(String(ticket))
        count(.flippedByte)
        try restartCollector()
        try startKiosk()
        try drain()
    }

    private static let surveyPoints = [
        "survey-written", "survey-fetched", "survey-staged", "survey-taken-down", "survey-activated",
    ]

    func publishAndCrash() throws {
        let point = Self.surveyPoints.randomElement(using: &random) ?? ""
        kiosk.stop()
        look()
        try runUntilCrash(at: point + ":1", .surveyCrashed) {
            try publish()
            try sync()
        }
        try awaitSurvey()
    }

    func alterSurvey() throws {
        line.storm(.alteredSurvey)
        try publish()
        for _ in 0..<2 { try sync() }
        try visits(1...2)
        if customers.shown.last == version { breaks(7, "v\(version) runs, and what came of it had no signature") }
        line.mend()
        try awaitSurvey()
    }

    /// The newest survey comes to the screen, and is answered: a kill before that would speak against it.
    func awaitSurvey() throws {
        try eventually("version \(version) on the screen") {
            try sync()
            look()
            return customers.shown.last == version
        }
        try visit()
    }
}
