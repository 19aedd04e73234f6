package import TerminalUI

/// Text drawn from outline fonts: FriBidi orders it, HarfBuzz shapes it, FreeType renders it.
///
/// Not `Sendable` and not locked: FreeType faces keep the glyph drawn last, so one thread, the one that draws the screen,
/// must own it. Widths and pictures are kept per text and size, because a screen is drawn many times.
package final class FontTypeface: Typeface {
    private let fonts: FontSet
    private var widths: [Key: Int?] = [:]
    private var pictures: [Key: Coverage?] = [:]

    private struct Key: Hashable {
        let text: String
        let height: Int
    }

    /// Enough for every text of a few surveys; beyond it everything is forgotten at once.
    private static let mostKept = 512

    /// Opens the first of `fontPaths` that can be opened; the others are opened when a letter needs them.
    ///
    /// `arabicFontPaths` come first for Arabic letters. Nil where none of all these files is a font.
    package init?(fontPaths: [String], arabicFontPaths: [String] = []) {
        guard let fonts = FontSet(paths: fontPaths, arabicPaths: arabicFontPaths) else { return nil }
        self.fonts = fonts
    }

    /// The fonts of the system, or nil where none is installed; the kiosk then writes in plain cells.
    package static func system() -> FontTypeface? {
        FontTypeface(fontPaths: SystemFonts.general, arabicFontPaths: SystemFonts.arabic)
    }

    package func width(of text: String, height: Int) -> Int? {
        let key = Key(text: text, height: height)
        if let known = widths[key] { return known }
        let width = shaped(text, height: height)?.width
        if widths.count >= Self.mostKept * 8 { widths.removeAll(keepingCapacity: true) }
        widths[key] = .some(width)
        return width
    }

    package func render(_ text: String, height: Int) -> Coverage? {
        let key = Key(text: text, height: height)
        if let known = pictures[key] { return known }
        let picture = shaped(text, height: height)?.picture(baseline: ascent(height), height: lineHeight(height))
        if pictures.count >= Self.mostKept { pictures.removeAll(keepingCapacity: true) }
        pictures[key] = .some(picture)
        return picture
    }

    package func lineHeight(_ height: Int) -> Int { ascent(height) + (height * 55 + 99) / 100 }

    /// The same for all fonts, so that a line does not grow when a letter has opened another one.
    ///
    /// There is room for marks on capitals and, below, for the tails of Arabic; who wants lines closer trims them to
    /// their ink.
    private func ascent(_ height: Int) -> Int { (height * 120 + 99) / 100 }

    package func visual(_ text: String) -> String { BidiText.visual(text) }

    private func shaped(_ text: String, height: Int) -> ShapedLine? {
        guard height > 0 else { return nil }
        return ShapedLine(text: text, fonts: fonts, height: height)
    }
}

/// Where Debian keeps the fonts we like, best first.
private enum SystemFonts {
    private static let root = "/usr/share/fonts/"

    static let general = [
        "truetype/dejavu/DejaVuSans-Bold.ttf", "truetype/noto/NotoSans-Bold.ttf",
        "truetype/liberation/LiberationSans-Bold.ttf", "truetype/noto/NotoSansHebrew-Bold.ttf",
        "truetype/noto/NotoSansGeorgian-Bold.ttf", "truetype/noto/NotoSansArmenian-Bold.ttf",
        "truetype/noto/NotoSansDevanagari-Bold.ttf", "truetype/noto/NotoSansBengali-Bold.ttf",
        "truetype/noto/NotoSansTamil-Bold.ttf", "truetype/noto/NotoSansThai-Bold.ttf",
        "truetype/noto/NotoSansEthiopic-Bold.ttf", "truetype/noto/NotoSansKhmer-Bold.ttf",
        "opentype/noto/NotoSansCJK-Bold.ttc", "truetype/wqy/wqy-microhei.ttc",
        "truetype/droid/DroidSansFallbackFull.ttf",
    ].map { root + $0 }

    static let arabic = [
        "truetype/noto/NotoKufiArabic-Bold.ttf", "truetype/noto/NotoSansArabic-Bold.ttf",
    ].map { root + $0 }
}
