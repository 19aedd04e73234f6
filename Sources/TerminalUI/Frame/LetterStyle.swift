/// How the letters of a line are made.
package struct LetterStyle: Hashable, Sendable {
    /// The shapes they come from.
    package enum Cut: Hashable, Sendable {
        /// A bold outline font.
        case regular
        /// Its narrow sister.
        case condensed
        /// Narrower still, for what would otherwise not be drawn at all.
        case narrow
        /// A font drawn pixel by pixel, which stays sharp where an outline turns to mud.
        case bitmap
    }

    package let cut: Cut
    /// The em size in pixels.
    package let size: Int

    package init(_ cut: Cut, _ size: Int) {
        self.cut = cut
        self.size = size
    }

    /// What to try, best first, for letters of at most `largest` pixels.
    ///
    /// Large text keeps the regular cut; below 13 pixels the narrow one is tried at each size too. Where edges can't be
    /// blended an outline of less than 14 pixels is ragged, so that bitmaps come before it.
    static func ladder(from largest: Int, canBlend: Bool, bitmaps: [Int]) -> [LetterStyle] {
        func outlines(_ sizes: ReversedCollection<ClosedRange<Int>>) -> [LetterStyle] {
            sizes.flatMap { size -> [LetterStyle] in
                size < smallestOutline + 5
                    ? [LetterStyle(.regular, size), LetterStyle(.condensed, size)] : [LetterStyle(.regular, size)]
            }
        }
        let small = bitmaps.sorted(by: >).filter { $0 <= largest && (!canBlend || $0 <= smallestOutline) }
            .map { LetterStyle(.bitmap, $0) }
        guard largest >= smallestOutline else { return small }
        if canBlend {
            let narrow = stride(from: min(largest, smallestOutline + 4), through: smallestOutline, by: -1)
                .map { LetterStyle(.narrow, $0) }
            let clear = largest > smallestOutline ? outlines((smallestOutline + 1...largest).reversed()) : []
            return clear + narrow + outlines((smallestOutline...smallestOutline).reversed()) + small
        }
        guard largest >= ragged else { return small + outlines((smallestOutline...largest).reversed()) }
        return outlines((ragged...largest).reversed()) + small + outlines((smallestOutline...ragged - 1).reversed())
    }

    /// Below this an outline font turns to mud.
    private static let smallestOutline = 8
    private static let ragged = 14
}

extension Typeface {
    /// A typeface of one cut.
    package func width(of text: String, in style: LetterStyle) -> Int? {
        style.cut == .regular ? width(of: text, height: style.size) : nil
    }

    package func render(_ text: String, in style: LetterStyle) -> Coverage? {
        style.cut == .regular ? render(text, height: style.size) : nil
    }

    package var bitmapSizes: [Int] { [] }
    package var memory: LetterMemory { LetterMemory() }
}
