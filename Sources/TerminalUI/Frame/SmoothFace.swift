/// Shapes as areas of the plane; a pixel takes as much of their colour as they cover of it.
extension Canvas {
    /// Paints the part of the plane where `inside` holds, sampled 4 x 4 a pixel, within a box of pixels.
    mutating func paint(
        _ colour: Colour, x: ClosedRange<Double>, y: ClosedRange<Double>, isConvex: Bool = false,
        inside: (Double, Double) -> Bool
    ) {
        let height = 2 / Double(pixelsPerRow)
        let (left, right) = (max(0, Int(x.lowerBound)), min(frame.size.width - 1, Int(x.upperBound)))
        let top = max(0, Int(y.lowerBound / height))
        let bottom = min(frame.size.height * pixelsPerRow - 1, Int(y.upperBound / height))
        guard left <= right, top <= bottom else { return }
        for row in top...bottom {
            var column = left
            while column <= right {
                let coverage = Self.coverage(column, row, height: height, isConvex: isConvex, inside)
                if coverage > 0 { blend(x: column, y: row, colour, coverage) }
                column += 1
                guard isConvex, coverage == 1 else { continue }
                // Between two whole pixels of a convex shape's row all are whole.
                var last = right
                while last > column, !Self.isWhole(last, row, height: height, inside) { last -= 1 }
                while column < last {
                    blend(x: column, y: row, colour, 1)
                    column += 1
                }
            }
        }
    }

    /// Whether all corner samples are inside: of a convex shape all samples are then.
    private static func isWhole(
        _ column: Int, _ row: Int, height: Double, _ inside: (Double, Double) -> Bool
    ) -> Bool {
        let (left, right) = (Double(column) + 0.125, Double(column) + 0.875)
        let (top, bottom) = ((Double(row) + 0.125) * height, (Double(row) + 0.875) * height)
        return inside(left, top) && inside(right, top) && inside(left, bottom) && inside(right, bottom)
    }

    /// The share of a pixel that is inside, 0 to 1, from 16 samples.
    private static func coverage(
        _ column: Int, _ row: Int, height: Double, isConvex: Bool, _ inside: (Double, Double) -> Bool
    ) -> Double {
        func isInside(_ across: Int, _ down: Int) -> Bool {
            inside(Double(column) + (Double(across) + 0.5) / 4, (Double(row) + (Double(down) + 0.5) / 4) * height)
        }
        if isConvex, isWhole(column, row, height: height, inside) { return 1 }
        var samples = 0
        for down in 0..<4 { for across in 0..<4 where isInside(across, down) { samples += 1 } }
        return Double(samples) / 16
    }

    private mutating func disc(_ colour: Colour, x: Double, y: Double, radius: Double) {
        paint(colour, x: x - radius...x + radius, y: y - radius...y + radius, isConvex: true) { u, v in
            (u - x) * (u - x) + (v - y) * (v - y) <= radius * radius
        }
    }

    mutating func smoothFace(_ mood: Mood, in rect: Rect, colour: Colour, resting: Bool) {
        let face = FaceShape(rect, isHard: !canBlend)
        if canBlend {
            disc(colour.mixed(with: Colour(0), 0.18), x: face.x, y: face.y, radius: face.radius)
            disc(colour, x: face.x, y: face.y - 0.6, radius: face.radius - 0.9)
        } else {
            // A shade of the colour would come out as another colour.
            disc(colour, x: face.x, y: face.y, radius: face.radius)
        }
        eyes(face, openness: resting ? 0.35 : 1)
        mouth(face, mood)
        if mood == .terrible { brows(face) }
    }

    private mutating func eyes(_ face: FaceShape, openness: Double) {
        let (rx, ry) = (face.radius * 0.135, face.radius * 0.196 * openness + 0.01)
        for side in [-1.0, 1.0] {
            let (x, y) = (face.x + side * face.eyeX, face.y - face.eyeY)
            paint(FaceShape.ink, x: x - rx...x + rx, y: y - ry...y + ry) { u, v in
                (u - x) * (u - x) / (rx * rx) + (v - y) * (v - y) / (ry * ry) <= 1
            }
        }
    }

    /// A parabola of the face's width; the best one is open down to it.
    private mutating func mouth(_ face: FaceShape, _ mood: Mood) {
        let radius = face.radius
        let bend = Self.bend(of: mood, radius: radius, isHard: !canBlend)
        let (half, thick) = (radius * 0.52, max(1, radius * 0.12))
        let middle = face.y + radius * 0.42 - bend * radius * 0.22
        let reach = radius * 0.45 + thick
        paint(FaceShape.ink, x: face.x - half...face.x + half, y: middle - reach...middle + reach) { u, v in
            let across = (u - face.x) / half
            guard abs(across) <= 1 else { return false }
            let curve = middle + bend * radius * (0.55 * (1 - across * across) - 0.1)
            if mood == .excellent { return middle - thick * 0.2 <= v && v <= curve + thick * 0.5 }
            return abs(v - curve) <= thick * 0.75
        }
    }

    /// How far a mouth turns down or up, in parts of the radius.
    private static func bend(of mood: Mood, radius: Double, isHard: Bool) -> Double {
        // A small smile of less than three quarters of a cell would be a straight line in pixels; hard ones need more.
        let least = (isHard ? 2.6 : 1.5) / (0.55 * radius)
        return switch mood {
        case .terrible: min(-0.62, -least)
        case .bad: min(-0.32, -least)
        case .neutral: 0
        case .good: max(0.34, least)
        case .excellent: 0.66
        }
    }

    /// Two strokes down towards the nose.
    private mutating func brows(_ face: FaceShape) {
        let (reach, thick) = (face.radius * 0.26, max(1, face.radius * 0.12))
        for side in [-1.0, 1.0] {
            let (x, y) = (face.x + side * face.eyeX, face.y - face.eyeY - face.radius * 0.30)
            paint(FaceShape.ink, x: x - reach...x + reach, y: y - reach...y + reach) { u, v in
                let outwards = (u - x) * side
                return abs(outwards) <= reach && abs(v - (y - outwards * 0.45)) <= thick * 0.5
            }
        }
    }
}

/// Where a face stands, in units of a cell's width (a cell is 1 wide and 2 high).
private struct FaceShape {
    static let ink = Colour(0x1E1E22)
    let x: Double
    let y: Double
    let radius: Double
    let eyeX: Double
    let eyeY: Double

    /// - Parameter isHard: Edges are not blended: the circle then stands on whole pixels, or it would grow a knob.
    init(_ rect: Rect, isHard: Bool) {
        x = Double(rect.column) + Double(rect.width) / 2
        radius = Double(min(rect.width, rect.height * 2)) / 2
        let middle = Double(rect.row * 2) + Double(rect.height)
        y = isHard ? (middle - radius).rounded(.down) + radius : middle
        // Between pixels a hard eye would lose a corner and frown.
        func placed(_ distance: Double) -> Double { isHard ? (distance * 2).rounded() / 2 : distance }
        eyeX = placed(radius * 0.36)
        eyeY = placed(radius * 0.22)
    }
}
