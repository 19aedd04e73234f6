/// Faces for cells of one colour, in three sizes that larger ones are multiples of.
///
/// `#` is the face, `o` its features; a pixel is one cell, twice as high as wide. Formulas give mud at this size.
enum FaceBitmaps {
    /// The size that fills most of an area of cells, as its rows; nil where none fits.
    ///
    /// `resting` closes the eyes.
    static func best(_ mood: Mood, width: Int, height: Int, resting: Bool) -> (rows: [String], scale: Int)? {
        let fitting = [largeHead(eyes: mood) + largeMouth(mood), narrowFace(mood), smallFace(mood)].compactMap { rows in
            let scale = min(width / (rows.first?.count ?? .max), height / rows.count)
            return scale > 0 ? (rows: rows, scale: scale) : nil
        }
        guard let best = fitting.max(by: { $0.rows.area * $0.scale * $0.scale < $1.rows.area * $1.scale * $1.scale })
        else { return nil }
        return (resting ? best.rows.withClosedEyes : best.rows, best.scale)
    }

    private static func narrowFace(_ mood: Mood) -> [String] {
        let (eyes, below) =
            mood == .terrible ? ("##o#####o##", "###oo#oo###") : ("###o###o###", "###########")
        let (upper, lower) =
            switch mood {
            case .terrible: ("###ooooo###", " #oo###oo# ")
            case .bad: ("####ooo####", " ##o###o## ")
            case .neutral: ("##ooooooo##", " ######### ")
            case .good: ("##o#####o##", " ##ooooo## ")
            case .excellent: ("##ooooooo##", " ##ooooo## ")
            }
        return ["   #####   ", " ######### ", eyes, below, upper, lower, "   #####   "]
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

    /// For square pixels, where a formula's circle would be mud.
    static func tinyFace(_ mood: Mood) -> [String] {
        let (brow, upper, lower) =
            switch mood {
            case .terrible: (" #o###o# ", "##ooooo##", "##o###o##")
            case .bad: (" ####### ", "###ooo###", "##o###o##")
            case .neutral: (" ####### ", "#########", "##ooooo##")
            case .good: (" ####### ", "##o###o##", "###ooo###")
            case .excellent: (" ####### ", "##ooooo##", "###ooo###")
            }
        return ["  #####  ", brow, "###o#o###", "#########", upper, lower, " ####### ", "  #####  "]
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
    mutating func blockFace(_ mood: Mood, in rect: Rect, colour: Colour, resting: Bool) -> Bool {
        guard let best = FaceBitmaps.best(mood, width: rect.width, height: rect.height, resting: resting) else {
            return false
        }
        paint(best.rows, scale: best.scale, in: rect, colour: colour)
        return true
    }

    /// A face of nine by eight square pixels; false where it doesn't fit.
    mutating func tinyFace(_ mood: Mood, in rect: Rect, colour: Colour, resting: Bool) -> Bool {
        guard rect.width >= 9, rect.height >= 4 else { return false }
        let rows = FaceBitmaps.tinyFace(mood)
        paint(resting ? rows.withClosedEyes : rows, scale: 1, in: rect, colour: colour)
        return true
    }

    private mutating func paint(_ bitmap: [String], scale: Int, in rect: Rect, colour: Colour) {
        let rows = bitmap.map(Array.init)
        let (width, height) = (rows[0].count, rows.count)
        let left = rect.column + (rect.width - width * scale) / 2
        let top = rect.row * pixelsPerRow + (rect.height * pixelsPerRow - height * scale) / 2
        for y in 0..<height * scale {
            for x in 0..<width * scale {
                switch rows[y / scale][x / scale] {
                case "#": blend(x: left + x, y: top + y, colour, 1)
                case "o": blend(x: left + x, y: top + y, Colour(0x1E1E22), 1)
                default: break
                }
            }
        }
    }
}

extension [String] {
    fileprivate var area: Int { count * (first?.count ?? 0) }

    /// Eyes are in the upper half of every bitmap.
    fileprivate var withClosedEyes: [String] {
        enumerated().map { $0 < (count + 1) / 2 ? $1.replacing("o", with: "#") : $1 }
    }
}
