import Glibc

extension Canvas {
    /// A star of five points in the middle of `rect`; one that is not filled is only a hint of its colour.
    ///
    /// On `ascii` it is `(*)` or `( )`.
    package mutating func star(in rect: Rect, colour: Colour, filled: Bool) {
        guard rect.width > 0, rect.height > 0 else { return }
        guard tier != .ascii, min(rect.width, rect.height * 2) >= 7 else {
            return text(filled ? "(*)" : "( )", in: rect, align: .center, ink: colour, bold: filled)
        }
        let shown = filled ? colour : unlit(colour, at: rect)
        if tier == .blocks, blockStar(in: rect, colour: shown) { return }
        let centre = (x: Double(rect.column) + Double(rect.width) / 2, y: Double(rect.row * 2) + Double(rect.height))
        let radius = Double(min(rect.width, rect.height * 2)) / 2
        let corners = starCorners(x: centre.x, y: centre.y + radius * 0.06, radius: radius)
        paint(
            shown, x: centre.x - radius...centre.x + radius,
            y: centre.y - radius...centre.y + radius
        ) { u, v in Self.isInside(u, v, corners) }
    }

    /// A star not yet given: mixed far into the ground, or plain white where colours can't be mixed.
    private func unlit(_ colour: Colour, at rect: Rect) -> Colour {
        canBlend
            ? ground(column: rect.column + rect.width / 2, row: rect.row + rect.height / 2).mixed(with: colour, 0.25)
            : Colour(0xC0C0C0)
    }

    private func starCorners(x: Double, y: Double, radius: Double) -> [(x: Double, y: Double)] {
        (0..<10).map { index in
            // The inner corners stand a little further out than in a true pentagram: thin arms vanish in pixels.
            let reach = index % 2 == 0 ? radius : radius * 0.46
            let angle = Double(index) * .pi / 5
            return (x + reach * sin(angle), y - reach * cos(angle))
        }
    }

    /// Ray casting: a point is inside when a ray from it crosses the outline an odd number of times.
    private static func isInside(_ u: Double, _ v: Double, _ corners: [(x: Double, y: Double)]) -> Bool {
        var inside = false
        var last = corners[corners.count - 1]
        for corner in corners {
            if (corner.y > v) != (last.y > v),
                u < (last.x - corner.x) * (v - corner.y) / (last.y - corner.y) + corner.x
            {
                inside.toggle()
            }
            last = corner
        }
        return inside
    }

    /// A bar of time left: `share` (0 to 1) of `rect` from its left end; the rest keeps its ground.
    ///
    /// One row is half a cell thick on `half`, where the end is also exact to a fraction of a cell.
    package mutating func bar(in rect: Rect, share: Double, colour: Colour) {
        guard rect.width > 0, rect.height > 0 else { return }
        let length = Double(rect.width) * min(1, max(0, share))
        switch tier {
        case .ascii:
            let full = Int(length.rounded())
            let row = rect.row + rect.height / 2
            for column in 0..<full { character("=", column: rect.column + column, row: row, ink: colour) }
        case .blocks:
            fill(Rect(column: rect.column, row: rect.row, width: Int(length.rounded()), height: rect.height), colour)
        case .half:
            for y in 0..<max(1, rect.height * 2 - 1) {
                for x in 0..<rect.width {
                    let coverage = min(1, max(0, length - Double(x)))
                    blend(x: rect.column + x, y: rect.row * 2 + y, colour, coverage)
                }
            }
        }
    }
}
