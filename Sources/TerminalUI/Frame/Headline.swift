/// Words in letters of many cells.
extension Canvas {
    /// A question in the biggest letters that fit `rect` in one or two balanced lines (three on a very large one).
    ///
    /// Sizes go from the height of `rect` down to 8 pixels an em; widths are measured first, and only what is drawn is
    /// rendered. Where letters of this size can't be drawn (no half blocks, no typeface, a glyph no font has, nothing
    /// fits) it is bold cells. `direction` orders a line that begins with neither direction's letters.
    package mutating func headline(
        _ text: String, in rect: Rect, ink: Colour, direction: Direction = .leftToRight, align: Alignment = .center
    ) {
        guard let letters = fitted(text, in: rect, direction: direction) else {
            return wrapped(text, in: rect, align: align, ink: ink, bold: true)
        }
        draw(letters, in: rect, ink: ink, align: align)
    }

    /// A short label such as `10` in letters that fill the middle of `rect`; bold cells where it can't be.
    ///
    /// All of `alongside` fit too, so that a row of keys has letters of one size.
    package mutating func numeral(_ text: String, in rect: Rect, ink: Colour, alongside: [String] = []) {
        guard let letters = fittedNumeral(text, in: rect, alongside: alongside) else {
            return self.text(text, in: rect, align: .center, ink: ink, bold: true)
        }
        draw(letters, in: rect, ink: ink, align: .center)
    }

    private var canDrawLetters: Bool { tier == .half }

    private func fitted(_ text: String, in rect: Rect, direction: Direction) -> Letters? {
        guard canDrawLetters, let typeface, rect.width > 0, rect.height > 4 else { return nil }
        let setter = LetterSetter(typeface: typeface, width: rect.width, height: rect.height * 2)
        return setter.fit(text, direction: direction)
    }

    private func fittedNumeral(_ text: String, in rect: Rect, alongside: [String]) -> Letters? {
        guard canDrawLetters, let typeface, rect.width > 2, rect.height > 3 else { return nil }
        let setter = LetterSetter(typeface: typeface, width: rect.width - 2, height: rect.height * 2 * 7 / 10)
        return setter.fit(label: text, alongside: alongside)
    }

    private mutating func draw(_ letters: Letters, in rect: Rect, ink: Colour, align: Alignment) {
        var top = rect.row * 2 + (rect.height * 2 - letters.inkHeight) / 2 - letters.inkTop
        for line in letters.lines {
            let room = rect.width - line.width
            let indent =
                switch align {
                case .left: 0
                case .center: room / 2
                case .right: room
                }
            draw(line, x: rect.column + indent, y: top, ink: ink)
            top += letters.pitch
        }
    }

    private mutating func draw(_ coverage: Coverage, x: Int, y: Int, ink: Colour) {
        for row in 0..<coverage.height {
            for column in 0..<coverage.width {
                // Sixteen steps look like 256, and a screen's blends stay fewer than the entries of a palette.
                let step = (Int(coverage.levels[row * coverage.width + column]) + 8) / 17
                if step > 0 { blend(x: x + column, y: y + row, ink, Double(step) / 15) }
            }
        }
    }
}
