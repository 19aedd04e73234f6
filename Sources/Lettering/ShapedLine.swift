import CHarfBuzz
import TerminalUI

/// One line as glyphs with places, in visual order.
struct ShapedLine {
    private struct Glyph {
        let font: Font
        let id: UInt32
        /// From the line's left end and the baseline, right and up, in 64ths of a pixel.
        let x: Int
        let y: Int
    }

    /// The sum of the advances, in pixels.
    let width: Int
    private let size: Int
    private let glyphs: [Glyph]

    /// Nil where no font has one of the letters.
    init?(text: String, fonts: FontSet, height: Int) {
        let line = BidiText(text)
        var (pen, glyphs): (Int, [Glyph]) = (0, [])
        for run in line.visualRuns {
            guard let parts = Self.split(line.scalars[run.range], by: fonts) else { return nil }
            for part in run.isRightToLeft ? parts.reversed() : parts {
                Self.shape(part.scalars, part.font, height, run.isRightToLeft) { id, x, y, advance in
                    glyphs.append(Glyph(font: part.font, id: id, x: pen + x, y: y))
                    pen += advance
                }
            }
        }
        (width, size, self.glyphs) = ((pen + 63) / 64, height, glyphs)
    }

    private static func split(
        _ scalars: ArraySlice<Unicode.Scalar>, by fonts: FontSet
    ) -> [(font: Font, scalars: [Unicode.Scalar])]? {
        var parts: [(font: Font, scalars: [Unicode.Scalar])] = []
        for scalar in scalars where !scalar.properties.isDefaultIgnorableCodePoint {
            guard let font = fonts.font(for: scalar, after: parts.last?.font) else { return nil }
            if parts.last?.font === font {
                parts[parts.count - 1].scalars.append(scalar)
            } else {
                parts.append((font, [scalar]))
            }
        }
        return parts
    }

    private static func shape(
        _ scalars: [Unicode.Scalar], _ font: Font, _ size: Int, _ isRightToLeft: Bool,
        _ place: (_ id: UInt32, _ x: Int, _ y: Int, _ advance: Int) -> Void
    ) {
        let buffer = hb_buffer_create()
        defer { hb_buffer_destroy(buffer) }
        let codes = scalars.map(\.value)
        hb_buffer_add_utf32(buffer, codes, Int32(codes.count), 0, Int32(codes.count))
        hb_buffer_set_direction(buffer, isRightToLeft ? HB_DIRECTION_RTL : HB_DIRECTION_LTR)
        hb_buffer_guess_segment_properties(buffer)
        hb_shape(font.shaper(size: size), buffer, nil, 0)
        var count: UInt32 = 0
        guard let infos = hb_buffer_get_glyph_infos(buffer, &count),
            let positions = hb_buffer_get_glyph_positions(buffer, &count)
        else { return }
        for index in 0..<Int(count) {
            let position = positions[index]
            place(
                infos[index].codepoint, Int(position.x_offset), Int(position.y_offset), Int(position.x_advance))
        }
    }

    /// The line's grey levels, cut to its ink from side to side so that it can be centred by eye; nil without ink.
    func picture(baseline: Int, height: Int) -> Coverage? {
        // Accents and swashes reach beyond the advances by less than an em.
        let margin = size
        var sheet = Sheet(width: width + 2 * margin, height: height)
        for glyph in glyphs {
            let (penX, penY) = (margin + (glyph.x + 32) >> 6, baseline - (glyph.y + 32) >> 6)
            glyph.font.withBitmap(glyph: glyph.id, size: size) { bitmap in sheet.add(bitmap, x: penX, y: penY) }
        }
        return sheet.cut()
    }
}

/// Grey levels being collected.
private struct Sheet {
    let width: Int
    let height: Int
    private var levels: [UInt8]

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        levels = Array(repeating: 0, count: width * height)
    }

    mutating func add(_ bitmap: GlyphBitmap, x: Int, y: Int) {
        for row in 0..<bitmap.height {
            let line = y - bitmap.top + row
            guard (0..<height).contains(line) else { continue }
            for column in 0..<bitmap.width {
                let place = x + bitmap.left + column
                guard (0..<width).contains(place) else { continue }
                let index = line * width + place
                // Where letters join, their edges add up.
                levels[index] = UInt8(min(255, Int(levels[index]) + Int(bitmap.levels[row * bitmap.pitch + column])))
            }
        }
    }

    func cut() -> Coverage? {
        let inked = (0..<width).filter { column in (0..<height).contains { levels[$0 * width + column] > 0 } }
        guard let left = inked.first, let right = inked.last else { return nil }
        var cut: [UInt8] = []
        cut.reserveCapacity((right - left + 1) * height)
        for row in 0..<height { cut.append(contentsOf: levels[row * width + left...row * width + right]) }
        return Coverage(width: right - left + 1, height: height, levels: cut)
    }
}
