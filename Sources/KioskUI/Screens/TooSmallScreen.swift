import SurveyKit
import TerminalUI

extension Painter {
    /// A terminal with no room to touch anything: the question and what its digits mean.
    mutating func tooSmall(_ question: Question) {
        let rows = stage.size.height
        let below = rows >= 4 ? max(1, rows / 2) : min(1, rows)
        let ask = Rect(column: 0, row: 0, width: stage.size.width, height: rows - below)
        canvas.wrapped(
            question.ask.text(in: model.language), in: ask, align: beginning, ink: theme.ink, bold: true)
        let digits = Rect(column: 0, row: rows - below, width: stage.size.width, height: below)
        canvas.wrapped(digitsLine(of: question), in: digits, align: beginning, ink: theme.ink)
    }

    private func digitsLine(of question: Question) -> String {
        switch question.kind {
        case .smiley(let levels): numbered(words.faces(levels: levels))
        case .stars: "1 \(words.stars.low) – 5 \(words.stars.high)"
        case .nps: "0 \(words.recommend.low) – 10 \(words.recommend.high)"
        case .ces: "1 \(words.effort.low) – 7 \(words.effort.high)"
        case .yesno: numbered([words.yes, words.no])
        case .choice(let options), .choices(let options, _):
            numbered(options.map { $0.label.text(in: model.language) })
        case .text, .contact: entryLine
        }
    }

    private func numbered(_ texts: [String]) -> String {
        texts.enumerated().map { index, text in
            // A word never parts from its digit.
            let mark = model.state(of: index) == .normal && !model.isFocused(index) ? "" : "*"
            return mark + "\(index + 1)\u{A0}" + text.replacing(" ", with: "\u{A0}")
        }.joined(separator: "  ")
    }
}
