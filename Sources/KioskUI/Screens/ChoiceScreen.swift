import SurveyKit
import TerminalUI

/// One of several options, each a large card.
enum ChoiceScreen {
    static func cards(count: Int, in stage: Stage) -> [Rect] {
        OptionGrid(count: count, in: stage.body(.options), gap: stage.gap, stage: stage).rects
    }
}

extension Painter {
    mutating func choice(_ options: [Question.Option], _ ask: String) {
        headline(ask, .options)
        optionCards(options, in: ChoiceScreen.cards(count: options.count, in: stage))
    }

    /// Cards with a digit and a label from the beginning of the line, and a mark at its end where chosen.
    mutating func optionCards(_ options: [Question.Option], in rects: [Rect]) {
        let texts = options.map { $0.label.text(in: model.language) }
        let side = rects.first.map { $0.width >= 24 ? 3 : 1 } ?? 1
        let isBig = rects.first.map { canBeBig(texts, in: $0.inset(left: side + 3, right: side + 3)) } ?? false
        for (index, rect) in rects.enumerated() {
            let state = model.state(of: index)
            let surface = theme.plainCard(state)
            card(index, in: rect, surface: surface)
            let line = rect.inset(left: side, right: side)
            if index < 9 { canvas.text("\(index + 1)", in: line, align: beginning, ink: theme.soft(on: surface)) }
            let mark = state == .chosen ? (isPlain ? "[x]" : "■") : isPlain && state == .lit ? "<" : ""
            canvas.text(mark, in: line, align: end, ink: theme.ink(on: surface), bold: true)
            optionLabel(texts[index], index, in: line.inset(left: 3, right: 3), on: surface, isBig: isBig)
        }
    }

    private mutating func optionLabel(_ text: String, _ index: Int, in rect: Rect, on surface: Colour, isBig: Bool) {
        let ink = theme.ink(on: surface)
        let isBold = model.state(of: index) != .normal || model.isFocused(index)
        if isBig {
            let line = Rect(
                column: rect.column, row: rect.row + (rect.height - Self.bigLabel) / 2, width: rect.width,
                height: Self.bigLabel)
            return canvas.headline(text, in: line, ink: ink, direction: direction, align: beginning)
        }
        let shown = isPlain && model.isFocused(index) ? "> \(text)" : text
        canvas.wrapped(shown, in: rect, align: beginning, ink: ink, bold: isBold)
    }

    /// Rows of a label in big letters.
    private static let bigLabel = 5

    /// Big letters only where every label can have them at one size.
    private func canBeBig(_ texts: [String], in rect: Rect) -> Bool {
        rect.height >= Self.bigLabel && fits(texts, size: Self.bigLabel * 2, width: rect.width)
    }
}
