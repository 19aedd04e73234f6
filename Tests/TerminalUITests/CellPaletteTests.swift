import TerminalUI
import TestSupport
import Testing

/// What a terminal shows that keeps entries in its cells, given only what `CellPalette` said was to be sent.
private struct EntryScreen {
    var meanings = [Colour](repeating: Colour(0xFF00FF), count: 256)
    var cells: [CellPalette.Shown?]
    var texts: [Cell?]

    init(size: Size) {
        cells = Array(repeating: nil, count: size.width * size.height)
        texts = Array(repeating: nil, count: size.width * size.height)
    }

    mutating func take(_ change: CellPalette.Change, of frame: Frame, from palette: CellPalette) {
        for entry in change.redefined { meanings[entry] = palette.colours[entry] }
        for index in change.cells {
            cells[index] = palette.shown[index]
            texts[index] = frame.cells[index]
        }
    }

    /// The upper and the lower half of a cell, or ink and ground of its text.
    func colours(_ index: Int) -> (Colour, Colour)? {
        guard let cell = cells[index], let text = texts[index] else { return nil }
        let (ink, ground) = (meanings[Int(cell.ink)], meanings[Int(cell.ground)])
        return text.isSpace ? (ground, ground) : (ink, ground)
    }

    /// The greatest squared distance of any colour on this screen to the one meant.
    func worst(beside frame: Frame) -> Int {
        frame.cells.indices.map { index in
            guard let (ink, ground) = colours(index), let text = texts[index] else { return .max }
            let cell = frame.cells[index]
            let isTwoPixels = text.isUpperHalf && (cell.isSpace || cell.isUpperHalf)
            guard isTwoPixels || text.text == cell.text else { return .max }
            let wanted = (cell.isSpace ? cell.ground : cell.ink, cell.ground)
            return max(ink.distance(to: wanted.0), ground.distance(to: wanted.1))
        }.max() ?? 0
    }
}

struct CellPaletteTests {
    private static let size = Size(width: 24, height: 8)

    /// Cards with a blended edge and a letter each, in colours of their own.
    private func cards(_ surfaces: [Colour], ink: Colour = Colour(0xFFFFFF)) -> Frame {
        var frame = Frame(size: Self.size, ground: Colour(0x101010))
        let width = Self.size.width / surfaces.count
        for (number, surface) in surfaces.enumerated() {
            for row in 1..<Self.size.height - 1 {
                for column in number * width..<(number + 1) * width - 1 {
                    frame[column, row] = Cell(text: " ", ink: surface, ground: surface)
                }
                frame[number * width, row] = Cell(
                    text: "▀", ink: surface.mixed(with: Colour(0x101010), 0.5), ground: surface)
            }
            frame[number * width + 2, 3] = Cell(text: "A", ink: ink, ground: surface)
        }
        return frame
    }

    private let dim = [Colour(0x400000), Colour(0x004000), Colour(0x000040)]

    @Test func `cards that only change their colours cost entries and no cells`() {
        var palette = CellPalette(capacity: 240)
        _ = palette.show(cards(dim))
        let change = palette.show(cards([Colour(0x200000), Colour(0x00FF00), Colour(0x000020)]))
        #expect(change.cells == [])
        #expect(change.redefined.count == 6)
    }

    @Test func `a card that was like the others is sent alone`() {
        var palette = CellPalette(capacity: 240)
        let grey = Colour(0x404040)
        _ = palette.show(cards([grey, grey, grey, grey]))
        let dark = Colour(0x202020)
        let change = palette.show(cards([dark, Colour(0x0080FF), dark, dark]))
        let columns = Set(change.cells.map { $0 % Self.size.width })
        #expect(columns == Set(6..<11))
        #expect(change.cells.count == 5 * 6)
    }

    @Test func `a frame that is the same costs nothing`() {
        var palette = CellPalette(capacity: 240)
        _ = palette.show(cards(dim))
        let change = palette.show(cards(dim))
        #expect(change.cells == [] && change.redefined == [])
    }

    @Test func `a screen that was cleared is sent whole`() {
        var palette = CellPalette(capacity: 240)
        _ = palette.show(cards(dim))
        palette.forget()
        let change = palette.show(cards(dim))
        #expect(change.cells.count == Self.size.width * Self.size.height)
        #expect(change.redefined == [])
    }

    @Test(arguments: 0..<200)
    func `whatever changes, the screen shows the colours meant`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var palette = CellPalette(capacity: 240)
        var screen = EntryScreen(size: Self.size)
        for _ in 0..<12 {
            let frame = randomFrame(&generator)
            screen.take(palette.show(frame), of: frame, from: palette)
            #expect(screen.worst(beside: frame) <= 48)
        }
    }

    @Test(arguments: 0..<40)
    func `with more colours than entries, shapes stay and colours are near`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var palette = CellPalette(capacity: 40)
        var screen = EntryScreen(size: Self.size)
        for _ in 0..<6 {
            let frame = randomFrame(&generator)
            screen.take(palette.show(frame), of: frame, from: palette)
            #expect(screen.worst(beside: frame) < 40_000)
            #expect(palette.colours.count <= 40)
        }
    }

    /// A few cards with some of their cells blended or lettered; up to about 150 colours.
    private func randomFrame(_ generator: inout SeededGenerator) -> Frame {
        let surfaces = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            Bool.random(using: &generator)
                ? Colour(0x404040) : Colour(UInt32.random(in: 0...0xFFFFFF, using: &generator))
        }
        var frame = cards(surfaces, ink: Colour(UInt32.random(in: 0...0xFFFFFF, using: &generator)))
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            let column = Int.random(in: 0..<Self.size.width, using: &generator)
            let row = Int.random(in: 0..<Self.size.height, using: &generator)
            let cell = frame[column, row]
            let share = Double(Int.random(in: 0...4, using: &generator)) / 4
            let ink = cell.ground.mixed(with: Colour(0xFFFFFF), share)
            frame[column, row] =
                ink == cell.ground
                ? Cell(text: " ", ink: ink, ground: ink) : Cell(text: "▀", ink: ink, ground: cell.ground)
        }
        return frame
    }
}
