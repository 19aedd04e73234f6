/// Rendered lines and how far apart they stand.
struct Letters {
    var lines: [Coverage]
    /// Rows of pixels from one line's top to the next one's.
    var pitch: Int
    /// The first row with ink, counted from the first line's top.
    var inkTop: Int
    /// Rows from there to the last row with ink.
    var inkHeight: Int
}

/// Chooses the size and the lines of big letters for an area of pixels.
struct LetterSetter {
    let typeface: any Typeface
    let width: Int
    let height: Int

    /// Below this an outline font turns to mud; digits bear a little less.
    private static let smallestText = 8
    private static let smallestLabel = 7
    /// The size at which lines are broken; where they break hardly depends on the size.
    private static let measuringSize = 16
    /// Above this a question becomes a poster, and further away than any kiosk is read.
    private static let largest = 64

    func fit(_ text: String, direction: Direction) -> Letters? {
        let arrangements = arrangements(of: text, direction: direction)
        guard !arrangements.isEmpty else { return nil }
        for size in stride(from: min(Self.largest, height), through: Self.smallestText, by: -1) {
            for lines in arrangements where mayFit(lines, size: size) {
                if let letters = letters(lines, size: size), letters.inkHeight <= height { return letters }
            }
        }
        return nil
    }

    func fit(label: String, alongside: [String]) -> Letters? {
        let together = alongside + [label]
        for size in stride(from: min(Self.largest, height * 3 / 2), through: Self.smallestLabel, by: -1) {
            guard together.allSatisfy({ mayFit([$0], size: size) }) else { continue }
            if let letters = letters([label], size: size), letters.inkHeight <= height { return letters }
        }
        return nil
    }

    /// The text on one, two and (on a large area) three balanced lines.
    private func arrangements(of text: String, direction: Direction) -> [[String]] {
        let pieces = LineBreaking.pieces(of: text)
        let most = height >= 48 ? 3 : 2
        var found: [[String]] = []
        for count in 1...most {
            let lines = LineBreaking.balanced(pieces, into: count) {
                typeface.width(of: $0, height: Self.measuringSize) ?? .max / 4
            }
            if lines.count == count { found.append(lines.map { marked($0, direction) }) }
        }
        return found
    }

    /// A right-to-left mark before a line with such letters, which may begin with a foreign name.
    private func marked(_ line: String, _ direction: Direction) -> String {
        guard direction == .rightToLeft, line.unicodeScalars.contains(where: \.runsFromTheRight) else { return line }
        return "\u{200F}" + line
    }

    /// By width, and by what letters are at least high: cheaper than rendering.
    private func mayFit(_ lines: [String], size: Int) -> Bool {
        guard (lines.count - 1) * size * 9 / 10 + size * 7 / 10 <= height else { return false }
        return lines.allSatisfy { line in typeface.width(of: line, height: size).map { $0 <= width } ?? false }
    }

    private func letters(_ lines: [String], size: Int) -> Letters? {
        let rendered = lines.compactMap { typeface.render($0, height: size) }
        guard rendered.count == lines.count, rendered.allSatisfy({ $0.width <= width }) else { return nil }
        let inks = rendered.map(\.inkRows)
        guard let first = inks.first, let last = inks.last else { return nil }
        // Lines stand as close as their ink allows, but never so close that they look like one.
        let touching = zip(inks, inks.dropFirst()).map { upper, lower in
            upper.upperBound - lower.lowerBound + (size > 9 ? 1 : 0)
        }
        let pitch = max(size * 9 / 10, touching.max() ?? 0)
        return Letters(
            lines: rendered, pitch: pitch, inkTop: first.lowerBound,
            inkHeight: pitch * (lines.count - 1) + last.upperBound - first.lowerBound)
    }
}

extension Coverage {
    /// The rows that have ink.
    fileprivate var inkRows: Range<Int> {
        let inked = (0..<height).filter { row in levels[row * width..<(row + 1) * width].contains { $0 > 40 } }
        guard let first = inked.first, let last = inked.last else { return 0..<0 }
        return first..<last + 1
    }
}
