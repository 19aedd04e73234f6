package import TerminalUI

/// Text drawn from fonts: FriBidi orders it, HarfBuzz shapes it, FreeType renders it.
///
/// Not `Sendable` and not locked: FreeType faces keep the glyph drawn last, so one thread, the one that draws the screen,
/// must own it. Widths and pictures are kept per text and style, because a screen is drawn many times.
package final class FontTypeface: Typeface {
    private let fonts: FontSet
    /// Opened when a text does not fit in the regular cut.
    private lazy var condensed = FontSet(paths: files.condensed, arabicPaths: [])
    private lazy var narrow = FontSet(paths: files.narrow, arabicPaths: [])
    private let files: FontFiles
    package let memory = LetterMemory()
    private var widths: [Key: Int?] = [:]
    private var pictures: [Key: Coverage?] = [:]

    private struct Key: Hashable {
        let text: String
        let style: LetterStyle
    }

    /// Enough for every text of a few surveys; beyond it everything is forgotten at once.
    private static let mostKept = 512

    /// Opens the first of `fontPaths` that can be opened; the others are opened when a letter needs them.
    ///
    /// `arabicFontPaths` come first for Arabic letters. Nil where none of all these files is a font.
    package convenience init?(fontPaths: [String], arabicFontPaths: [String] = []) {
        self.init(FontFiles(general: fontPaths, arabic: arabicFontPaths))
    }

    /// Opens the first general font; the others when a letter or a size needs them.
    ///
    /// Nil where none of the general and Arabic files is a font.
    package init?(_ files: FontFiles) {
        guard let fonts = FontSet(paths: files.general, arabicPaths: files.arabic) else { return nil }
        self.fonts = fonts
        self.files = files
    }

    /// The fonts of the system, or nil where none is installed; the kiosk then writes in plain cells.
    package static func system() -> FontTypeface? { FontTypeface(.system) }

    package func width(of text: String, height: Int) -> Int? { width(of: text, in: LetterStyle(.regular, height)) }

    package func width(of text: String, in style: LetterStyle) -> Int? {
        let key = Key(text: text, style: style)
        if let known = widths[key] { return known }
        let width = style.cut == .bitmap ? bitmap(style)?.width(of: text) : shaped(text, style)?.width
        if widths.count >= Self.mostKept * 8 { widths.removeAll(keepingCapacity: true) }
        widths[key] = .some(width)
        return width
    }

    package func render(_ text: String, height: Int) -> Coverage? { render(text, in: LetterStyle(.regular, height)) }

    package func render(_ text: String, in style: LetterStyle) -> Coverage? {
        let key = Key(text: text, style: style)
        if let known = pictures[key] { return known }
        let picture =
            style.cut == .bitmap
            ? bitmap(style)?.render(text)
            : shaped(text, style)?.picture(baseline: ascent(style.size), height: lineHeight(style.size))
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

    package var bitmapSizes: [Int] { Array(files.bitmaps.keys) }

    private func bitmap(_ style: LetterStyle) -> BitmapFont? {
        guard let paths = files.bitmaps[style.size], let path = paths.first else { return nil }
        return fonts.bitmapFont(path, wide: paths.dropFirst().first)
    }

    private func shaped(_ text: String, _ style: LetterStyle) -> ShapedLine? {
        guard style.size > 0 else { return nil }
        guard style.cut != .regular else { return ShapedLine(text: text, fonts: fonts, height: style.size) }
        // A narrow cut with Arabic letters of another family would change the look from line to line.
        guard let cut = style.cut == .narrow ? narrow : condensed, !text.unicodeScalars.contains(where: \.isArabic)
        else { return nil }
        return ShapedLine(text: text, fonts: cut, height: style.size)
    }
}
