extension Canvas {
    /// A key of a keyboard: a filled rectangle that leaves a gap below, so that rows of keys can share their rectangles' edges.
    ///
    /// On `half` the gap is half a cell and the corners are round; elsewhere it is a row, where there is more than one.
    package mutating func keycap(_ rect: Rect, _ colour: Colour) {
        guard tier == .half, canBlend, rect.height >= 2 else {
            return card(Self.keycapInk(of: rect), colour)
        }
        let inner = Rect(column: rect.column, row: rect.row + 1, width: rect.width, height: rect.height - 2)
        fill(inner, colour)
        let bottom = rect.height * 2 - 2
        // Round corners would eat a small key.
        let isRound = rect.width >= 5 && rect.height >= 3
        for x in 0..<rect.width {
            let isEdge = x == 0 || x == rect.width - 1
            for y in [0, 1, bottom] {
                let isCorner = isRound && isEdge && y != 1
                blend(x: rect.column + x, y: rect.row * 2 + y, colour, isCorner ? 0.35 : 1)
            }
        }
    }

    /// The rows of a key that its text can stand on.
    package func keycapText(of rect: Rect) -> Rect {
        tier == .half && canBlend ? rect : Self.keycapInk(of: rect)
    }

    private static func keycapInk(of rect: Rect) -> Rect {
        Rect(
            column: rect.column, row: rect.row, width: rect.width, height: rect.height - (rect.height >= 2 ? 1 : 0))
    }
}
