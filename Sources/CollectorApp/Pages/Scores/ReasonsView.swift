import CollectorStore
import SurveyKit

/// What is named by those who gave low scores, against those who gave high ones.
struct ReasonsView: Sendable {
    let tables: [Table]

    /// One question with options.
    struct Table: Sendable {
        let title: String
        let comparesHigh: Bool
        let rows: [Row]
    }

    struct Row: Sendable {
        let label: String
        let low: String
        let high: String
        let bar: IntervalBar?
        let n: String
    }

    init(_ reasons: [ReasonCount], _ labels: SurveyLabels) {
        let questions = Dictionary(grouping: reasons) { "\($0.survey)/\($0.question)" }
        tables = questions.sorted { $0.key < $1.key }.compactMap { Table($0.value, labels) }
    }
}

extension ReasonsView.Table {
    /// Nil where nobody with a low score was asked.
    fileprivate init?(_ reasons: [ReasonCount], _ labels: SurveyLabels) {
        guard let first = reasons.first, (first.asked[.low] ?? 0) > 0 else { return nil }
        title = labels.question(first.survey, first.question)
        comparesHigh = (first.asked[.high] ?? 0) > 0
        rows = reasons.map { (reason: $0, share: $0.share(.low)?.value ?? 0) }
            .sorted { ($1.share, $0.reason.option) < ($0.share, $1.reason.option) }
            .map { ReasonsView.Row($0.reason, labels) }
    }
}

extension ReasonsView.Row {
    fileprivate init(_ reason: ReasonCount, _ labels: SurveyLabels) {
        let label = labels.option(reason.survey, reason.question, reason.option)
        self.label = label
        let (low, high) = (reason.share(.low), reason.share(.high))
        self.low = low.map { Words.score($0.value) + " %" } ?? "–"
        self.high = high.map { Words.score($0.value) + " %" } ?? "–"
        n = Words.count(Int64(reason.chosen[.low] ?? 0))
        let difference = low.flatMap { low in high.map { Comparison(low, against: $0) } }
        bar = difference.map {
            IntervalBar(
                "\(label): difference", score: $0.difference, interval: $0.interval, scale: -100...100, reference: 0)
        }
    }
}

extension ReasonCount {
    /// In percent of the responses of this leaning that named anything.
    func share(_ leaning: Leaning) -> Score? {
        Metrics.share(of: chosen[leaning] ?? 0, among: asked[leaning] ?? 0)
    }
}
