import TerminalUI
import TestSupport
import Testing

struct ANSITextTests {
    private func sample(_ colours: Display.Colours = .fixed256) -> Frame {
        var canvas = Canvas(
            size: Size(width: 4, height: 2), display: Display(cells: .half, colours: colours), ground: Colour(0))
        canvas.text("ab", at: Point(column: 0, row: 0), ink: Colour(0xFF0000))
        canvas.fill(Rect(column: 2, row: 1, width: 1, height: 1), Colour(0xFFFFFF))
        return canvas.frame
    }

    @Test func `without colours a frame is its letters and shapes`() {
        #expect(ANSIText.render(sample(), colours: .mono) == "ab\n  █\n")
    }

    @Test func `colours are set only where they change`() {
        let red = "\u{1B}[0;38;5;196;48;5;16mab\u{1B}[0;38;5;16;48;5;16m  \u{1B}[0m\n"
        let white = "\u{1B}[0;38;5;16;48;5;16m  \u{1B}[0;38;5;231;48;5;231m \u{1B}[0;38;5;16;48;5;16m \u{1B}[0m\n"
        #expect(ANSIText.render(sample(), colours: .fixed256) == red + white)
    }

    @Test func `a preview of redefined colours names them outright, eight colours by number`() {
        #expect(ANSIText.render(sample(), colours: .redefined256).hasPrefix("\u{1B}[0;38;2;255;0;0;48;2;0;0;0mab"))
        #expect(ANSIText.render(sample(), colours: .eight).hasPrefix("\u{1B}[0;31;40mab"))
    }

    @Test func `a wide character is printed once`() {
        var canvas = Canvas(
            size: Size(width: 4, height: 1), display: Display(cells: .half, colours: .mono), ground: Colour(0))
        canvas.text("漢x", at: Point(column: 0, row: 0), ink: Colour(0xFFFFFF))
        #expect(canvas.frame.plainText == "漢x")
    }
}

struct PaletteTests {
    @Test func `every fixed entry is nearest to itself`() {
        for entry in 16...255 {
            let colour = Palette256.colour(of: entry)
            #expect(Palette256.colour(of: Palette256.nearest(to: colour)) == colour)
        }
    }

    @Test func `no entry is nearer than the one that is chosen`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let colour = Colour(UInt32.random(in: 0...0xFFFFFF, using: &generator))
            let chosen = distance(colour, Palette256.colour(of: Palette256.nearest(to: colour)))
            let best = (16...255).map { distance(colour, Palette256.colour(of: $0)) }.min()
            #expect(chosen == best, "\(colour)")
        }
    }

    private func distance(_ a: Colour, _ b: Colour) -> Int {
        let parts = [(a.red, b.red), (a.green, b.green), (a.blue, b.blue)].map { Int($0) - Int($1) }
        return parts.reduce(0) { $0 + $1 * $1 }
    }

    @Test(
        arguments: [
            (0x10141C, 0), (0xD64038, 1), (0x2EA868, 2), (0xF6C448, 3), (0x3060F0, 4), (0xD040D0, 5), (0x40D0D0, 6),
            (0xF0F2F6, 7), (0x472025, 0),
        ] as [(UInt32, Int)]) func `of eight colours the one with the same hue is taken`(hex: UInt32, entry: Int)
    {
        #expect(Palette8.nearest(to: Colour(hex)) == entry)
    }
}
