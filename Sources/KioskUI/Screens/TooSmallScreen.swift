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
        let own = question.labels.map { $0.text(in: model.language) }
        switch question.kind {
        case .smiley(let levels): return numbered(labels(own, else: words.faces(levels: levels)))
        case .stars: return ends(of: question, else: words.stars).line(from: "1", to: "5") + chosen(from: 1)
        case .nps: return ends(of: question, else: words.recommend).line(from: "0", to: "10") + chosen(from: 0)
        case .ces: return ends(of: question, else: words.effort).line(from: "1", to: "7") + chosen(from: 1)
        case .yesno: return numbered([words.yes, words.no])
        case .choice(let options), .choices(let options, _): return numbered(model.texts(of: options))
        case .text, .contact: return entryLine
        }
    }

    /// Which number of a scale was typed or touched: its keys are not on the screen.
    private func chosen(from first: Int) -> String {
        let index: Int? =
            if case .option(let lit) = model.pressed { lit } else { model.selection.focus }
        return index.map { "  [\($0 + first)]" } ?? ""
    }

    private func numbered(_ texts: [String]) -> String {
        texts.enumerated().map { index, text in
            let state = model.state(of: index)
            let mark = state == .lit || state == .chosen || model.isFocused(index) ? "*" : ""
            // A word never parts from its digit.
            return mark + "\(index + 1)\u{A0}" + text.replacing(" ", with: "\u{A0}")
        }.joined(separator: "  ")
    }
}

extension Words.Ends {
    fileprivate func line(from first: String, to last: String) -> String { "\(first) \(low) – \(last) \(high)" }
}
