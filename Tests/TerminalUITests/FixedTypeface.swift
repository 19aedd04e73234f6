import TerminalUI

/// Letters that are boxes: half an em wide with a gap of one pixel, seven tenths of an em high on a line of an em.
///
/// It stands in for the fonts, so that layout is tested in whole numbers; `#` is the letter no font has.
final class FixedTypeface: Typeface {
    private(set) var rendered: [String] = []

    func width(of text: String, height: Int) -> Int? {
        text.contains("#") ? nil : text.unicodeScalars.count { $0.value != 0x200F } * (height / 2)
    }

    func render(_ text: String, height: Int) -> Coverage? {
        guard let width = width(of: text, height: height), width > 0 else { return nil }
        rendered.append(text)
        let letters = text.unicodeScalars.filter { $0.value != 0x200F }
        var levels = [UInt8](repeating: 0, count: width * height)
        for y in height / 10..<height * 8 / 10 {
            for x in 0..<width where letters[letters.index(letters.startIndex, offsetBy: x / (height / 2))] != " " {
                if x % (height / 2) != height / 2 - 1 { levels[y * width + x] = 255 }
            }
        }
        return Coverage(width: width, height: height, levels: levels)
    }

    func lineHeight(_ height: Int) -> Int { height }

    func visual(_ text: String) -> String { String(text.reversed()) }
}
