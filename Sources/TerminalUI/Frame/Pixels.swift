/// Pixels inside cells: two a cell on `half`, one on every other tier.
extension Cell {
    /// The colours of the upper and lower half of this cell; its ground twice where it holds text.
    package var pixels: (top: Colour, bottom: Colour) {
        if isUpperHalf { return (ink, ground) }
        if isLowerHalf { return (ground, ink) }
        return isFull ? (ink, ink) : (ground, ground)
    }

    /// A cell of two pixels; a plain space where they are equal, so that equal pictures are equal cells.
    init(top: Colour, bottom: Colour) {
        if top == bottom {
            self.init(glyph: Self.space, ink: top, ground: top)
        } else {
            self.init(glyph: Self.upperHalf, ink: top, ground: bottom)
        }
    }
}

extension Canvas {
    /// Rows of pixels in a row of cells.
    var pixelsPerRow: Int { tier == .half ? 2 : 1 }

    /// Mixes `colour` into one pixel by its coverage (0 to 1); where colours can't be mixed, half or more covers it.
    ///
    /// `x` counts columns; `y` counts rows of pixels, see `pixelsPerRow`.
    mutating func blend(x: Int, y: Int, _ colour: Colour, _ coverage: Double) {
        guard coverage > 0.02, y >= 0 else { return }
        let row = y / pixelsPerRow
        guard frame.contains(column: x, row: row) else { return }
        let share = canBlend ? min(1, coverage) : (coverage >= 0.5 ? 1 : 0)
        guard share > 0 else { return }
        let (top, bottom) = frame[x, row].pixels
        guard tier == .half else {
            let mixed = top.mixed(with: colour, share)
            return put(Cell(glyph: Cell.space, ink: mixed, ground: mixed), column: x, row: row)
        }
        let isTop = y % 2 == 0
        let cell = Cell(
            top: isTop ? top.mixed(with: colour, share) : top,
            bottom: isTop ? bottom : bottom.mixed(with: colour, share))
        put(cell, column: x, row: row)
    }
}
