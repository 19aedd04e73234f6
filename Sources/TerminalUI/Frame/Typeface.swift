/// Grey levels of rendered text, one byte a square pixel (0 none, 255 full), rows from the top.
package struct Coverage: Hashable, Sendable {
    package let width: Int
    package let height: Int
    package let levels: [UInt8]
    /// The rows that have ink.
    let inkRows: Range<Int>

    package init(width: Int, height: Int, levels: [UInt8]) {
        self.width = width
        self.height = height
        self.levels = levels
        func isInked(_ row: Int) -> Bool { levels[row * width..<(row + 1) * width].contains { $0 > 40 } }
        if let first = (0..<height).first(where: isInked), let last = (0..<height).last(where: isInked) {
            inkRows = first..<last + 1
        } else {
            inkRows = 0..<0
        }
    }
}

/// Text as letters drawn from a real font, and as cells in the order the eye reads them.
///
/// Implemented by `Lettering`; without one, questions are plain cells.
package protocol Typeface: AnyObject {
    /// The width in pixels of `text` on one line, or nil where the fonts lack a letter of it.
    func width(of text: String, height: Int) -> Int?
    /// One line of text; `height` is the em size in pixels. The result is `lineHeight(height)` pixels high.
    func render(_ text: String, height: Int) -> Coverage?
    /// The same in another cut; nil also where there is no such cut.
    func width(of text: String, in style: LetterStyle) -> Int?
    func render(_ text: String, in style: LetterStyle) -> Coverage?
    /// The em sizes of the bitmap cut, in pixels.
    var bitmapSizes: [Int] { get }
    /// What fitted before; a typeface that is kept remembers it, because a screen is drawn many times.
    var memory: LetterMemory { get }
    /// Pixels from one line's top to the next one's.
    func lineHeight(_ height: Int) -> Int
    /// One line of cell text in visual order, Arabic letters joined (presentation forms B).
    func visual(_ text: String) -> String
}

/// The main direction of a text.
package enum Direction: Sendable { case leftToRight, rightToLeft }
