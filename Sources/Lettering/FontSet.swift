import CFreeType
import CHarfBuzz

/// One open font at one size at a time.
final class Font {
    private let face: FT_Face
    private let shaper: OpaquePointer
    private var size = 0

    init?(library: FT_Library, path: String) {
        var opened: FT_Face?
        guard FT_New_Face(library, path, 0, &opened) == 0, let face = opened else { return nil }
        guard FT_Set_Pixel_Sizes(face, 0, 16) == 0,
            let shaper = smilepost_hb_font(UnsafeMutableRawPointer(face), smilepost_measure_flags)
        else {
            FT_Done_Face(face)
            return nil
        }
        self.face = face
        self.shaper = shaper
    }

    deinit {
        hb_font_destroy(shaper)
        FT_Done_Face(face)
    }

    func has(_ scalar: Unicode.Scalar) -> Bool { FT_Get_Char_Index(face, FT_ULong(scalar.value)) != 0 }

    /// HarfBuzz's font at this size in pixels.
    func shaper(size wanted: Int) -> OpaquePointer {
        resize(wanted)
        return shaper
    }

    /// Renders one glyph and hands over its rows of grey levels with its place from the pen.
    func withBitmap(glyph: UInt32, size: Int, _ body: (GlyphBitmap) -> Void) {
        resize(size)
        guard FT_Load_Glyph(face, glyph, smilepost_render_flags) == 0, let slot = face.pointee.glyph else { return }
        let bitmap = slot.pointee.bitmap
        guard bitmap.pixel_mode == UInt8(FT_PIXEL_MODE_GRAY.rawValue), let buffer = bitmap.buffer else { return }
        body(
            GlyphBitmap(
                left: Int(slot.pointee.bitmap_left), top: Int(slot.pointee.bitmap_top), width: Int(bitmap.width),
                height: Int(bitmap.rows), pitch: Int(bitmap.pitch), levels: buffer))
    }

    private func resize(_ wanted: Int) {
        guard wanted != size else { return }
        size = wanted
        FT_Set_Pixel_Sizes(face, 0, FT_UInt(wanted))
        hb_ft_font_changed(shaper)
    }
}

/// A glyph's pixels, valid until the font draws the next one.
struct GlyphBitmap {
    /// Pixels from the pen to the left edge.
    let left: Int
    /// Pixels from the baseline up to the top edge.
    let top: Int
    let width: Int
    let height: Int
    /// Bytes from one row to the next; negative where rows run upwards, which FreeType's own renderer never does.
    let pitch: Int
    let levels: UnsafeMutablePointer<UInt8>
}

/// The fonts at hand, opened when first needed.
final class FontSet {
    private let library: Library
    private var open: [Font] = []
    private var arabic: [Font] = []
    private var bitmaps: [String: BitmapFont?] = [:]
    private var unopened: [String]

    /// FreeType itself, closed after its fonts.
    private final class Library {
        let handle: FT_Library

        init?() {
            var opened: FT_Library?
            guard FT_Init_FreeType(&opened) == 0, let handle = opened else { return nil }
            self.handle = handle
        }

        deinit { FT_Done_FreeType(handle) }
    }

    private var unopenedArabic: [String]

    init?(paths: [String], arabicPaths: [String]) {
        guard let library = Library() else { return nil }
        self.library = library
        (unopened, unopenedArabic) = (paths, arabicPaths)
        if !openNext() && !openNextArabic() { return nil }
    }

    deinit {
        // Fonts first: FT_Done_FreeType frees the faces that are still open, and each would be freed twice.
        open.removeAll()
        arabic.removeAll()
        bitmaps.removeAll()
    }

    /// The bitmap font in this file, opened when first asked for; nil where it is none.
    ///
    /// - Parameter wide: A file with the same letters in wider cells, for those that need them.
    func bitmapFont(_ path: String, wide: String? = nil) -> BitmapFont? {
        if let known = bitmaps[path] { return known }
        let font = BitmapFont(library: library.handle, path: path, wide: wide.flatMap { bitmapFont($0) })
        bitmaps[path] = .some(font)
        return font
    }

    /// The font for a letter; marks and punctuation stay with the font before them where it has them.
    func font(for scalar: Unicode.Scalar, after last: Font?) -> Font? {
        if !scalar.isArabic, let last, !scalar.isLetter, last.has(scalar) { return last }
        if scalar.isArabic {
            repeat { if let font = arabic.first(where: { $0.has(scalar) }) { return font } } while openNextArabic()
        }
        repeat { if let font = open.first(where: { $0.has(scalar) }) { return font } } while openNext()
        return nil
    }

    private func openNext() -> Bool { Self.openNext(of: &unopened, into: &open, library.handle) }
    private func openNextArabic() -> Bool { Self.openNext(of: &unopenedArabic, into: &arabic, library.handle) }

    private static func openNext(of paths: inout [String], into fonts: inout [Font], _ library: FT_Library) -> Bool {
        while !paths.isEmpty {
            if let font = Font(library: library, path: paths.removeFirst()) {
                fonts.append(font)
                return true
            }
        }
        return false
    }
}

extension Unicode.Scalar {
    var isArabic: Bool {
        switch value {
        case 0x0600...0x06FF, 0x0750...0x077F, 0x08A0...0x08FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }

    fileprivate var isLetter: Bool { properties.isAlphabetic }
}
