import CFreeType
import TerminalUI

/// A font drawn pixel by pixel, at its one size; its letters need no shaping, so that only simple scripts have one.
final class BitmapFont {
    private let face: FT_Face
    /// Draws the letters that are too wide for this font's cells, at the same height.
    private let wide: BitmapFont?
    /// Pixels from a line's top to its baseline, and from there to its bottom.
    private let ascent: Int
    private let descent: Int
    /// Pixels a space takes.
    private let space: Int
    private var glyphs: [Unicode.Scalar: Glyph?] = [:]

    /// The inked part of a letter.
    private struct Glyph {
        let width: Int
        let height: Int
        /// Pixels from the baseline up to the top row.
        let top: Int
        let levels: [UInt8]
    }

    /// Nil where the file is no font of one size.
    init?(library: FT_Library, path: String, wide: BitmapFont? = nil) {
        var opened: FT_Face?
        guard FT_New_Face(library, path, 0, &opened) == 0, let face = opened else { return nil }
        guard face.pointee.num_fixed_sizes > 0, FT_Select_Size(face, 0) == 0, let size = face.pointee.size else {
            FT_Done_Face(face)
            return nil
        }
        self.face = face
        self.wide = wide
        ascent = Int(size.pointee.metrics.ascender + 32) >> 6
        descent = Int(-size.pointee.metrics.descender + 32) >> 6
        space = max(2, Int(size.pointee.metrics.max_advance) >> 7)
    }

    deinit { FT_Done_Face(face) }

    /// The pixels a line takes; nil where a letter of it is missing or would need shaping.
    func width(of text: String) -> Int? {
        var width = 0
        for scalar in text.unicodeScalars {
            guard let glyph = glyph(scalar) else { return nil }
            width += glyph.width + 1
        }
        return max(0, width - 1)
    }

    /// One line, each letter one pixel from the next: the files give all letters one width, which looks torn.
    func render(_ text: String) -> Coverage? {
        guard let width = width(of: text), width > 0 else { return nil }
        let height = ascent + descent + 2
        var levels = [UInt8](repeating: 0, count: width * height)
        var x = 0
        for glyph in text.unicodeScalars.compactMap({ glyph($0) }) {
            for row in 0..<glyph.height {
                let y = ascent + 1 - glyph.top + row
                guard (0..<height).contains(y) else { continue }
                for column in 0..<glyph.width where glyph.levels[row * glyph.width + column] > 0 {
                    levels[y * width + x + column] = 255
                }
            }
            x += glyph.width + 1
        }
        return Coverage(width: width, height: height, levels: levels)
    }

    private func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        if let known = glyphs[scalar] { return known }
        let glyph = scalar.isPlacedAlone ? (scalar.isWideLetter ? wide?.glyph(scalar) : nil) ?? load(scalar) : nil
        glyphs[scalar] = .some(glyph)
        return glyph
    }

    private func load(_ scalar: Unicode.Scalar) -> Glyph? {
        if scalar == " " || scalar == "\u{A0}" { return Glyph(width: space, height: 0, top: 0, levels: []) }
        let index = FT_Get_Char_Index(face, FT_ULong(scalar.value))
        guard index != 0, FT_Load_Glyph(face, index, smilepost_bitmap_flags) == 0, let slot = face.pointee.glyph
        else { return nil }
        let bitmap = slot.pointee.bitmap
        guard bitmap.pixel_mode == UInt8(FT_PIXEL_MODE_MONO.rawValue), let buffer = bitmap.buffer else { return nil }
        let (columns, rows) = (Int(bitmap.width), Int(bitmap.rows))
        func isInked(_ column: Int, _ row: Int) -> Bool {
            buffer[row * Int(bitmap.pitch) + column / 8] & (0x80 >> UInt8(column % 8)) != 0
        }
        let inked = (0..<columns).filter { column in (0..<rows).contains { isInked(column, $0) } }
        guard let left = inked.first, let right = inked.last else { return nil }
        let levels = (0..<rows).flatMap { row in (left...right).map { isInked($0, row) ? UInt8(255) : 0 } }
        return Glyph(width: right - left + 1, height: rows, top: Int(slot.pointee.bitmap_top), levels: levels)
    }
}

extension Unicode.Scalar {
    /// In four columns these are blots.
    fileprivate var isWideLetter: Bool { "mwMWжмшщыюЖМШЩЫЮФ".unicodeScalars.contains(self) }

    /// Letters that stand by themselves, from left to right.
    fileprivate var isPlacedAlone: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .control, .format: false
        // Hebrew, Arabic and their neighbours run from the right, and what lies beyond Georgian is shaped.
        default: value < 0x0590 || (0x10A0...0x10FF).contains(value) || (0x1E00...0x206F).contains(value)
        }
    }
}
