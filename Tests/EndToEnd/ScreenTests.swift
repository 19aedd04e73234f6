import Foundation
import TestSupport
import Testing

/// A whole interview on a real screen, by finger and by key, at the smallest and at a common size.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ScreenTests {
    struct Size: CustomTestStringConvertible {
        let columns: Int
        let rows: Int
        var testDescription: String { "\(columns)x\(rows)" }
    }

    static let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 45)]

    /// A kiosk alone; with `blocks` letters stay cells, so that a question can be read from the screen.
    private func screen(_ size: Size, art: String = "blocks") throws -> Tmux {
        let folder = try TemporaryFolder()
        let survey = try folder.write(SmallSurvey.visit, to: "survey.yaml")
        let kiosk = try Kiosk(collector: nil, fallback: survey, art: art, keeping: folder)
        let screen = try Tmux(kiosk, columns: size.columns, rows: size.rows)
        try screen.wait(for: "waiting small-visit v1")
        return screen
    }

    private func expect(_ words: String..., on screen: Tmux) throws {
        let text = try screen.text
        for word in words { #expect(text.contains(word), "\"\(word)\" is not on the screen:\n\(text)") }
    }

    @Test(arguments: sizes)
    func `a finger alone answers everything`(_ size: Size) throws {
        let (screen, untouched) = (try screen(size), try screen(size))
        try expect("How was it?", "Terrible", "Bad", "Okay", "Good", "Excellent", "Azərbaycan", on: screen)
        try screen.tap("Bad")
        try screen.wait(for: "asking reason")
        try expect("What went wrong?", "Waiting time", "Staff", "Prices", "Skip", "Back", on: screen)
        try screen.tap("Waiting time")
        try screen.tap("Prices")
        try eventually("the button to go on") { try screen.text.contains("Next") }
        try screen.tap("Next")
        try screen.wait(for: "asking recommend")
        try expect("Would you recommend us?", "Not at all likely", "Extremely likely", on: screen)
        try screen.tap(" 3 ", beside: " 10 ")
        try screen.wait(for: "thanks")
        try expect("Thank you!", "Undo", on: screen)
        try screen.tap("Thank you!")
        try screen.wait(for: "waiting small-visit v1")
        try screen.wait(toLookLike: untouched)
        let answers: [String: Collector.Exported.Value] = [
            "visit": .number(2), "reason": .list(["queue", "price"]), "recommend": .number(3),
        ]
        #expect(try screen.kiosk.pending().map(\.answers) == [answers])
        #expect(try screen.kiosk.pending().map(\.end) == ["done"])
    }

    @Test(arguments: sizes)
    func `keys alone answer everything`(_ size: Size) throws {
        let (screen, untouched) = (try screen(size), try screen(size))
        try screen.press("1")
        try screen.wait(for: "asking reason")
        try screen.press("3")
        try screen.press("\r")
        try screen.wait(for: "asking recommend")
        try screen.press("10\r")
        try screen.wait(for: "thanks")
        try screen.press("x")
        try screen.wait(for: "waiting small-visit v1")
        try screen.wait(toLookLike: untouched)
        let answers: [String: Collector.Exported.Value] = [
            "visit": .number(1), "reason": .list(["price"]), "recommend": .number(10),
        ]
        #expect(try screen.kiosk.pending().map(\.answers) == [answers])
    }

    @Test(arguments: sizes)
    func `each face counts as itself, in the customer's language too`(_ size: Size) throws {
        let (screen, untouched) = (try screen(size, art: "auto"), try screen(size, art: "auto"))
        for face in ["Terrible", "Bad", "Okay", "Good", "Excellent"] {
            try screen.tap(face)
            try screen.wait(for: "asking")
            if try screen.state == "asking reason" { try screen.tap("Skip") }
            try screen.wait(for: "asking recommend")
            try screen.press("5\r")
            try screen.wait(for: "thanks")
            try screen.press("x")
            try screen.wait(for: "waiting")
            try screen.wait(toLookLike: untouched)
        }
        #expect(try screen.kiosk.pending().map { $0.answers["visit"] } == (1...5).map { .number($0) })
    }

    @Test func `a language touched lasts for one customer`() throws {
        let (screen, untouched) = (try screen(Self.sizes[0]), try screen(Self.sizes[0]))
        try screen.tap("Azərbaycan")
        try eventually("the question in Azerbaijani") { try screen.text.contains("Necə keçdi?") }
        try screen.press("4")
        try screen.wait(for: "asking recommend")
        try expect("Bizi tövsiyə edərdiniz?", "Heç vaxt", on: screen)
        try screen.press("9\r")
        try screen.wait(for: "thanks")
        try screen.press("x")
        try screen.wait(for: "waiting")
        try screen.wait(toLookLike: untouched)
        #expect(try screen.kiosk.pending().map(\.lang) == ["az"])
    }

    @Test func `a touch in the old encoding counts`() throws {
        let screen = try screen(Self.sizes[0])
        try screen.tapInOldBytes("Excellent")
        try screen.wait(for: "asking recommend")
        try screen.press("0\r")
        try screen.wait(for: "thanks")
        try screen.press("x")
        try screen.wait(for: "waiting")
        #expect(try screen.kiosk.pending().map(\.answers) == [["visit": .number(5), "recommend": .number(0)]])
    }

    @Test func `a screen that grows in the middle of an interview keeps it`() throws {
        let screen = try screen(Self.sizes[0])
        try screen.tap("Terrible")
        try screen.wait(for: "asking reason")
        try screen.tap("Staff")
        try screen.resize(columns: 160, rows: 45)
        try eventually("the wide screen") {
            let lines = try screen.text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.contains { $0.contains("Prices") || $0.contains("Staff") && $0.count > 90 }
                && lines.count >= 45 && lines[30...].contains { $0.contains("Next") }
        }
        #expect(try screen.state == "asking reason")
        try screen.tap("Next")
        try screen.wait(for: "asking recommend")
        try screen.tap(" 9 ", beside: " 10 ")
        try screen.wait(for: "thanks")
        try screen.press("x")
        try screen.wait(for: "waiting")
        let answers: [String: Collector.Exported.Value] = [
            "visit": .number(1), "reason": .list(["staff"]), "recommend": .number(9),
        ]
        #expect(try screen.kiosk.pending().map(\.answers) == [answers])
    }
}
