/// Where a line stands in its rectangle, as the eye sees it: `left` is left in every language.
package enum Alignment: Sendable { case left, center, right }

extension Canvas {
    /// Text in plain cells from `at` rightwards, on the ground that is there; what lies outside the frame is cut.
    package mutating func text(_ text: String, at: Point, ink: Colour, bold: Bool = false) {
        note(
            text,
            text.cellWidth > frame.size.width - at.column
                ? .cut(shown: fittingPrefix(of: text, in: frame.size.width - at.column)) : .whole)
        write(visual(text), at: at, limit: frame.size.width, ink: ink, bold: bold)
    }

    /// One line in the middle row of `rect`, ending in an ellipsis where it is too long.
    package mutating func text(
        _ text: String, in rect: Rect, align: Alignment = .left, ink: Colour, bold: Bool = false
    ) {
        guard rect.width > 0, rect.height > 0 else { return }
        let shown = shortened(text, to: rect.width)
        note(text, shown == text ? .whole : .cut(shown: shown))
        line(shown, in: rect, row: rect.row + (rect.height - 1) / 2, align, ink, bold)
    }

    /// Text in balanced lines of plain cells, in the middle of `rect`; the last line that fits ends in an ellipsis where
    /// there is more.
    package mutating func wrapped(
        _ text: String, in rect: Rect, align: Alignment = .left, ink: Colour, bold: Bool = false
    ) {
        guard rect.width > 0, rect.height > 0 else { return }
        let lines = cellLines(text, width: rect.width, height: rect.height)
        if record != nil { note(text, wrappedOutcome(text, lines, width: rect.width)) }
        for (index, content) in lines.enumerated() {
            line(content, in: rect, row: rect.row + (rect.height - lines.count) / 2 + index, align, ink, bold)
        }
    }

    /// Lines no wider than `width`, at most `height` of them.
    package func cellLines(_ text: String, width: Int, height: Int) -> [String] {
        let pieces = LineBreaking.pieces(of: text).flatMap { $0.cut(to: width) }
        let all = LineBreaking.greedy(pieces, limit: width) { $0.cellWidth }
        if all.count <= height { return LineBreaking.balanced(pieces, into: all.count) { $0.cellWidth } }
        return all.prefix(height - 1) + [shortened(all.dropFirst(height - 1).joined(separator: " "), to: width)]
    }

    private func wrappedOutcome(_ text: String, _ lines: [String], width: Int) -> DrawnText.Outcome {
        let shown = lines.joined(separator: " ")
        // Nothing but white space may be lost between a text and its lines.
        guard shown.filter({ !$0.isWhitespace }) == text.filter({ !$0.isWhitespace }) else { return .cut(shown: shown) }
        return LineBreaking.pieces(of: text).contains { $0.text.cellWidth > width } ? .broken : .whole
    }

    private func fittingPrefix(of text: String, in width: Int) -> String {
        var used = 0
        return String(
            text.prefix {
                used += $0.cellWidth
                return used <= width
            })
    }

    private mutating func line(
        _ content: String, in rect: Rect, row: Int, _ align: Alignment, _ ink: Colour, _ bold: Bool
    ) {
        let shown = visual(content)
        let room = rect.width - shown.cellWidth
        let indent =
            switch align {
            case .left: 0
            case .center: room / 2
            case .right: room
            }
        write(
            shown, at: Point(column: rect.column + max(0, indent), row: row), limit: rect.columns.upperBound, ink: ink,
            bold: bold)
    }

    private var ellipsis: String { tier == .ascii ? "..." : "…" }

    private func shortened(_ text: String, to width: Int) -> String {
        guard text.cellWidth > width else { return text }
        var (kept, used) = ("", 0)
        let room = width - ellipsis.cellWidth
        guard room > 0 else { return String(ellipsis.prefix(width)) }
        for character in text {
            used += character.cellWidth
            if used > room { break }
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + ellipsis
    }

    /// Writes text that is already in the order the eye reads it.
    private mutating func write(_ text: String, at: Point, limit: Int, ink: Colour, bold: Bool) {
        var column = at.column
        for character in text where character.isDrawable {
            let width = character.cellWidth
            guard width > 0 else { continue }
            guard column + width <= min(limit, frame.size.width) else { return }
            if column >= 0 {
                self.character(character, column: column, row: at.row, ink: ink, bold: bold)
                if width == 2 { rightHalf(column: column + 1, row: at.row, ink: ink, bold: bold) }
            }
            column += width
        }
    }

    private mutating func rightHalf(column: Int, row: Int, ink: Colour, bold: Bool) {
        guard frame.contains(column: column, row: row) else { return }
        blankRightOf(column: column, row: row)
        let below = ground(column: column, row: row)
        frame[column, row] = Cell(text: nil, ink: ink, ground: below, isBold: bold)
    }

    /// A wide character that began where our right half now stands loses its own right half.
    private mutating func blankRightOf(column: Int, row: Int) {
        guard !frame[column, row].isRightHalf else { return }
        guard frame.contains(column: column + 1, row: row), frame[column + 1, row].isRightHalf else { return }
        frame[column + 1, row].text = " "
    }

    /// The order of the eye, asked for only where a letter that runs from the right is in the text.
    func visual(_ text: String) -> String {
        guard let typeface, text.unicodeScalars.contains(where: \.runsFromTheRight) else { return text }
        return typeface.visual(text)
    }
}

extension LineBreaking.Piece {
    /// This piece in parts no wider than a line, because a long word must not be lost.
    fileprivate func cut(to width: Int) -> [LineBreaking.Piece] {
        guard text.cellWidth > width else { return [self] }
        var parts = [LineBreaking.Piece(text: "", hasSpaceBefore: hasSpaceBefore)]
        var used = 0
        for character in text {
            if used + character.cellWidth > width, used > 0 {
                parts.append(LineBreaking.Piece(text: "", hasSpaceBefore: false))
                used = 0
            }
            parts[parts.count - 1].text.append(character)
            used += character.cellWidth
        }
        return parts
    }
}

extension Unicode.Scalar {
    /// Hebrew, Arabic and their neighbours, presentation forms, and the marks that set a direction.
    var runsFromTheRight: Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x200F, 0x202B, 0x202E, 0x2067, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
