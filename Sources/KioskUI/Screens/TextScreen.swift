import SurveyKit
import TerminalUI

extension Painter {
    /// A text or contact question, at whatever step the customer is.
    mutating func entry(_ question: Question, _ ask: String) {
        guard let entry = model.entry else { return }
        guard entry.step == .typing else { return contactStep(entry, question) }
        let layout = EntryLayout(model, entry)
        canvas.headline(ask, in: layout.ask, ink: theme.ink, direction: direction)
        tabs(entry, in: layout.tabs)
        field(entry, in: layout.field)
        let focused = focusedRect
        for spot in layout.spots { key(spot, entry, isFocused: focused == spot.touch) }
    }

    // MARK: - The field

    private mutating func field(_ entry: Entry, in rect: Rect) {
        if rect.height >= 3 || !(isPlain || theme.isFlat) { canvas.card(rect, theme.card) }
        let side = rect.width >= 60 ? 3 : 1
        guard entry.contact == nil else { return contact(entry, in: rect.inset(left: side, right: side)) }
        let pad = rect.height >= 5 || (rect.height >= 3 && isPlain) ? 1 : 0
        let count = counter(entry)
        let isLow = rect.height < 4
        // In a low field the counter stands beside the text, else below it.
        let beside = isLow ? count.cellWidth + 2 : 0
        // Below stands the counter, above the card's line where it has one.
        let below = isLow ? pad : theme.line == nil ? 0 : 1
        let inner = rect.inset(left: side, right: side, top: pad, bottom: isLow ? pad : 1 + below)
        text(entry, in: inner.inset(left: stage.isMirrored ? beside : 0, right: stage.isMirrored ? 0 : beside))
        let line = Rect(
            column: rect.column + side, row: rect.row + rect.height - 1 - below,
            width: rect.width - 2 * side, height: 1)
        let isFull = entry.text.text.count >= entry.text.limit
        let ink = isFull ? theme.ink(on: theme.card) : theme.soft(on: theme.card)
        canvas.text(count, in: line, align: end, ink: ink, bold: isFull)
    }

    private func counter(_ entry: Entry) -> String { "\(entry.text.text.count) / \(entry.text.limit)" }

    private mutating func text(_ entry: Entry, in rect: Rect) {
        guard rect.width > 1, rect.height > 0 else { return }
        guard !entry.text.text.isEmpty else { return placeholder(model.entryWords.write, in: rect) }
        let lines = TypedLines.of(entry.text.text, width: measure(entry.text, in: rect)).suffix(rect.height)
        draw(Array(lines), in: rect)
    }

    /// One line, its end in sight; below it, where there is room, what is wrong with it.
    private mutating func contact(_ entry: Entry, in rect: Rect) {
        let line = rect.inset(top: (rect.height - 1) / 2)
        guard line.width > 1, line.height > 0 else { return }
        let shown = entry.masked.map(masking) ?? entry.text.text
        if let hint = hint(on: entry) {
            let below = line.inset(top: line.height - 1)
            canvas.text(hint, in: below, align: beginning, ink: theme.ink(on: theme.card), bold: true)
            if line.height == 1 { return }
        }
        guard !shown.isEmpty else {
            return placeholder(entry.contact?.kind == .email ? "name@example.com" : "+00 000 000", in: line)
        }
        draw([String(shown.suffix(line.width - 1))], in: line)
    }

    private func hint(on entry: Entry) -> String? {
        guard entry.showsHint else { return nil }
        return entry.contact?.kind == .email ? model.entryWords.checkEmail : model.entryWords.checkPhone
    }

    private mutating func placeholder(_ text: String, in rect: Rect) {
        let line = Rect(column: rect.column, row: rect.row, width: rect.width, height: 1)
        let isMirrored = stage.isMirrored
        canvas.text(
            text, in: line.inset(left: isMirrored ? 0 : 2, right: isMirrored ? 2 : 0), align: beginning,
            ink: theme.soft(on: theme.card))
        cursor(after: "", in: line, fromRight: isMirrored)
    }

    /// Lines of typed text, each in the order of the eye, with the cursor at the end of the last.
    private mutating func draw(_ lines: [String], in rect: Rect) {
        let fromRight = runsFromRight(lines.joined())
        for (index, line) in lines.enumerated() {
            let place = Rect(column: rect.column, row: rect.row + index, width: rect.width, height: 1)
            canvas.text(line, in: place, align: fromRight ? .right : .left, ink: theme.ink(on: theme.card))
            if index == lines.count - 1 { cursor(after: line, in: place, fromRight: fromRight) }
        }
    }

    /// Lines as short as they can be with all of the longest text still in sight: short lines are easier to read.
    private func measure(_ text: TextEntry, in rect: Rect) -> Int {
        let needed = (text.limit + rect.height - 1) / max(1, rect.height) + 10
        return min(rect.width - 1, max(56, needed))
    }

    private func runsFromRight(_ text: String) -> Bool {
        guard let strong = text.first(where: \.isLetter)?.unicodeScalars.first else { return stage.isMirrored }
        return (0x590...0x8FF).contains(strong.value) || (0xFB1D...0xFDFF).contains(strong.value)
            || (0xFE70...0xFEFC).contains(strong.value)
    }

    private mutating func cursor(after line: String, in rect: Rect, fromRight: Bool) {
        let width = min(line.cellWidth, rect.width - 1)
        let column = fromRight ? rect.column + rect.width - 1 - width : rect.column + width
        if isPlain { return canvas.text("_", at: Point(column: column, row: rect.row), ink: theme.ink, bold: true) }
        canvas.fill(Rect(column: column, row: rect.row, width: 1, height: 1), theme.accent)
    }
}
