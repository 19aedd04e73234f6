import TerminalUI
import Testing

struct ContrastTests {
    @Test func `black on white is 21, a colour on itself is 1`() {
        #expect(abs(contrast(Colour(0x000000), Colour(0xFFFFFF)) - 21) < 1e-9)
        #expect(contrast(Colour(0x5AA0FA), Colour(0x5AA0FA)) == 1)
    }

    /// 767676 is the lightest grey that WCAG 2 lets stand on white at 4.5.
    @Test func `the known grey stands on white at 4.54`() {
        #expect(abs(contrast(Colour(0x767676), Colour(0xFFFFFF)) - 4.54) < 0.005)
        #expect(contrast(Colour(0x777777), Colour(0xFFFFFF)) < 4.5)
    }
}
