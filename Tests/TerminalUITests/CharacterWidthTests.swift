import TerminalUI
import Testing

struct CharacterWidthTests {
    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("ə", 1), ("ш", 1), ("ب", 1), ("בּ", 1), ("漢", 2), ("한", 2), ("ｗ", 2),
        ("▀", 1), ("…", 1), ("🙂", 2), ("👩‍👩‍👧", 2), ("🇦🇿", 2), ("\u{301}", 0), ("\u{1B}", 0), ("\u{9B}", 0), ("\u{200F}", 0),
        ("\u{A0}", 1), ("☆", 1),
    ]) func `a character takes the cells that terminals give it`(text: String, width: Int) {
        #expect(text.cellWidth == width)
    }

    @Test func `a line's width is the sum of its characters`() {
        #expect("Ação 漢字!".cellWidth == 10)
        #expect("".cellWidth == 0)
    }
}
