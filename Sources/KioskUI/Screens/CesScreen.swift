import SurveyKit
import TerminalUI

/// Seven keys in one neutral hue, 1 (hard) to 7 (easy).
enum CesScreen {
    static func keys(in stage: Stage) -> [Rect] { ScaleKeys.keys(7, in: stage) }
}

extension Painter {
    mutating func ces(_ question: Question, _ ask: String) {
        headline(ask, ScaleKeys.shares(7, in: stage))
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
        paintEnds(ends, below: rects, numerals: numerals)
    }

    /// What the lowest and the highest key mean, in big letters where there is room.
    private mutating func paintEnds(_ ends: Words.Ends, below rects: [Rect], numerals: [String]) {
        guard let left = rects.first, let last = rects.last, let right = rects.map(\.lastColumn).max() else { return }
        // In two rows the keys at the ends don't stand above their words.
        let isApart = left.row != last.row
        let low = isApart ? "\(numerals.first ?? "")  \(ends.low)" : ends.low
        let high = isApart ? "\(numerals.last ?? "")  \(ends.high)" : ends.high
        let row = last.row + last.height + (stage.size.height >= 20 ? 1 : 0)
        let soft = theme.soft(on: theme.ground)
        let width = right + 1 - left.column
        let big = Size(
            width: width * 9 / 20,
            height: min(10, stage.size.height - stage.footerTouch(hasButton: false).height - 1 - row))
        if let style = canvas.lettering(
            of: [low, high], in: big, lines: 2, direction: direction, tallest: max(8, stage.size.height / 4))
        {
            let area = Rect(column: left.column, row: row, width: big.width, height: big.height)
            canvas.letters(low, of: style, in: area, ink: soft, align: .left)
            let other = Rect(column: right + 1 - big.width, row: row, width: big.width, height: big.height)
            return canvas.letters(high, of: style, in: other, ink: soft, align: .right)
        }
        let isNarrow = low.cellWidth + high.cellWidth + 2 > width
        let line =
            isNarrow
            ? Rect(column: 0, row: row, width: stage.size.width, height: 1)
            : Rect(column: left.column, row: row, width: width, height: 1)
        // Where they don't fit beside each other, one stands below the other.
        let second = isNarrow && row + 1 < stage.footerRow ? 1 : 0
        let room = second == 1 ? line.width : max(line.width / 2, line.width - high.cellWidth - 2)
        canvas.text(low, in: line.inset(right: line.width - room), align: .left, ink: soft)
        let other = Rect(column: line.column, row: row + second, width: line.width, height: 1)
        canvas.text(
            high, in: other.inset(left: second == 1 ? 0 : min(room, low.cellWidth) + 1), align: .right, ink: soft)
    }
}

extension Rect {
    fileprivate var lastColumn: Int { column + width - 1 }
}
