import Foundation
import Glibc
import TestSupport
import Testing

/// However the kiosk ends, the terminal comes back and the answer stays.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TerminalTests {
    @Test(arguments: [SIGTERM, SIGHUP, SIGILL, SIGSEGV])
    func `a signal gives the terminal back at once`(_ signal: Int32) throws {
        let folder = try TemporaryFolder()
        let survey = try folder.write(SmallSurvey.visit, to: "survey.yaml")
        let kiosk = try Kiosk(collector: nil, fallback: survey, keeping: folder)
        let untouched = try Pty(columns: 80, rows: 24).modes
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        #expect(kiosk.pty.modes != untouched)
        kiosk.press("1")
        try kiosk.wait(for: "asking reason")
        let process = try #require(kiosk.process)
        let sent = Date()
        Glibc.kill(process.processIdentifier, signal)
        while process.isRunning, Date().timeIntervalSince(sent) < 10 { kiosk.pty.read(milliseconds: 20) }
        #expect(Date().timeIntervalSince(sent) < 2)
        let isTrap = [SIGILL, SIGSEGV].contains(signal)
        #expect(process.terminationReason == (isTrap ? .uncaughtSignal : .exit))
        #expect(process.terminationStatus == (isTrap ? signal : 0))
        for _ in 0..<10 { kiosk.pty.read(milliseconds: 10) }
        let last = String(decoding: kiosk.pty.tail, as: UTF8.self)
        for sequence in ["\u{1B}[?1006l", "\u{1B}[?1000l", "\u{1B}[?25h", "\u{1B}[?1049l"] {
            let place = last.range(of: sequence, options: .backwards)
            let end = try #require(place, "\(sequence.dropFirst()) is missing").upperBound
            let onAgain = sequence.dropLast() + (sequence.hasSuffix("25h") ? "l" : "h")
            #expect(!last[end...].contains(onAgain))
        }
        #expect(kiosk.pty.modes == untouched)
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        #expect(try kiosk.pending().map(\.answers) == [["visit": .number(1)]])
        #expect(try kiosk.pending().map(\.end) == ["left"])
    }
}
