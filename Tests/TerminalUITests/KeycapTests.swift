import TerminalUI
import Testing

@Suite struct KeycapTests {
    private func drawn(_ cells: Display.Cells) -> Frame {
        let display = Display(cells: cells, colours: .redefined256)
        var canvas = Canvas(size: Size(width: 8, height: 4), display: display, ground: Colour(0x000000))
        canvas.keycap(Rect(column: 1, row: 0, width: 6, height: 3), Colour(0xFFFFFF))
        return canvas.frame
    }

    @Test func `half blocks leave half a row below a key and round its corners`() {
        let frame = drawn(.half)
        #expect(frame[3, 1].pixels == (Colour(0xFFFFFF), Colour(0xFFFFFF)))
        #expect(frame[3, 2].pixels == (Colour(0xFFFFFF), Colour(0x000000)))
        #expect(frame[1, 0].pixels.top == Colour(0x595959) && frame[1, 0].pixels.bottom == Colour(0xFFFFFF))
        #expect(frame[1, 2].pixels.top == Colour(0x595959))
        #expect(frame[0, 1].pixels.top == Colour(0x000000) && frame[7, 1].pixels.top == Colour(0x000000))
    }

    @Test func `blocks leave a row below a key`() {
        let frame = drawn(.blocks)
        #expect(frame[3, 1].ground == Colour(0xFFFFFF) && frame[3, 2].ground == Colour(0x000000))
    }
}
