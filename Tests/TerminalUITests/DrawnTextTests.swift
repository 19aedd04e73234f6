import TerminalUI
import Testing

/// What the canvas says of the texts it drew.
struct DrawnTextTests {
    private let ink = Colour(red: 255, green: 255, blue: 255)

    private func canvas(_ cells: Display.Cells = .half, typeface: (any Typeface)? = nil) -> Canvas {
        var canvas = Canvas(
            size: Size(width: 40, height: 20), display: Display(cells: cells, colours: .redefined256),
            ground: Colour(red: 0, green: 0, blue: 0), typeface: typeface)
        canvas.record = []
        return canvas
    }

    private func rect(_ width: Int, _ height: Int) -> Rect { Rect(column: 0, row: 0, width: width, height: height) }

    @Test func `a line that is too long is cut, and told with what is left`() {
        var canvas = canvas()
        canvas.text("twelve chars", in: rect(12, 1), ink: ink)
        canvas.text("twelve chars", in: rect(7, 1), ink: ink)
        canvas.text("twelve chars", at: Point(column: 34, row: 1), ink: ink)
        #expect(canvas.record?.map(\.outcome) == [.whole, .cut(shown: "twelve…"), .cut(shown: "twelve")])
    }

    @Test func `wrapped text is whole, broken in a word, or cut`() {
        var canvas = canvas()
        canvas.wrapped("one two three", in: rect(8, 2), ink: ink)
        canvas.wrapped("extraordinary", in: rect(8, 2), ink: ink)
        canvas.wrapped("one two three four five", in: rect(8, 2), ink: ink)
        #expect(canvas.record?.map(\.outcome) == [.whole, .broken, .cut(shown: "one two three f…")])
    }

    @Test func `a headline says why it is not in big letters`() {
        var canvas = canvas(typeface: FixedTypeface())
        canvas.headline("Hi you", in: rect(40, 10), ink: ink)
        canvas.headline("too long for letters of eight pixels here", in: rect(40, 6), ink: ink)
        canvas.headline("no #", in: rect(40, 10), ink: ink)
        #expect(canvas.record?.map(\.text.count) == [6, 41, 41, 4, 4])
        #expect(canvas.record?.map(\.outcome) == [.whole, .plain, .whole, .unlettered("#"), .whole])
    }

    @Test(arguments: [Display.Cells.blocks, .ascii])
    func `where there never are big letters nothing is missed`(cells: Display.Cells) {
        var canvas = canvas(cells, typeface: FixedTypeface())
        canvas.headline("Hi you", in: rect(40, 10), ink: ink)
        #expect(canvas.record?.allSatisfy { $0.outcome == .whole } == true)
    }

    @Test func `nothing is noted unless it is asked for`() {
        var canvas = canvas()
        canvas.record = nil
        canvas.text("twelve chars", in: rect(7, 1), ink: ink)
        #expect(canvas.record == nil)
    }
}
