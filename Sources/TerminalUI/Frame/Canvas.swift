/// A frame under construction: shapes and text in cells, drawn with whatever the display can show.
///
/// All rectangles are in cells. On `half` a cell holds two square pixels, on `blocks` it is one pixel, on `ascii` shapes
/// become characters. A display without colours is drawn as `ascii` whatever its cells, because shapes would vanish.
/// Drawing outside the frame is clipped.
package struct Canvas {
    package var frame: Frame
    package let display: Display
    package let ground: Colour
    let typeface: (any Typeface)?
    /// Every text drawn, in order; nil, and nothing is noted, unless it is set.
    package var record: [DrawnText]?
    /// A line around every card, for those who don't see the card from its ground.
    package var cardLine: Colour?

    /// An empty canvas of `ground`; without a `typeface` big letters become bold cells.
    package init(size: Size, display: Display, ground: Colour, typeface: (any Typeface)? = nil) {
        frame = Frame(size: size, ground: ground)
        self.display = display
        self.ground = ground
        self.typeface = typeface
    }

    /// What shapes are made of.
    var tier: Display.Cells { display.colours == .mono ? .ascii : display.cells }

    /// Whether mixed colours can be told apart; with eight colours every edge is hard.
    var canBlend: Bool { display.colours == .fixed256 || display.colours == .redefined256 }

    /// Writes one cell, and blanks the other half of a wide character it cuts in two.
    mutating func put(_ cell: Cell, column: Int, row: Int) {
        guard frame.contains(column: column, row: row) else { return }
        if frame[column, row].isRightHalf, column > 0 { frame[column - 1, row].text = " " }
        if !cell.isRightHalf { blankRightHalf(column: column + 1, row: row) }
        frame[column, row] = cell
    }

    private mutating func blankRightHalf(column: Int, row: Int) {
        guard frame.contains(column: column, row: row), frame[column, row].isRightHalf else { return }
        frame[column, row].text = " "
    }

    /// The colour below text at this cell; the mean where two pixels meet.
    func ground(column: Int, row: Int) -> Colour {
        guard frame.contains(column: column, row: row) else { return ground }
        let (top, bottom) = frame[column, row].pixels
        return top == bottom ? top : top.mixed(with: bottom, 0.5)
    }
}

extension Canvas {
    /// Fills a rectangle with one colour; text below is gone.
    package mutating func fill(_ rect: Rect, _ colour: Colour) {
        let cell = Cell(glyph: Cell.space, ink: colour, ground: colour)
        let columns = rect.columns.clamped(to: 0..<frame.size.width)
        guard let first = columns.first, let last = columns.last else { return }
        for row in rect.rows.clamped(to: 0..<frame.size.height) {
            // Only at the sides can a wide character be cut in two.
            put(cell, column: first, row: row)
            put(cell, column: last, row: row)
            frame.fill(row: row, columns: columns, cell)
        }
    }

    /// A filled rectangle with round corners.
    ///
    /// On `half` the corner pixels are blended with what lies below, on `blocks` it is a plain block, on `ascii` it has a
    /// frame of `+-|`. With eight colours a card that would look like its ground gets a line around it.
    package mutating func card(_ rect: Rect, _ colour: Colour) {
        guard rect.width > 0, rect.height > 0 else { return }
        switch tier {
        case .ascii:
            fill(rect, colour)
            outline(rect, ink: colour.readable(on: colour), corners: "++++", horizontal: "-", vertical: "|")
        case .blocks, .half:
            let vanishes = isOneOfEight(colour, ground(column: rect.column, row: rect.row))
            let lineInk = colour.hue(on: ground(column: rect.column, row: rect.row))
            if tier == .half && !vanishes { roundedPixels(rect, colour) } else { fill(rect, colour) }
            if let cardLine, !vanishes, rect.width >= 12, rect.height > 2 { edge(rect, cardLine) }
            guard vanishes else { return }
            outline(rect, ink: lineInk, corners: "┌┐└┘", horizontal: "─", vertical: "│")
        }
    }

