/// Words in letters of many cells.
extension Canvas {
    /// A question in the biggest letters that fit `rect` in one or two balanced lines, or three on a high one.
    ///
    /// Sizes go from the height of `rect` down to 8 pixels an em, the narrow cut at each of the small ones, then to bitmap
    /// fonts; widths are measured first, and only what is drawn is rendered. Where no letters can be drawn (no half
    /// blocks, no typeface, a glyph no font has, nothing fits) it is bold cells. `direction` orders a line that begins
    /// with neither direction's letters.
    package mutating func headline(
        _ text: String, in rect: Rect, ink: Colour, direction: Direction = .leftToRight, align: Alignment = .center
    ) {
        guard let letters = fitted(text, in: rect, direction: direction) else {
            if record != nil { note(text, reasonForPlain(text)) }
            return wrapped(text, in: rect, align: align, ink: ink, bold: true)
        }
        note(text, .whole)
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

    private func setter(_ typeface: any Typeface, width: Int, height: Int) -> LetterSetter {
        LetterSetter(typeface: typeface, width: width, height: height, canBlend: canBlend)
    }

    private func fitted(_ text: String, in rect: Rect, direction: Direction) -> Letters? {
        guard canDrawLetters, let typeface, rect.width > 0, rect.height > 4 else { return nil }
        return setter(typeface, width: rect.width, height: rect.height * 2).fit(text, direction: direction)?
            .letters[text]
    }

    private func fittedNumeral(_ text: String, in rect: Rect, alongside: [String]) -> Letters? {
        guard canDrawLetters, let typeface, rect.width > 2, rect.height > 3 else { return nil }
        let width = rect.width - (rect.width >= 12 ? 2 : 1)
        let height = rect.height * 2 * 7 / 10
        let texts = alongside.contains(text) ? alongside : alongside + [text]
        return setter(typeface, width: width, height: height)
            .fit(texts, lines: 1, direction: .leftToRight, tallest: height * 3 / 2)?.letters[text]
    }

    /// The largest letters in which each of `texts` fits an area of its own of this size, so that a group looks like one.
    ///
    /// Nil where only plain cells can be drawn.
    ///
    /// - Parameter tallest: The largest em size in pixels; labels stay smaller than the question.
    package func lettering(
        of texts: [String], in size: Size, lines: Int, direction: Direction, tallest: Int
    ) -> LetterGroup? {
        guard canDrawLetters, let typeface, size.width > 2, size.height > 2 else { return nil }
        return setter(typeface, width: size.width, height: size.height * 2)
            .fit(texts, lines: lines, direction: direction, tallest: tallest)
    }

    /// One text of a group that `lettering` gave for an area as large as `rect`, on the group's baseline.
    package mutating func letters(
        _ text: String, of group: LetterGroup, in rect: Rect, ink: Colour, align: Alignment = .center
    ) {
        guard let letters = group.letters[text] else { return }
        note(text, .whole)
        draw(letters, in: rect, ink: ink, align: align)
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
