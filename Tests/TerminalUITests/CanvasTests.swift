import TerminalUI
import TestSupport
import Testing

struct CanvasTests {
    private let white = Colour(0xFFFFFF)

    private func canvas(
        _ width: Int, _ height: Int, _ cells: Display.Cells = .half, _ colours: Display.Colours = .fixed256
    )
        -> Canvas
    {
        Canvas(
            size: Size(width: width, height: height), display: Display(cells: cells, colours: colours),
            ground: Colour(0))
    }

    @Test func `text keeps the ground it stands on`() {
        var canvas = canvas(6, 1)
        canvas.fill(Rect(column: 0, row: 0, width: 3, height: 1), Colour(0x102030))
        canvas.text("abcd", at: Point(column: 1, row: 0), ink: white)
        #expect(canvas.frame[1, 0].ground == Colour(0x102030))
        #expect(canvas.frame[4, 0].ground == Colour(0))
        #expect(canvas.frame.plainText == "█abcd")
    }

    @Test func `text is cut at both edges of the frame and never drawn outside`() {
        var canvas = canvas(4, 1)
        canvas.text("abcdefgh", at: Point(column: -2, row: 0), ink: white)
        canvas.text("x", at: Point(column: 0, row: 1), ink: white)
        #expect(canvas.frame.plainText == "cdef")
    }

    @Test func `a wide character that does not fit is left out`() {
        var canvas = canvas(3, 1)
        canvas.text("a漢字", at: Point(column: 0, row: 0), ink: white)
        #expect(canvas.frame.plainText == "a漢")
    }

    @Test func `writing over half of a wide character removes all of it`() {
        var left = canvas(4, 1)
        left.text("漢字", at: Point(column: 0, row: 0), ink: white)
        left.text("x", at: Point(column: 1, row: 0), ink: white)
        #expect(left.frame.plainText == " x字")
        var right = canvas(4, 1)
        right.text("漢字", at: Point(column: 0, row: 0), ink: white)
        right.text("x", at: Point(column: 2, row: 0), ink: white)
        #expect(right.frame.plainText == "漢x")
        var across = canvas(4, 1)
        across.text("漢字", at: Point(column: 0, row: 0), ink: white)
        across.text("語", at: Point(column: 1, row: 0), ink: white)
        #expect(across.frame.plainText == " 語")
    }

    @Test func `control characters in a text are never drawn`() {
        var canvas = canvas(12, 1)
        canvas.text("a\u{1B}[31mb\u{9B}\u{7}c", at: Point(column: 0, row: 0), ink: white)
        #expect(canvas.frame.plainText == "a[31mbc")
    }

    @Test func `a line too long ends in an ellipsis that the tier can show`() {
        var half = canvas(8, 1)
        half.text("Waiting time", in: Rect(column: 0, row: 0, width: 8, height: 1), ink: white)
        #expect(half.frame.plainText == "Waiting…")
        var ascii = canvas(8, 1, .ascii)
        ascii.text("Waiting time", in: Rect(column: 0, row: 0, width: 8, height: 1), ink: white)
        #expect(ascii.frame.plainText == "Waiti...")
    }

    @Test func `a line stands where it is told to`() {
        var canvas = canvas(9, 3)
        canvas.text("abc", in: Rect(column: 0, row: 0, width: 9, height: 1), align: .left, ink: white)
        canvas.text("abc", in: Rect(column: 0, row: 0, width: 9, height: 3), align: .center, ink: white)
        canvas.text("abc", in: Rect(column: 0, row: 2, width: 9, height: 1), align: .right, ink: white)
        #expect(canvas.frame.plainText == "abc\n   abc\n      abc")
    }

    @Test func `wrapped lines are balanced and in the middle`() {
        var canvas = canvas(20, 4)
        canvas.wrapped(
            "How was your visit to us today?", in: Rect(column: 0, row: 0, width: 20, height: 4), align: .center,
            ink: white)
        #expect(canvas.frame.plainText == "\n How was your visit\n    to us today?\n")
    }

    @Test func `what does not fit the rectangle ends in an ellipsis, and a long word is cut`() {
        var canvas = canvas(6, 2)
        canvas.wrapped("Zufriedenheit heute bei uns", in: Rect(column: 0, row: 0, width: 6, height: 2), ink: white)
        #expect(canvas.frame.plainText == "Zufrie\ndenhe…")
    }

