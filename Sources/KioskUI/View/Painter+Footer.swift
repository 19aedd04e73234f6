import SurveyKit
import TerminalUI

extension Painter {
    /// The languages, which stand on every screen that a customer can touch.
    mutating func paintLanguages(_ footer: Footer) {
        for item in footer.languages { paint(item, isCurrent: item.action == .language(model.language)) }
    }

    mutating func paintFooter(_ question: Question) {
        let footer = model.footer
        paintLanguages(footer)
        for item in [footer.back, footer.skip].compactMap(\.self) { paint(item, isCurrent: false) }
        let free = footer.free
        if let countdown = model.countdown(at: now) {
            let text = "\(countdown.seconds) \(words.second)"
            canvas.text(text, in: free.end, align: end, ink: theme.soft(on: theme.ground))
        } else if stage.size.width >= 100, let hint = hint(for: question) {
            let isFirst = footer.back == nil
            let room = isFirst ? free.beginning : free.end
            guard hint.cellWidth <= room.width else { return }
            canvas.text(hint, in: room, align: isFirst ? beginning : end, ink: theme.soft(on: theme.ground))
        }
    }

    private mutating func paint(_ item: Footer.Item, isCurrent: Bool) {
        let isPressed = model.pressed == item.action
        let surface = isPressed ? theme.accent : isCurrent ? theme.current : theme.ground
        if isPressed || isCurrent {
            if item.rect.height > 1 { canvas.card(item.rect, surface) } else { canvas.fill(item.rect, surface) }
        }
        let ink = isPressed || isCurrent ? theme.ink(on: surface) : theme.soft(on: surface)
        if item.rect.height > 1, let style = footerStyle(item) {
            return canvas.letters(item.text, of: style, in: item.rect, ink: ink)
        }
        canvas.text(item.text, in: item.rect, align: .center, ink: ink, bold: isPressed || isCurrent)
        if isPlain && (isCurrent || isPressed) {
            canvas.text("[", at: Point(column: item.rect.column, row: item.rect.row), ink: ink, bold: true)
            let last = item.rect.column + item.rect.width - 1
            canvas.text("]", at: Point(column: last, row: item.rect.row), ink: ink, bold: true)
        }
    }

    /// All at one size, except names that can't be drawn so small: those are cells.
    private func footerStyle(_ item: Footer.Item) -> LetterGroup? {
        let size = Size(width: item.rect.width, height: item.rect.height)
        return canvas.lettering(of: [item.text], in: size, lines: 1, direction: direction, tallest: 8)
    }

    private func hint(for question: Question) -> String? {
        switch question.kind {
        case .smiley(let levels): words.touchFace(levels)
        case .stars, .ces, .yesno, .choice: words.touchOption(min(9, question.kind.optionCount))
        case .nps: words.digitsThenEnter
        case .choices, .text, .contact: nil
        }
    }
}
