import TerminalUI

extension Painter {
    /// The ground of an option: a card, a mark where it is chosen and a line where the focus is.
    mutating func card(_ index: Int, in rect: Rect, surface: Colour) {
        canvas.card(rect, surface)
        guard model.isFocused(index), !isPlain, rect.height >= 3 else { return }
        let line = Rect(column: rect.column + 2, row: rect.row + rect.height - 1, width: rect.width - 4, height: 1)
        canvas.bar(in: line, share: 1, colour: focusColour(on: surface))
    }

    private func focusColour(on surface: Colour) -> Colour {
        contrast(theme.accent, surface) >= 3 ? theme.accent : theme.ink(on: surface)
    }

    /// Text that says in characters what colours say elsewhere.
    func marked(_ text: String, _ index: Int) -> String {
        guard isPlain else { return text }
        switch model.state(of: index) {
        case .lit: return "> \(text) <"
        case .chosen: return "[\(text)]"
        case .normal, .faded: return model.isFocused(index) ? "> \(text)" : text
        }
    }

    /// The digit that chooses an option and its label: in big letters of `style`, else in one line where all of
    /// `alongside` fit so, else one below the other, else the digit alone.
    mutating func label(
        _ text: String, _ index: Int, in rect: Rect, on surface: Colour, alongside: [String], style: LetterGroup? = nil
    ) {
        if let style { return bigLabel(text, index, in: rect, on: surface, style: style) }
        let room = rect.width - (isPlain ? 4 : 0)
        let widest = alongside.map(\.cellWidth).max() ?? 0
        if widest + 3 <= room { return line(text, index, in: rect, on: surface) }
        let ink = theme.ink(on: surface)
        let isBold = stands(out: index)
        if rect.height == 1, widest <= room, !text.isEmpty {
            return canvas.text(marked(text, index), in: rect, align: .center, ink: ink, bold: isBold)
        }
        // The marks of a plain display stand beside the digit.
        let rows = alongside.map { MeasuredText($0).rows(width: rect.width) }
        guard rect.height >= 2, rows.allSatisfy({ $0.map { $0 < rect.height } ?? false }) else {
            return canvas.text(marked("\(index + 1)", index), in: rect, align: .center, ink: ink, bold: isBold)
        }
        let digit = Rect(column: rect.column, row: rect.row, width: rect.width, height: 1)
        canvas.text(
            marked("\(index + 1)", index), in: digit, align: .center, ink: isBold ? ink : theme.soft(on: surface))
        canvas.wrapped(text, in: rect.inset(top: 1), align: .center, ink: ink, bold: isBold)
    }

    private mutating func line(_ text: String, _ index: Int, in rect: Rect, on surface: Colour) {
        let whole = marked(text.isEmpty ? "\(index + 1)" : "\(index + 1)  \(text)", index)
        let ink = theme.ink(on: surface)
        guard !isPlain, !text.isEmpty else {
            let colour = text.isEmpty && !stands(out: index) ? theme.soft(on: surface) : ink
            return canvas.text(whole, in: rect, align: .center, ink: colour, bold: stands(out: index))
        }
        let row = rect.row + (rect.height - 1) / 2
        let column = rect.column + (rect.width - whole.cellWidth) / 2
        canvas.text("\(index + 1)", at: Point(column: column, row: row), ink: theme.soft(on: surface))
        canvas.text(text, at: Point(column: column + 3, row: row), ink: ink, bold: stands(out: index))
    }

    private mutating func bigLabel(
        _ text: String, _ index: Int, in rect: Rect, on surface: Colour, style: LetterGroup
    ) {
        let digit = Rect(column: rect.column, row: rect.row, width: rect.width, height: 1)
        canvas.text("\(index + 1)", in: digit, align: .center, ink: theme.soft(on: surface))
        guard !text.isEmpty else { return }
        canvas.letters(text, of: style, in: rect.inset(top: 1), ink: theme.ink(on: surface))
    }

    private func stands(out index: Int) -> Bool {
        let state = model.state(of: index)
        return state == .lit || state == .chosen || model.isFocused(index)
    }

    /// The big letters of the captions below figures, where all of `labels` have room for them in cards of this size.
    func captionStyle(_ labels: [String], in card: Rect) -> LetterGroup? {
        guard card.height >= 14 else { return nil }
        let size = Size(width: card.width - 2 * captionSide(of: card) - 2, height: bigCaption(of: card) - 1)
        // Smaller than the question, and no larger than the figure bears.
        return canvas.lettering(
            of: labels, in: size, lines: 2, direction: direction, tallest: max(8, card.height * 2 / 5))
    }

    /// Where the figure of a card stands, and below it its digit and label.
    func places(in card: Rect, style: LetterGroup?) -> (figure: Rect, caption: Rect) {
        let frame = frame(of: card)
        let plain = card.height >= 8 ? 3 : card.height >= 6 ? 2 : 1
        let height = style == nil ? plain : bigCaption(of: card) + 1
        let side = captionSide(of: card)
        let caption = card.inset(
            left: side, right: side, top: card.height - height, bottom: max(frame, style == nil ? 0 : 1))
        // A narrow card needs all of its width for a face that is still smooth.
        let air = max(frame, card.width >= 16 ? card.width / 10 : 0)
        let top = max(frame, card.height >= 8 ? 1 : 0)
        return (card.inset(left: air, right: air, top: top, bottom: height), caption)
    }

    /// Rows of the digit and a label in big letters.
    private func bigCaption(of card: Rect) -> Int { min(9, card.height / 3) }

    /// The frame of a flat card is not to be written on.
    private func frame(of card: Rect) -> Int { theme.isFlat && card.height >= 6 ? 1 : 0 }

    private func captionSide(of card: Rect) -> Int { max(frame(of: card), card.width >= 12 ? 1 : 0) }

    /// The labels of a scale: the survey's own where it has as many, else the kiosk's.
    func labels(_ own: [String], else words: [String]) -> [String] { own.count == words.count ? own : words }
}
