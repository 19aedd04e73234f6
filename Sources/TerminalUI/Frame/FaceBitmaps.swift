/// Faces for cells of one colour, in two sizes that larger ones are multiples of.
///
/// `#` is the face, `o` its features; a pixel is one cell, twice as high as wide. Formulas give mud at this size.
enum FaceBitmaps {
    static func rows(_ mood: Mood, large: Bool) -> [String] {
        large ? largeHead(eyes: mood) + largeMouth(mood) : smallFace(mood)
    }

    private static func largeHead(eyes mood: Mood) -> [String] {
        // No room for brows above eyes: the worst one's eyes slant themselves.
        mood == .terrible
            ? ["   ########   ", " ##oo####oo## ", "####oo##oo####"]
            : ["   ########   ", " ############ ", "###oo####oo###"]
    }

    private static func largeMouth(_ mood: Mood) -> [String] {
        switch mood {
        case .terrible: ["##############", "####oooooo####", " ##oo####oo## ", "   ########   "]
        case .bad: ["##############", "####oooooo####", " ##o######o## ", "   ########   "]
        case .neutral: ["##############", "###oooooooo###", " ############ ", "   ########   "]
        case .good: ["##############", "###o######o###", " ###oooooo### ", "   ########   "]
        case .excellent: ["##############", "##oooooooooo##", " ###oooooo### ", "   ########   "]
        }
    }

    private static func smallFace(_ mood: Mood) -> [String] {
        switch mood {
        case .terrible: ["  ######  ", " #o####o# ", "###o##o###", " ##oooo## ", "  o####o  "]
        case .bad: ["  ######  ", "##o####o##", "##########", " ##oooo## ", "  o####o  "]
        case .neutral: ["  ######  ", "##o####o##", "##########", " #oooooo# ", "  ######  "]
        case .good: ["  ######  ", "##o####o##", "##########", " #o####o# ", "  #oooo#  "]
        case .excellent: ["  ######  ", "##o####o##", "##########", " #oooooo# ", "  #oooo#  "]
        }
    }
}

extension Canvas {
    /// The largest bitmap that fits; false where none does.
    mutating func blockFace(_ mood: Mood, in rect: Rect, colour: Colour) -> Bool {
        let large = min(rect.width / 14, rect.height / 7)
        let small = min(rect.width / 10, rect.height / 5)
        guard large > 0 || small > 0 else { return false }
        let isLarge = large * 7 >= small * 5
        let scale = isLarge ? large : small
        let rows = FaceBitmaps.rows(mood, large: isLarge).map(Array.init)
        let (width, height) = (isLarge ? 14 : 10, isLarge ? 7 : 5)
        let (left, top) = (
            rect.column + (rect.width - width * scale) / 2, rect.row + (rect.height - height * scale) / 2
        )
        for y in 0..<height * scale {
            for x in 0..<width * scale {
                switch rows[y / scale][x / scale] {
                case "#": blend(x: left + x, y: top + y, colour, 1)
                case "o": blend(x: left + x, y: top + y, Colour(0x1E1E22), 1)
                default: break
                }
            }
        }
        return true
    }
}
