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

    /// The digit that chooses an option and its label: in one line where all of `alongside` fit so, else one below the
    /// other, else the digit alone.
    mutating func label(_ text: String, _ index: Int, in rect: Rect, on surface: Colour, alongside: [String]) {
        if rect.height >= 6, fits(alongside, size: 10, width: rect.width) {
            return bigLabel(text, index, in: rect, on: surface)
        }
        let room = rect.width - (isPlain ? 4 : 0)
        let widest = alongside.map(\.cellWidth).max() ?? 0
        if widest + 3 <= room { return line(text, index, in: rect, on: surface) }
        let ink = theme.ink(on: surface)
        let isBold = stands(out: index)
        if rect.height == 1, widest <= room, !text.isEmpty {
            return canvas.text(marked(text, index), in: rect, align: .center, ink: ink, bold: isBold)
        }
        guard rect.height >= 2, widest <= 2 * room, longestWord(alongside) <= room else {
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

    private mutating func bigLabel(_ text: String, _ index: Int, in rect: Rect, on surface: Colour) {
        let digit = Rect(column: rect.column, row: rect.row, width: rect.width, height: 1)
        canvas.text("\(index + 1)", in: digit, align: .center, ink: theme.soft(on: surface))
        guard !text.isEmpty else { return }
        canvas.headline(text, in: rect.inset(top: 1), ink: theme.ink(on: surface), direction: direction)
    }

    private func stands(out index: Int) -> Bool {
        let state = model.state(of: index)
        return state == .lit || state == .chosen || model.isFocused(index)
    }

    private func longestWord(_ texts: [String]) -> Int {
        texts.flatMap { $0.split(separator: " ") }.map(\.cellWidth).max() ?? 0
    }

    /// Whether all of `texts` can be drawn in big letters of this many pixels in one line.
    func fits(_ texts: [String], size: Int, width: Int) -> Bool {
        guard let typeface, canvas.display.cells == .half, canvas.display.colours != .mono else { return false }
        return texts.allSatisfy { text in typeface.width(of: text, height: size).map { $0 <= width } ?? false }
    }

    /// The labels of a scale: the survey's own where it has as many, else the kiosk's.
    func labels(_ own: [String], else words: [String]) -> [String] { own.count == words.count ? own : words }
}
