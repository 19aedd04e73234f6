/// Stars for cells of one colour, in two sizes that larger ones are multiples of.
///
/// A formula gives something like a T at this size: a pixel is one cell, twice as high as wide.
enum StarBitmaps {
    static let large = [
        "      #      ", "     ###     ", "#############", "  #########  ", "   #######   ", "  ####.####  ",
        " ##.......## ",
    ]
    static let small = ["    #    ", "   ###   ", "#########", "  #####  ", " ##...## "]
}

extension Canvas {
    /// The largest star that fits; false where none does.
    mutating func blockStar(in rect: Rect, colour: Colour) -> Bool {
        for bitmap in [StarBitmaps.large, StarBitmaps.small] {
            let rows = bitmap.map(Array.init)
            let (width, height) = (rows[0].count, rows.count)
            let scale = min(rect.width / width, rect.height / height)
            guard scale > 0 else { continue }
            let left = rect.column + (rect.width - width * scale) / 2
            let top = rect.row + (rect.height - height * scale) / 2
            for y in 0..<height * scale {
                for x in 0..<width * scale where rows[y / scale][x / scale] == "#" {
                    blend(x: left + x, y: top + y, colour, 1)
                }
            }
            return true
        }
        return false
    }
}
