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
    var canBlend = true

    /// The size at which lines are broken, and sizes guessed; where lines break hardly depends on the size.
    private static let measuringSize = 16
    /// Above this a question becomes a poster, and further away than any kiosk is read.
    private static let largest = 64
    /// Below this a Chinese character's strokes run together.
    private static let smallestWide = 11

    /// A question on as many lines as give the largest letters.
    func fit(_ text: String, direction: Direction) -> LetterGroup? {
        remembered([text], lines: 0, direction: direction, tallest: Self.largest) {
            // As many lines as could have letters that are read from afar.
            let all = arrangements(of: text, most: height >= 18 ? 3 : 2, direction: direction)
            guard let reach = reach(of: all) else { return nil }
            for style in ladder(from: min(Self.largest, height, reach), for: [text]) {
                for lines in all {
                    if let letters = fitting(lines, style) { return LetterGroup(letters: [text: letters]) }
                }
            }
            return nil
        }
    }

    /// The largest letters in which each of `texts` fits on its own area of this size, on at most so many lines.
    func fit(_ texts: [String], lines most: Int, direction: Direction, tallest: Int) -> LetterGroup? {
        remembered(texts, lines: most, direction: direction, tallest: tallest) {
            let texts = Array(Set(texts.filter { !$0.isEmpty })).sorted()
            let all = texts.map { arrangements(of: $0, most: most, direction: direction) }
            let reaches = all.compactMap { reach(of: $0) }
            guard !all.isEmpty, reaches.count == all.count, let reach = reaches.min() else { return nil }
            for style in ladder(from: min(Self.largest, tallest, reach), for: texts) {
                var letters: [String: Letters] = [:]
                for (text, arrangements) in zip(texts, all) {
                    letters[text] = arrangements.lazy.compactMap { fitting($0, style) }.first
                    if letters[text] == nil { break }
                }
                if letters.count == texts.count { return LetterGroup(letters: onOneBaseline(letters)) }
            }
            return nil
        }
    }

    private func remembered(
        _ texts: [String], lines: Int, direction: Direction, tallest: Int, make: () -> LetterGroup?
    ) -> LetterGroup? {
        let request = LetterMemory.Request(
            texts: texts, width: width, height: height, lines: lines, direction: direction, tallest: tallest,
            canBlend: canBlend)
        return typeface.memory.group(request, else: make)
    }

    /// Texts of as many lines share the room from the highest letter to the lowest tail.
    private func onOneBaseline(_ letters: [String: Letters]) -> [String: Letters] {
        letters.mapValues { own in
            var own = own
            let like = letters.values.filter { $0.lines.count == own.lines.count }
            let top = like.map(\.inkTop).min() ?? own.inkTop
            let bottom = like.map { $0.inkTop + $0.inkHeight }.max() ?? own.inkTop + own.inkHeight
            if bottom - top <= height { (own.inkTop, own.inkHeight) = (top, bottom - top) }
            return own
        }
    }

    private func ladder(from largest: Int, for texts: [String]) -> [LetterStyle] {
        let isWide = texts.contains { $0.contains { $0.cellWidth == 2 } }
        let all = LetterStyle.ladder(from: max(0, largest), canBlend: canBlend, bitmaps: typeface.bitmapSizes)
        return isWide ? all.filter { $0.size >= Self.smallestWide } : all
    }

    /// The largest size worth trying: both sides grow with the size, so one measurement tells it to a pixel or two.
    private func reach(of arrangements: [[String]]) -> Int? {
        let measuring = LetterStyle(.regular, Self.measuringSize)
        let sizes = arrangements.compactMap { lines -> Int? in
            let widths = lines.compactMap { typeface.width(of: $0, in: measuring) }
            guard widths.count == lines.count, let widest = widths.max(), widest > 0 else { return nil }
            guard let ink = letters(lines, measuring)?.inkHeight, ink > 0 else { return nil }
            return min(width * Self.measuringSize / widest, height * Self.measuringSize / ink)
        }
        guard let size = sizes.max() else { return nil }
        // Hinting rounds; below 13 pixels the narrow cuts reach further.
        return max(size * 27 / 25 + 1, min(13, size * 3 / 2 + 2))
    }

    /// The text on one and up to `most` balanced lines.
    private func arrangements(of text: String, most: Int, direction: Direction) -> [[String]] {
        let pieces = LineBreaking.pieces(of: text)
        var found: [[String]] = []
        for count in 1...max(1, most) {
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

    private func fitting(_ lines: [String], _ style: LetterStyle) -> Letters? {
        guard mayFit(lines, style), let letters = letters(lines, style), letters.inkHeight <= height,
            letters.lines.allSatisfy({ $0.width <= width })
        else { return nil }
        return letters
    }

    /// By width, and by what letters are at least high: cheaper than rendering.
    private func mayFit(_ lines: [String], _ style: LetterStyle) -> Bool {
        guard (lines.count - 1) * style.size * 9 / 10 + style.size * 7 / 10 <= height else { return false }
        return lines.allSatisfy { line in typeface.width(of: line, in: style).map { $0 <= width } ?? false }
    }

    private func letters(_ lines: [String], _ style: LetterStyle) -> Letters? {
        let rendered = lines.compactMap { typeface.render($0, in: style) }
        guard rendered.count == lines.count else { return nil }
        let inks = rendered.map(\.inkRows)
        guard let first = inks.first, let last = inks.last else { return nil }
        // Lines stand as close as their ink allows, but never so close that they look like one.
        let touching = zip(inks, inks.dropFirst()).map { upper, lower in
            upper.upperBound - lower.lowerBound + (style.size > 9 || style.cut == .bitmap ? 1 : 0)
        }
        let pitch = max(style.size * 9 / 10, touching.max() ?? 0)
        return Letters(
            lines: rendered, pitch: pitch, inkTop: first.lowerBound,
            inkHeight: pitch * (lines.count - 1) + last.upperBound - first.lowerBound)
    }
}
