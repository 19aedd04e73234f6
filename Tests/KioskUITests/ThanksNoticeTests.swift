import Foundation
import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// What the branch says under the thanks, at every size: it never pushes them off.
@Suite struct ThanksNoticeTests {
    private static let sentence =
        "You said the queue was long. A second till is open on Fridays from four to eight now."
    /// As long as one may be.
    private static let longest = String(
        "Siz növbənin uzun olduğunu dediniz; indi cümə günləri saat on altıdan iyirmiyə qədər ikinci kassa da açıqdır, gəlin."
            .padding(toLength: 120, withPad: ".", startingAt: 0))
    private static let half = Display(cells: .half, colours: .redefined256)

    private func thanked(
        _ text: String?, size: Size, display: Display = half, language: String = "en", endMS: Int64 = .max,
        panel: Panel? = nil
    ) throws -> Kiosk {
        var kiosk = Kiosk(Surveys.exit, size: size, display: display, panel: panel)
        if let text {
            kiosk.send(.notice(ThanksNotice(text: text, texts: ["ar": "قلتم إن الطابور طويل."], endMS: endMS)))
        }
        if language != "en" { try kiosk.touch(.language(language)) }
        kiosk.type("5")
        try #require(kiosk.model.screen == .thanks)
        return kiosk
    }

    /// The words on the screen, whatever lines they are in.
    private func flat(_ kiosk: Kiosk) -> String {
        kiosk.words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(arguments: [(40, 12), (40, 20), (45, 80), (60, 20), (80, 24), (120, 33), (160, 45), (240, 67), (400, 120)])
    func `thanks, the whole sentence and undo are there at every size that can be touched`(width: Int, height: Int)
        throws
    {
        for text in [Self.sentence, Self.longest] {
            for display in [
                Self.half, Display(cells: .ascii, colours: .mono), Display(cells: .blocks, colours: .eight),
            ] {
                let kiosk = try thanked(text, size: Size(width: width, height: height), display: display)
                let words = flat(kiosk)
                #expect(words.contains("Thank you!") && words.contains("Undo"), "\(display)")
                #expect(words.contains(text), "\(display)\n\(kiosk.text)")
                let undo = try #require(kiosk.scene.targets.first { $0.action == .undo }).rect
                let rows = kiosk.words.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(!rows[undo.row..<undo.row + undo.height].joined().contains(text.prefix(5)))
            }
        }
    }

    @Test(arguments: [(30, 6), (39, 12), (20, 5), (12, 3), (10, 1)])
    func `a terminal that can't be touched shows the thanks, and of the sentence what fits`(width: Int, height: Int)
        throws
    {
        let kiosk = try thanked(Self.sentence, size: Size(width: width, height: height))
        #expect(flat(kiosk).hasPrefix("Thank you!"), "\(kiosk.text)")
        if height > 2 { #expect(flat(kiosk).contains("You said")) }
        if width < 30 && height > 2 { #expect(kiosk.text.contains("…")) }
    }

    @Test(arguments: [nil, Panel(widthMM: 90), Panel(widthMM: 344)])
    func `no size and no panel takes the thanks away`(panel: Panel?) throws {
        for width in stride(from: 12, through: 150, by: 23) {
            for height in 1...50 {
                let kiosk = try thanked(Self.longest, size: Size(width: width, height: height), panel: panel)
                #expect(flat(kiosk).contains("Thank you!"), "\(width)x\(height)")
            }
        }
    }

    @Test func `it is shown until its time is over, and not at all before it came`() throws {
        let size = Size(width: 80, height: 24)
        let end = Examples.start.wallMS + 3_600_000
        var kiosk = try thanked(Self.sentence, size: size, endMS: end)
        #expect(flat(kiosk).contains("A second till"))
        kiosk.send(.notice(nil))
        #expect(!flat(kiosk).contains("A second till"))
        kiosk = try thanked(Self.sentence, size: size, endMS: Examples.start.wallMS)
        #expect(kiosk.scene == (try thanked(nil, size: size)).scene)
    }

    @Test func `it stays as long as reading takes, in the language of the customer, and a touch ends it`() throws {
        let size = Size(width: 80, height: 24)
        func time(_ text: String?, language: String = "en", endMS: Int64 = .max) throws -> Int64 {
            let kiosk = try thanked(text, size: size, language: language, endMS: endMS)
            return try #require(kiosk.model.interview?.nextDeadline) - kiosk.now.bootMS
        }
        let thanks = Surveys.exit.timing.thanks
        #expect(try time(nil) == thanks)
        #expect(try time("Ok.") == thanks)
        #expect(try time(Self.longest) == 10_000)
        #expect(try time(Self.longest, language: "ar") < 5_000)
        #expect(try time(Self.longest, endMS: Examples.start.wallMS) == thanks)
        var kiosk = try thanked(Self.longest, size: size)
        #expect(kiosk.model.undoTime(at: kiosk.now)?.seconds == 10)
        kiosk.send(.timer, after: 9_000)
        #expect(kiosk.model.screen == .thanks && kiosk.sealed.isEmpty)
        kiosk.send(.timer, after: 1_000)
        #expect(kiosk.model.screen != .thanks && kiosk.sealed.count == 1)
        kiosk = try thanked(Self.longest, size: size)
        kiosk.send(.input(.touch(Point(column: 0, row: 0))), after: 1_000)
        #expect(kiosk.model.screen != .thanks && kiosk.sealed.count == 1)
    }

    @Test func `in the language of the customer where it has one, from the right`() throws {
        let kiosk = try thanked(Self.sentence, size: Size(width: 80, height: 24), language: "ar")
        #expect(flat(kiosk).contains("قلتم إن الطابور طويل."))
        #expect(!flat(kiosk).contains("A second till"))
    }

    @Test(arguments: ["40x12-en", "80x24-en", "80x24-ar", "120x33-en", "30x6-en"])
    func `screens as they are`(name: String) throws {
        let parts = name.split(separator: "-").map(String.init)
        let sides = parts[0].split(separator: "x").compactMap { Int($0) }
        let size = Size(width: sides[0], height: sides[1])
        var kiosk = Kiosk(Surveys.exit, size: size, display: Self.half)
        kiosk.send(.notice(ThanksNotice(text: Self.sentence, texts: ["ar": "قلتم إن الطابور طويل."], endMS: .max)))
        if parts[1] == "ar" { try kiosk.touch(.language("ar")) }
        kiosk.type("5")
        try Goldens.expect(kiosk.scene, "\(parts[0])-\(parts[1])-thanks-notice")
    }
}
