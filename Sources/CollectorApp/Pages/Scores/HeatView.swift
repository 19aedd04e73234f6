import CollectorStore
import SurveyKit

/// SLI by weekday and hour on the branches' clocks; only hours that have answers.
struct HeatView: Sendable {
    let hours: [String]
    let rows: [Row]
    let isEmpty: Bool
    /// Answers that no column has; nil for none.
    let outside: String?

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

    /// - Parameters:
    ///   - groups: By `ScoreDimension.slot`.
    ///   - isOfMany: Of many branches: it begins and ends with the hours in which more than a few have answered, if any have.
    init(_ groups: [ScoreGroup], _ query: PageQuery, _ path: String, isOfMany: Bool = false) {
        let scores = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.counts.sli) })
        let answers = groups.compactMap { group in
            Int(group.key.split(separator: "-").last ?? "").map { (hour: $0, n: group.counts.sli?.n ?? 0) }
        }
        let many = answers.filter { $0.n >= Self.few }
        let shown = (isOfMany && !many.isEmpty ? many : answers).map(\.hour)
        guard let first = shown.min(), let last = shown.max() else {
            (hours, rows, isEmpty, outside) = ([], [], true, nil)
            return
        }
        isEmpty = false
        let left = answers.reduce(0) { $0 + ((first...last).contains($1.hour) ? 0 : $1.n) }
        outside = left > 0 ? "\(Words.count(Int64(left), "answer", "answers")) at other hours" : nil
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
