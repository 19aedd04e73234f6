import SurveyKit
import TerminalUI

/// Seven keys in one neutral hue, 1 (hard) to 7 (easy).
enum CesScreen {
    static func keys(in stage: Stage) -> [Rect] { stage.body(.scale).columns(7, gap: stage.gap) }
}

extension Painter {
    mutating func ces(_ question: Question, _ ask: String) {
        headline(ask, .scale)
        keys(CesScreen.keys(in: stage), from: 1, ends: ends(of: question, else: words.effort))
    }

    /// The survey's own words for the ends of a scale, where it has them, else the kiosk's.
    func ends(of question: Question, else words: Words.Ends) -> Words.Ends {
        guard let low = question.labels.first, let high = question.labels.last, question.labels.count > 1 else {
            return words
        }
        return Words.Ends(low.text(in: model.language), high.text(in: model.language))
    }

    /// A row of numbered keys, with words below its ends.
    mutating func keys(_ rects: [Rect], from first: Int, ends: Words.Ends) {
        let numerals = rects.indices.map { String($0 + first) }
        for (index, rect) in rects.enumerated() {
            let surface = theme.key(index, of: rects.count, model.state(of: index))
            card(index, in: rect, surface: surface)
            let text = isPlain ? marked(numerals[index], index) : numerals[index]
            canvas.numeral(text, in: rect, ink: theme.ink(on: surface), alongside: numerals)
        }
        guard let left = rects.first, let right = rects.last else { return }
        let row = left.row + left.height + (stage.size.height >= 20 ? 1 : 0)
        let isNarrow = ends.low.cellWidth + ends.high.cellWidth + 2 > right.column + right.width - left.column
        let line =
            isNarrow
            ? Rect(column: 0, row: row, width: stage.size.width, height: 1)
            : Rect(column: left.column, row: row, width: right.column + right.width - left.column, height: 1)
        let room = max(line.width / 2, line.width - ends.high.cellWidth - 2)
        let soft = theme.soft(on: theme.ground)
        canvas.text(
            ends.low, in: line.inset(right: line.width - room), align: .left, ink: soft)
        canvas.text(
            ends.high, in: line.inset(left: min(room, ends.low.cellWidth) + 1), align: .right, ink: soft)
    }
}