    /// Whether two colours come out as the same one of eight.
    private func isOneOfEight(_ one: Colour, _ other: Colour) -> Bool {
        switch display.colours {
        case .eight: Palette8.nearest(to: one) == Palette8.nearest(to: other)
        case .redefined8: Palette8.nearestOwn(to: one) == Palette8.nearestOwn(to: other)
        case .mono, .fixed256, .redefined256: false
        }
    }

    /// A line of one pixel around a card; the corners stay round.
    private mutating func edge(_ rect: Rect, _ colour: Colour) {
        let height = rect.height * pixelsPerRow
        let (top, bottom) = (rect.row * pixelsPerRow, rect.row * pixelsPerRow + height - 1)
        let corner = tier == .half ? 1 : 0
        for x in rect.column + corner..<rect.column + rect.width - corner {
            blend(x: x, y: top, colour, 1)
            blend(x: x, y: bottom, colour, 1)
        }
        for y in top + corner...bottom - corner {
            blend(x: rect.column, y: y, colour, 1)
            blend(x: rect.column + rect.width - 1, y: y, colour, 1)
        }
    }

    private mutating func roundedPixels(_ rect: Rect, _ colour: Colour) {
        let (width, height) = (rect.width, rect.height * 2)
        let radius = Double(min(height >= 16 ? 3 : height >= 5 ? 2 : 1, width / 2))
        // Only the four corners are round: the rest is cells of one colour.
        let corner = Int(radius)
        let cornerRows = (corner + 1) / 2
        let inner = Rect(
            column: rect.column, row: rect.row + cornerRows, width: width, height: rect.height - 2 * cornerRows)
        if inner.height > 0 { fill(inner, colour) }
        for y in 0..<height where y / 2 < cornerRows || y / 2 >= rect.height - cornerRows {
            let isInCornerRows = y < corner || y >= height - corner
            for x in 0..<width {
                let isCorner = isInCornerRows && (x < corner || x >= width - corner)
                let coverage = isCorner ? cornerCoverage(x, y, width, height, radius) : 1
                blend(x: rect.column + x, y: rect.row * 2 + y, colour, coverage)
            }
        }
    }

    private func cornerCoverage(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ radius: Double) -> Double {
        let (px, py) = (Double(x) + 0.5, Double(y) + 0.5)
        let dx = max(radius - px, px - (Double(width) - radius), 0)
        let dy = max(radius - py, py - (Double(height) - radius), 0)
        return min(1, max(0, 0.5 - ((dx * dx + dy * dy).squareRoot() - radius)))
    }

    private mutating func outline(
        _ rect: Rect, ink: Colour, corners: String, horizontal: Character, vertical: Character
    ) {
        let corner = Array(corners)
        let (left, right) = (rect.column, rect.column + rect.width - 1)
        let (top, bottom) = (rect.row, rect.row + rect.height - 1)
        guard right > left, bottom > top, corner.count == 4 else { return }
        for column in left...right {
            character(horizontal, column: column, row: top, ink: ink)
            character(horizontal, column: column, row: bottom, ink: ink)
        }
        for row in top...bottom {
            character(vertical, column: left, row: row, ink: ink)
            character(vertical, column: right, row: row, ink: ink)
        }
        character(corner[0], column: left, row: top, ink: ink)
        character(corner[1], column: right, row: top, ink: ink)
        character(corner[2], column: left, row: bottom, ink: ink)
        character(corner[3], column: right, row: bottom, ink: ink)
    }

    /// One narrow character on the ground that is there.
    mutating func character(_ text: Character, column: Int, row: Int, ink: Colour, bold: Bool = false) {
        let below = ground(column: column, row: row)
        put(Cell(text: text, ink: ink, ground: below, isBold: bold), column: column, row: row)
    }
}

extension Rect {
    var columns: Range<Int> { column..<column + max(0, width) }
    var rows: Range<Int> { row..<row + max(0, height) }
}
