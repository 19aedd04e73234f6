import Testing

@testable import SurveyKit

struct PlainTextTests {
    @Test func `an id has letters, digits and hyphens only`() {
        for id in ["a", "branch-exit", "0", "-", String(repeating: "z", count: 64)] { #expect(id.isSlug) }
        for id in ["", "A", "a_b", "é", "e\u{301}", "a b", "a\n", String(repeating: "z", count: 65)] {
            #expect(!id.isSlug, "\(id)")
        }
    }

    @Test func `a plain line has its length, and steers no terminal`() {
        #expect("Gəncə 🏬 الخروج".isPlainLine(1...100))
        #expect("".isPlainLine(0...1) && !"".isPlainLine(1...1) && !"ab".isPlainLine(0...1))
        for scalar: Unicode.Scalar in ["\n", "\u{0}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}"] {
            #expect(!"a\(scalar)b".isPlainLine(1...9), "U+\(scalar.value)")
        }
    }
}
