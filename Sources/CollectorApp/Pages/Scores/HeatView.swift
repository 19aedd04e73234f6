import CollectorStore
import SurveyKit

/// SLI by weekday and hour on the branches' clocks; only hours that have answers.
struct HeatView: Sendable {
    let hours: [String]
    let rows: [Row]
    let isEmpty: Bool

    struct Row: Sendable {
        let weekday: String
        let name: String
        /// Looks at this day of the week alone.
        let link: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let text: String
        /// The figure's place on the scale in nine steps, `h0` to `h8`; `none` without answers, `few` beside it with few.
        let shade: String
        let title: String
    }

    /// Fewer answers than this say little, and are shown so.
    private static let few = 5

    /// - Parameter groups: By `ScoreDimension.slot`.
    init(_ groups: [ScoreGroup], _ query: PageQuery, _ path: String) {
        let scores = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.counts.sli) })
        let present = groups.compactMap { Int($0.key.split(separator: "-").last ?? "") }
        guard let first = present.min(), let last = present.max() else {
            (hours, rows, isEmpty) = ([], [], true)
            return
        }
        isEmpty = false
        hours = (first...last).map(String.init)
        rows = Words.weekdays.enumerated().compactMap { index, name in
            let cells = (first...last).map { hour in
                Cell(scores["\(index + 1)-\(hour)"] ?? nil, "\(name) \(hour):00")
            }
            guard query.weekday == nil || query.weekday == index + 1 else { return nil }
            return Row(
                weekday: String(name.prefix(3)), name: name,
                link: query.with { $0.weekday = query.weekday == nil ? index + 1 : nil }.link(path), cells: cells)
        }
    }
}

extension HeatView.Cell {
    fileprivate init(_ score: Score?, _ moment: String) {
        guard let score else {
            (text, shade, title) = ("", "none", "\(moment): no answers")
            return
        }
        text = Words.score(score.value)
        let step = min(8, max(0, Int(((score.value + 100) / 200 * 8).rounded())))
        shade = "h\(step)" + (score.n < HeatView.few ? " few" : "")
        title =
            "\(moment): SLI \(text) (\(ScoreView.margin(score))), \(Words.count(Int64(score.n), "answer", "answers"))"
    }
}
