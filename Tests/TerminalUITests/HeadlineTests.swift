import TerminalUI
import Testing

struct HeadlineTests {
    private let white = Colour(0xFFFFFF)

    private func drawn(
        _ text: String, _ width: Int, _ height: Int, _ typeface: FixedTypeface? = FixedTypeface(),
        cells: Display.Cells = .half
    ) -> String {
        var canvas = Canvas(
            size: Size(width: width, height: height), display: Display(cells: cells, colours: .fixed256),
            ground: Colour(0), typeface: typeface)
        canvas.headline(text, in: Rect(column: 0, row: 0, width: width, height: height), ink: white)
        return canvas.frame.plainText
    }

    @Test func `a short question is one line of the biggest letters`() {
        let row = "   ██████ ██████"
        let golden = ["", row, row, row, row, row, ""].joined(separator: "\n")
        #expect(drawn("Hi", 20, 7) == golden)
    }

    @Test func `a longer one breaks into two balanced lines`() {
        let typeface = FixedTypeface()
        _ = drawn("How was your visit today?", 70, 11, typeface)
        #expect(typeface.rendered.suffix(2) == ["How was your", "visit today?"])
    }

    @Test func `three lines only on a large area`() {
        let typeface = FixedTypeface()
        _ = drawn("one two three four five six", 70, 24, typeface)
        #expect(typeface.rendered.suffix(3) == ["one two", "three four", "five six"])
    }

    @Test func `where letters can't be drawn the question is bold cells`() {
        let plain = "\n\n How was it?\n\n"
        #expect(drawn("How was it?", 13, 5) == plain)
        #expect(drawn("How was it?", 13, 5, nil) == plain)
        #expect(drawn("How was it?", 13, 5, cells: .blocks) == plain)
        #expect(drawn("How was #?", 60, 12).contains("How was #?"))
    }

    @Test func `fallback cells are bold`() {
        var canvas = Canvas(
            size: Size(width: 4, height: 1), display: Display(cells: .ascii, colours: .mono), ground: Colour(0))
        canvas.headline("Hi", in: Rect(column: 0, row: 0, width: 4, height: 1), ink: white)
        #expect(canvas.frame[1, 0] == Cell(text: "H", ink: white, ground: Colour(0), isBold: true))
    }

    @Test func `grey edges are mixed with what lies below`() {
        var canvas = Canvas(
            size: Size(width: 20, height: 8), display: Display(cells: .half, colours: .fixed256), ground: Colour(0),
            typeface: GreyTypeface())
        canvas.fill(Rect(column: 0, row: 0, width: 20, height: 8), Colour(0x204060))
        canvas.headline("x", in: Rect(column: 0, row: 0, width: 20, height: 8), ink: Colour(0xA0A0A0))
        #expect(canvas.frame[10, 4].pixels.top == Colour(0x204060).mixed(with: Colour(0xA0A0A0), 8.0 / 15))
    }

    @Test func `keys in a row have digits of one size`() {
        func height(of text: String) -> Int {
            var canvas = Canvas(
                size: Size(width: 13, height: 10), display: Display(cells: .half, colours: .fixed256),
                ground: Colour(0),
                typeface: FixedTypeface())
            canvas.numeral(text, in: Rect(column: 0, row: 0, width: 13, height: 10), ink: white, alongside: ["10"])
            return canvas.frame.plainText.split(separator: "\n").count { $0.contains("█") }
        }
        #expect(height(of: "7") == height(of: "10"))
        #expect(height(of: "7") > 1)
    }

    @Test func `text that runs from the right is shown in the order of the eye`() {
        var canvas = Canvas(
            size: Size(width: 6, height: 1), display: Display(cells: .half, colours: .fixed256), ground: Colour(0),
            typeface: FixedTypeface())
        canvas.text("אבג", in: Rect(column: 0, row: 0, width: 6, height: 1), align: .right, ink: white)
        #expect((3...5).map { canvas.frame[$0, 0].text } == ["ג", "ב", "א"])
        canvas.text("abc", at: Point(column: 0, row: 0), ink: white)
        #expect((0...2).map { canvas.frame[$0, 0].text } == ["a", "b", "c"])
    }
}

/// One grey level everywhere.
private final class GreyTypeface: Typeface {
    func width(of text: String, height: Int) -> Int? { height }
    func render(_ text: String, height: Int) -> Coverage? {
        Coverage(width: height, height: height, levels: Array(repeating: 128, count: height * height))
    }
    func lineHeight(_ height: Int) -> Int { height }
    func visual(_ text: String) -> String { text }
}
