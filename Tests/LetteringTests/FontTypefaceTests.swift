import Lettering
import TerminalUI
import Testing

/// Needs the packages fonts-dejavu-core and fonts-noto-core, as the kiosk does.
struct FontTypefaceTests {
    private let question = "How was your visit today?"
    private let arabic = "كيف كانت زيارتك اليوم؟"

    private func typeface() throws -> FontTypeface { try #require(FontTypeface.system()) }

    @Test func `widths grow with the size`() throws {
        let typeface = try typeface()
        for text in [question, arabic, "10", "Necə keçdi?", "Як вам у нас?", "איך היה?"] {
            let widths = try (9...40).map { try #require(typeface.width(of: text, height: $0), "\(text)") }
            #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 <= $1 })
            #expect((widths.last ?? 0) > (widths.first ?? 0) * 3)
        }
    }

    @Test func `a picture has ink, a line's height, and is no wider than measured`() throws {
        let typeface = try typeface()
        for text in [question, arabic] {
            for height in 9...30 {
                let width = try #require(typeface.width(of: text, height: height))
                let picture = try #require(typeface.render(text, height: height))
                #expect(picture.height == typeface.lineHeight(height))
                #expect(picture.levels.count == picture.width * picture.height)
                #expect(picture.width <= width + 2 && picture.width > width * 8 / 10)
                #expect(picture.levels.contains(255))
            }
        }
    }

    @Test func `letters keep inside their line, marks above and tails below`() throws {
        let typeface = try typeface()
        let picture = try #require(typeface.render("ÅÇĞİjgqy", height: 22))
        #expect(picture.levels.prefix(picture.width).allSatisfy { $0 == 0 })
        #expect(picture.levels.suffix(picture.width).allSatisfy { $0 == 0 })
    }

    @Test func `Arabic letters join into fewer shapes than they are apart`() throws {
        let typeface = try typeface()
        let joined = try #require(typeface.render("سسس", height: 30))
        let apart = try #require(typeface.render("س س س", height: 30))
        #expect(joined.shapes == 1)
        #expect(apart.shapes == 3)
    }

    @Test func `a right-to-left line begins at the right`() throws {
        let typeface = try typeface()
        let one = try #require(typeface.render("א", height: 30))
        let line = try #require(typeface.render("אווו", height: 30))
        let isSame = line.columns(line.width - one.width..<line.width) == one.columns(0..<one.width)
        #expect(isSame)
    }

    @Test func `a letter that no font has is said, not drawn`() throws {
        let typeface = try typeface()
        #expect(typeface.width(of: "a\u{10FFFD}", height: 12) == nil)
        #expect(typeface.render("a\u{10FFFD}", height: 12) == nil)
    }

    @Test func `direction marks are no letters`() throws {
        let typeface = try typeface()
        #expect(typeface.width(of: "\u{200F}abc", height: 12) == typeface.width(of: "abc", height: 12))
    }

    @Test func `nothing to draw gives no picture`() throws {
        let typeface = try typeface()
        #expect(typeface.render("", height: 12) == nil)
        #expect(typeface.render("   ", height: 12) == nil)
        #expect(typeface.render("a", height: 0) == nil)
        #expect(typeface.width(of: "", height: 12) == 0)
    }

    @Test func `the same text is drawn the same, whatever was drawn between`() throws {
        let typeface = try typeface()
        let first = typeface.render(question, height: 14)
        for height in 9...30 { _ = typeface.render(arabic, height: height) }
        for number in 0..<600 { _ = typeface.render("\(number)", height: 10) }
        // Not compared inside the macro: it would print both pictures.
        let isSame = typeface.render(question, height: 14) == first
        #expect(isSame)
    }

    @Test func `cells show Arabic joined and from the right`() throws {
        let typeface = try typeface()
        // Beh at the start, in the middle and at the end of a word, in the order of the eye.
        #expect(Array(typeface.visual("ببب").unicodeScalars) == ["\u{FE90}", "\u{FE92}", "\u{FE91}"])
        // Lam and alef are one letter, without the filler that FriBidi leaves.
        #expect(Array(typeface.visual("لا").unicodeScalars) == ["\u{FEFB}"])
        #expect(typeface.visual("abc") == "abc")
        #expect(typeface.visual("abc גבא") == "abc אבג")
        #expect(typeface.visual("") == "")
    }

    @Test func `without a font file there is no typeface`() {
        #expect(FontTypeface(fontPaths: ["/nonexistent.ttf", "/etc/hostname"]) == nil)
        #expect(FontTypeface(fontPaths: []) == nil)
    }
}

extension Coverage {
    /// Connected areas of ink in a row of columns: letters that touch are one.
    fileprivate var shapes: Int {
        let inked = (0..<width).map { column in (0..<height).contains { levels[$0 * width + column] > 30 } }
        return zip([false] + inked, inked).count { !$0 && $1 }
    }

    fileprivate func columns(_ range: Range<Int>) -> [[UInt8]] {
        range.map { column in (0..<height).map { levels[$0 * width + column] } }
    }
}

/// Needs fonts-dejavu-extra, fonts-liberation and xfonts-base too.
struct LetterCutTests {
    private func typeface() throws -> FontTypeface { try #require(FontTypeface.system()) }

    @Test func `each cut is narrower than the one before`() throws {
        let typeface = try typeface()
        let text = "How likely are you to recommend us?"
        let widths = try [LetterStyle.Cut.regular, .condensed, .narrow].map {
            try #require(typeface.width(of: text, in: LetterStyle($0, 12)))
        }
        #expect(widths[0] > widths[1] && widths[1] > widths[2])
    }

    @Test func `bitmap letters are sharp and no narrower than they are legible`() throws {
        let typeface = try typeface()
        #expect(typeface.bitmapSizes.sorted() == [8, 10, 13])
        for size in typeface.bitmapSizes {
            let picture = try #require(typeface.render("How Çətin Что", in: LetterStyle(.bitmap, size)))
            #expect(Set(picture.levels) == [0, 255])
            #expect(picture.width == typeface.width(of: "How Çətin Что", in: LetterStyle(.bitmap, size)))
        }
        // An m of four columns is a blot: it comes from the wider font.
        #expect(typeface.width(of: "m", in: LetterStyle(.bitmap, 8)) == 5)
        #expect(typeface.width(of: "n", in: LetterStyle(.bitmap, 8)) == 4)
    }

    @Test func `what would need shaping has no bitmap and no narrow letters`() throws {
        let typeface = try typeface()
        for cut in [LetterStyle.Cut.bitmap, .condensed, .narrow] {
            #expect(typeface.width(of: "نعم", in: LetterStyle(cut, 8)) == nil)
        }
        #expect(typeface.width(of: "שלום", in: LetterStyle(.bitmap, 8)) == nil)
        #expect(typeface.width(of: "a", in: LetterStyle(.bitmap, 9)) == nil)
    }

    @Test func `Arabic no does not look like a U`() throws {
        let typeface = try typeface()
        let picture = try #require(typeface.render("لا", height: 24))
        // In Kufi the two strokes stand apart down to the line; here they meet above it.
        let rows = (0..<picture.height).map { row in
            (0..<picture.width).filter { picture.levels[row * picture.width + $0] > 120 }
        }.filter { !$0.isEmpty }
        let gaps = rows.dropLast(4).map { zip($0, $0.dropFirst()).count { $1 - $0 > 1 } }
        #expect(gaps.contains(0))
    }
}
