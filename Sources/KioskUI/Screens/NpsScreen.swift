import SurveyKit
import TerminalUI

/// Eleven keys in one neutral hue, 0 to 10: red and green would lead the answer.
enum NpsScreen {
    static func keys(in stage: Stage) -> [Rect] { ScaleKeys.keys(11, in: stage) }
}

/// Keys of a numbered scale: in one row, or in two where a finger would not hit the keys of one.
enum ScaleKeys {
    static func keys(_ count: Int, in stage: Stage) -> [Rect] {
        let shares = shares(count, in: stage)
        return shares == .tallScale
            ? twoRows(count, in: stage.body(shares), stage) : row(count, in: stage.body(shares), stage)
    }

    /// What the question and the keys share of the height: two rows take more of it.
    static func shares(_ count: Int, in stage: Stage) -> Stage.Shares {
        let one = row(count, in: stage.body(.scale), stage)
        guard let first = one.first, first.width < max(stage.touch.good.width, count > 9 ? 4 : 3),
            let other = twoRows(count, in: stage.body(.tallScale), stage).first
        else { return .scale }
        return least(other, stage) > least(first, stage) ? .tallScale : .scale
    }

    private static func row(_ count: Int, in area: Rect, _ stage: Stage) -> [Rect] {
        // Without big numerals higher keys would only look empty.
        let height = stage.hasBigLetters ? area.height : min(area.height, max(7, stage.touch.good.height))
        let middle = Rect(
            column: area.column, row: area.row + (area.height - height) / 2, width: area.width, height: height)
        return middle.columns(count, gap: count < 8 ? stage.gap : stage.size.width >= 140 ? 2 : 1)
    }

    private static func twoRows(_ count: Int, in area: Rect, _ stage: Stage) -> [Rect] {
        let perRow = (count + 1) / 2
        let gap = stage.size.height >= 20 ? 1 : 0
        let height = (area.height - gap) / 2
        let upper = row(perRow, in: Rect(column: area.column, row: area.row, width: area.width, height: height), stage)
        let lower = upper.map {
            Rect(column: $0.column, row: $0.row + height + gap, width: $0.width, height: height)
        }
        return Array((upper + lower).prefix(count))
    }

    /// The shorter side, in cells' widths; a key as wide as a finger is not made better by a second row.
    private static func least(_ rect: Rect, _ stage: Stage) -> Int {
        min(rect.width, rect.height * 2, max(stage.touch.good.width, 4))
    }
}

extension Painter {
    mutating func nps(_ question: Question, _ ask: String) {
        headline(ask, ScaleKeys.shares(11, in: stage))
        keys(NpsScreen.keys(in: stage), from: 0, ends: ends(of: question, else: words.recommend))
    }
}
