import SurveyKit
import TerminalUI

/// One of several options, each a large card.
enum ChoiceScreen {
    static func grid(_ labels: [String], in stage: Stage, isFramed: Bool) -> OptionGrid {
        OptionGrid(labels: labels, in: stage.body(.options), stage: stage, isFramed: isFramed)
    }
}

extension Painter {
    mutating func choice(_ options: [Question.Option], _ ask: String) {
        headline(ask, .options)
        optionCards(options)
    }

    /// Cards with a digit and a label from the beginning of the line, and a mark at its end where chosen.
    mutating func optionCards(_ options: [Question.Option]) {
        let texts = model.texts(of: options)
        let cards = model.optionRects
        let below = model.optionGrid?.isTight == true ? 1 : 0
        let style = cards.first.flatMap { optionStyle(of: texts, in: $0.rect.inset(bottom: below)) }
        for (index, whole) in cards where index < texts.count {
            let rect = whole.inset(bottom: below)
            let state = model.state(of: index)
            let surface = theme.plainCard(state)
            card(index, in: rect, surface: surface)
            let side = OptionGrid.side(of: rect.width)
            let line = rect.inset(left: side, right: side)
            if index < 9 { canvas.text("\(index + 1)", in: line, align: beginning, ink: theme.soft(on: surface)) }
            let mark = state == .chosen ? (isPlain ? "x" : "■") : isPlain && state == .lit ? "<" : ""
            canvas.text(mark, in: line, align: end, ink: theme.ink(on: surface), bold: true)
            optionLabel(texts, index, in: textArea(of: rect), on: surface, style: style)
        }
        pageCard()
    }

    /// The card that turns to further options.
    private mutating func pageCard() {
        guard let grid = model.optionGrid, let rect = grid.more else { return }
        let isPressed = model.pressed == .page((model.optionPage + 1) % grid.pages)
        let surface = isPressed ? theme.accent : theme.current
        canvas.card(rect, surface)
        let arrow = canvas.display.cells == .ascii ? (stage.isMirrored ? "<" : ">") : stage.isMirrored ? "←" : "→"
        canvas.text(
            "\(model.optionPage + 1)/\(grid.pages)  \(arrow)", in: rect, align: .center, ink: theme.ink(on: surface),
            bold: true)
    }

    private func textArea(of card: Rect) -> Rect {
        let inset = OptionGrid.side(of: card.width) + OptionGrid.indent(of: card.width)
        return card.inset(left: inset, right: inset)
    }

    /// Big letters only where every label can have them at one size.
    private func optionStyle(of texts: [String], in card: Rect) -> LetterGroup? {
        let area = textArea(of: card)
        return canvas.lettering(
            of: texts, in: Size(width: area.width, height: area.height), lines: 2, direction: direction,
            tallest: max(10, stage.size.height / 4))
    }

    private mutating func optionLabel(
        _ texts: [String], _ index: Int, in rect: Rect, on surface: Colour, style: LetterGroup?
    ) {
        let text = texts[index]
        let ink = theme.ink(on: surface)
        if let style {
            return canvas.letters(text, of: style, in: rect, ink: ink, align: beginning)
        }
        let isBold = model.state(of: index) != .normal || model.isFocused(index)
        let shown = isPlain && model.isFocused(index) ? "> \(text)" : text
        canvas.wrapped(shown, in: rect, align: beginning, ink: ink, bold: isBold)
    }
}
