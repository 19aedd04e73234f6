import TerminalUI
import Testing

struct DisplayTests {
    private func detected(
        _ term: String, _ colours: Int, canChange: Bool = false, isUTF8: Bool = true, noColour: Bool = false
    ) -> Display {
        .detected(term: term, colours: colours, canChange: canChange, isUTF8: isUTF8, noColour: noColour)
    }

    @Test func `a modern terminal draws half blocks in colours of its own`() {
        #expect(detected("xterm-256color", 256, canChange: true) == Display(cells: .half, colours: .redefined256))
        #expect(detected("tmux-256color", 256) == Display(cells: .half, colours: .fixed256))
        #expect(detected("xterm", 8) == Display(cells: .half, colours: .eight))
    }

    @Test func `the Linux console draws with backgrounds, because its fonts lack half blocks`() {
        #expect(detected("linux", 8, canChange: true) == Display(cells: .blocks, colours: .redefined8))
    }

    @Test func `without UTF-8 there are no half blocks either`() {
        #expect(detected("xterm-256color", 256, isUTF8: false) == Display(cells: .blocks, colours: .fixed256))
    }

    @Test func `without colours, or when the user wants none, letters are all there is`() {
        #expect(detected("vt100", 0) == Display(cells: .ascii, colours: .mono))
        #expect(detected("foot", 256, canChange: true, noColour: true) == Display(cells: .ascii, colours: .mono))
    }

    @Test func `a console draws half blocks where its font has them`() {
        func cells(_ hasHalfBlocks: Bool?) -> Display.Cells {
            Display.detected(
                term: "linux", colours: 8, canChange: true, isUTF8: true, noColour: false, hasHalfBlocks: hasHalfBlocks
            ).cells
        }
        #expect(cells(nil) == .blocks)
        #expect(cells(false) == .blocks)
        #expect(cells(true) == .half)
    }
}
