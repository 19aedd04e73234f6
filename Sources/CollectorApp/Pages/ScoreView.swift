import SurveyKit

/// One score in a table: figure, half width of its interval, drawing, answers; or that there are none.
struct ScoreView: Equatable, Sendable {
    let known: Bool
    let score: String
    let margin: String
    let bar: IntervalBar?
    let answers: String

    init(_ name: String, _ score: Score?, scale: ClosedRange<Double>, chain: Score?, unit: String = "") {
        known = score != nil
        self.score = score.map { Words.score($0.value) + unit } ?? ""
        margin = score.map(Self.margin) ?? ""
        bar = score.map {
            IntervalBar(name, score: $0.value, interval: $0.interval, scale: scale, reference: chain?.value)
        }
        answers = score.map { Words.count(Int64($0.n)) } ?? ""
    }

    /// `±6`: half the interval's width, for the eye; the drawing and its words have both ends.
    static func margin(_ score: Score) -> String {
        "±" + Words.score(max((score.interval.upperBound - score.interval.lowerBound) / 2, 0))
    }
}

/// One score of the whole chain, as a card.
struct CardView: Equatable, Sendable {
    let title: String
    let note: String?
    let known: Bool
    let value: String
    let under: String
    /// Against the week before; nil where there is nothing to compare.
    let change: String?
    let changeTone: String

    init(_ title: String, note: String? = nil, _ score: Score?, before: Score?, unit: String = "") {
        self.title = title
        self.note = note
        known = score != nil
        value = score.map { Words.score($0.value) + unit } ?? "no answers yet"
        under = score.map { "\(ScoreView.margin($0)) · \(Words.count(Int64($0.n), "answer", "answers"))" } ?? ""
        let comparison = score.flatMap { score in before.map { Comparison(score, against: $0) } }
        switch comparison {
        case .some(let comparison) where comparison.isReal:
            change = "\(Words.change(comparison.difference)) against the week before"
            changeTone = comparison.difference < 0 ? "worse" : "better"
        case .some:
            change = "no real change"
            changeTone = ""
        case nil:
            change = nil
            changeTone = ""
        }
    }

    init(title: String, value: String, under: String, change: String?, changeTone: String) {
        self.title = title
        note = nil
        known = true
        self.value = value
        self.under = under
        self.change = change
        self.changeTone = changeTone
    }
}
