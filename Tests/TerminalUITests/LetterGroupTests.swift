import TerminalUI
import Testing

@Suite struct LetterGroupTests {
    private let typeface = FixedTypeface()
    private let ground = Colour(0x000000)
    private let ink = Colour(0xFFFFFF)

    private func canvas(_ cells: Display.Cells = .half) -> Canvas {
        Canvas(
            size: Size(width: 60, height: 8), display: Display(cells: cells, colours: .redefined256), ground: ground,
            typeface: typeface)
    }

    private func group(_ texts: [String], lines: Int = 1) -> LetterGroup? {
        canvas().lettering(
            of: texts, in: Size(width: 24, height: 8), lines: lines, direction: .leftToRight, tallest: 16)
    }

    /// Columns with ink.
    private func inked(_ text: String, of group: LetterGroup) -> Int {
        var canvas = canvas()
        canvas.letters(text, of: group, in: Rect(column: 0, row: 0, width: 24, height: 8), ink: ink)
        return (0..<60).count { column in (0..<8).contains { canvas.frame[column, $0].pixels != (ground, ground) } }
    }

    @Test func `the longest text sets the size of all`() throws {
        let group = try #require(self.group(["ab", "abcdef"]))
        // Six letters of half an em in 24 pixels: an em of 8 or 9, so that letters are 4 pixels wide, one of them a gap.
        #expect(inked("abcdef", of: group) == 18)
        #expect(inked("ab", of: group) == 6)
    }

    @Test func `a text of two words takes two lines where it may`() throws {
        #expect(group(["abc def"]) == nil)
        let two = try #require(self.group(["abc def"], lines: 2))
        #expect(inked("abc def", of: two) == 12)
    }

    @Test func `a letter that no font has keeps the whole group in cells`() {
        #expect(group(["ab", "a#"]) == nil)
        #expect(group(["a text that is far too long for this"]) == nil)
        let size = Size(width: 24, height: 6)
        #expect(
            canvas(.blocks).lettering(of: ["ab"], in: size, lines: 1, direction: .leftToRight, tallest: 16) == nil)
    }

    @Test func `a star of blocks has five points`() {
        var canvas = Canvas(
            size: Size(width: 13, height: 7), display: Display(cells: .blocks, colours: .eight), ground: ground)
        canvas.star(in: Rect(column: 0, row: 0, width: 13, height: 7), colour: ink, filled: true)
        let rows = canvas.frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            rows.map(String.init) == [
                "      █", "     ███", "█████████████", "  █████████", "   ███████", "  ████ ████", " ██       ██",
            ])
    }
}