    @Test func `every tier has its card`() {
        var ascii = canvas(5, 3, .ascii)
        ascii.card(Rect(column: 0, row: 0, width: 5, height: 3), Colour(0))
        #expect(ascii.frame.plainText == "+---+\n|   |\n+---+")
        var blocks = canvas(4, 2, .blocks)
        blocks.card(Rect(column: 1, row: 0, width: 2, height: 2), white)
        #expect(blocks.frame.plainText == " ██\n ██")
        var half = canvas(14, 9)
        half.card(Rect(column: 0, row: 0, width: 14, height: 9), white)
        let rows = half.frame.plainText.split(separator: "\n")
        #expect(rows.first == "▄████████████▄")
        #expect(rows.last == "▀████████████▀")
        #expect(half.frame[0, 0].pixels.bottom != white && half.frame[1, 0].pixels.bottom == white)
    }

    @Test func `with eight colours a dark card has a line around it`() {
        var canvas = canvas(4, 3, .blocks, .eight)
        canvas.card(Rect(column: 0, row: 0, width: 4, height: 3), Colour(0x472025))
        #expect(canvas.frame.plainText == "┌──┐\n│  │\n└──┘")
        #expect(Palette8.nearest(to: canvas.frame[0, 0].ink) == 1)
    }

    @Test func `a display without colours is drawn with letters`() {
        var canvas = canvas(5, 3, .half, .mono)
        canvas.card(Rect(column: 0, row: 0, width: 5, height: 3), Colour(0))
        #expect(canvas.frame.plainText == "+---+\n|   |\n+---+")
    }

    @Test func `a bar shows its share to the half cell and never more than its rectangle`() {
        var ascii = canvas(12, 1, .ascii)
        ascii.bar(in: Rect(column: 1, row: 0, width: 10, height: 1), share: 0.5, colour: white)
        #expect(ascii.frame.plainText == " =====")
        var half = canvas(12, 1)
        half.bar(in: Rect(column: 1, row: 0, width: 10, height: 1), share: 0.55, colour: white)
        #expect(half.frame[5, 0].pixels.top == white)
        #expect(half.frame[6, 0].pixels.top == Colour(0x808080))
        #expect(half.frame[6, 0].pixels.bottom == Colour(0))
        var over = canvas(12, 1, .blocks)
        over.bar(in: Rect(column: 1, row: 0, width: 10, height: 1), share: 7, colour: white)
        #expect(over.frame.plainText == " ██████████")
    }

    @Test func `a star can be told from one that is not given`() {
        for cells in Display.Cells.allCases {
            var given = canvas(14, 7, cells)
            var open = canvas(14, 7, cells)
            given.star(in: Rect(column: 0, row: 0, width: 14, height: 7), colour: white, filled: true)
            open.star(in: Rect(column: 0, row: 0, width: 14, height: 7), colour: white, filled: false)
            #expect(given.frame != open.frame)
            #expect(given.frame != canvas(14, 7, cells).frame)
        }
    }

    /// Every primitive must bear any rectangle: a window can be resized to anything.
    @Test func `nothing crashes outside, across or without a frame`() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<600 {
            let size = Size(
                width: Int.random(in: 0...30, using: &generator), height: .random(in: 0...12, using: &generator))
            let display = Display(
                cells: Display.Cells.allCases.randomElement(using: &generator) ?? .half,
                colours: Display.Colours.allCases.randomElement(using: &generator) ?? .eight)
            var canvas = Canvas(size: size, display: display, ground: Colour(0), typeface: FixedTypeface())
            for _ in 0..<6 { drawSomething(on: &canvas, &generator) }
            #expect(canvas.frame.size == size)
        }
    }

    private func drawSomething(on canvas: inout Canvas, _ generator: inout SeededGenerator) {
        func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
        let rect = Rect(column: number(-9...32), row: number(-9...14), width: number(-3...35), height: number(-3...15))
        let text = ["", "漢字漢字", "How was it?", "a", "\u{301}x", "  "].randomElement(using: &generator) ?? ""
        switch number(0...8) {
        case 0: canvas.fill(rect, white)
        case 1: canvas.card(rect, Colour(UInt32(number(0...0xFFFFFF))))
        case 2: canvas.text(text, at: Point(column: rect.column, row: rect.row), ink: white)
        case 3: canvas.wrapped(text, in: rect, align: .right, ink: white)
        case 4: canvas.headline(text, in: rect, ink: white, direction: .rightToLeft)
        case 5: canvas.numeral(text, in: rect, ink: white, alongside: ["10"])
        case 6: canvas.face(Mood.allCases[number(0...4)], in: rect, colour: white)
        case 7: canvas.star(in: rect, colour: white, filled: number(0...1) == 0)
        default: canvas.bar(in: rect, share: Double(number(-5...15)) / 10, colour: white)
        }
    }
}
