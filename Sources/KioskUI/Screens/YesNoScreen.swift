import TerminalUI

/// Two large cards, neither of them coloured as the right one.
enum YesNoScreen {
    private static let tallest = 13

    static func cards(in stage: Stage) -> [Rect] {
        let body = stage.body(.faces)
        let height = min(tallest, body.height)
        let area = Rect(
            column: body.column, row: body.row + (body.height - height) / 2, width: body.width, height: height)
        return area.columns(2, gap: stage.gap).map(stage.mirrored)
    }
}

extension Painter {
    mutating func yesNo(_ ask: String) {
        headline(ask, .faces)
        let texts = [words.yes, words.no]
        for (index, rect) in YesNoScreen.cards(in: stage).enumerated() {
            let surface = theme.plainCard(model.state(of: index))
            card(index, in: rect, surface: surface)
            guard rect.height >= 5, !isPlain else {
                label(texts[index], index, in: rect.inset(left: 1, right: 1), on: surface, alongside: texts)
                continue
            }
            let middle = rect.inset(left: 6, right: 6, top: rect.height / 5, bottom: rect.height / 5)
            canvas.numeral(texts[index], in: middle, ink: theme.ink(on: surface), alongside: texts)
            let corner = rect.inset(left: 3, right: 3, top: 1)
            let digit = Rect(column: corner.column, row: corner.row, width: corner.width, height: 1)
            canvas.text("\(index + 1)", in: digit, align: beginning, ink: theme.soft(on: surface))
        }
    }
}
