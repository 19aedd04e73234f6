import CollectorStore
import SurveyKit

/// One score in a table: figure, half width or ends of its interval, drawing, answers; or that there are none.
struct ScoreView: Equatable, Sendable {
    let known: Bool
    let score: String
    let margin: String
    let bar: IntervalBar?
    let answers: String

    init(_ name: String, _ score: Score?, scale: ClosedRange<Double>, chain: Score?, unit: String = "") {
        known = score != nil
        self.score = score.map { Words.score($0.value) + unit } ?? ""
        margin = score.map { Self.margin($0) } ?? ""
        bar = score.map {
            IntervalBar(name, score: $0.value, interval: $0.interval, scale: scale, reference: chain?.value)
        }
        answers = score.map { Words.count(Int64($0.n)) } ?? ""
    }

    /// `±6`: half the interval's width, for the eye; the drawing and its words have both ends.
    ///
    /// Where that rounds to nothing, `±<1` or `±<0.1`: no score is exact, and the one beside it is rounded too. A lopsided
    /// interval is told by its ends, `48–100`: no score of 100 has 26 above it.
    static func margin(_ score: Score, decimals: Int = 0) -> String {
        let (low, high) = (score.interval.lowerBound, score.interval.upperBound)
        let half = Words.score((high - low) / 2, decimals: decimals)
        guard half.contains(where: { ("1"..."9").contains($0) }) else { return decimals == 0 ? "±<1" : "±<0.1" }
        let (below, above) = (score.value - low, high - score.value)
        // Both ends are then where ± puts them, to a figure of the last place.
        let isEven = abs(above - below) <= (decimals == 0 ? 2 : 0.2) && min(above, below) * 2 >= max(above, below)
        return isEven ? "±" + half : range(score.interval, decimals: decimals)
    }

    /// `48–100`; with a word between where a minus sign would run into the dash.
    private static func range(_ interval: ClosedRange<Double>, decimals: Int) -> String {
        let low = Words.score(interval.lowerBound, decimals: decimals)
        let high = Words.score(interval.upperBound, decimals: decimals)
        return low + (interval.lowerBound < 0 ? " to " : "–") + high
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

    init(
        _ title: String, note: String? = nil, _ score: Score?, before: Score?, beforeWords: String, unit: String = "",
        decimals: Int = 0
    ) {
        self.title = title
        self.note = note
        known = score != nil
        value = score.map { Words.score($0.value, decimals: decimals) + unit } ?? "no answers"
        under =
            score.map {
                "\(ScoreView.margin($0, decimals: decimals)) · \(Words.count(Int64($0.n), "answer", "answers"))"
            } ?? ""
        let comparison = score.flatMap { score in before.map { Comparison(score, against: $0) } }
        switch comparison {
        case .some(let comparison) where comparison.isReal:
            change = "\(Words.change(comparison.difference, decimals: decimals)) against \(beforeWords)"
            changeTone = comparison.difference < 0 ? "worse" : "better"
        case .some:
            change = "no real change"
            changeTone = ""
        case nil:
            change = nil
            changeTone = ""
        }
    }

    /// The four that a page begins with.
    static func scores(_ now: ScoreCounts, before: ScoreCounts, beforeWords: String) -> [CardView] {
        [
            CardView("SLI", note: "−100 to 100", now.sli, before: before.sli, beforeWords: beforeWords),
            CardView("CSAT, top two", now.csat, before: before.csat, beforeWords: beforeWords, unit: " %"),
            now.nps == nil && now.ces != nil
                ? CardView("CES", note: "1 to 7", now.ces, before: before.ces, beforeWords: beforeWords, decimals: 1)
                : CardView("NPS", note: "−100 to 100", now.nps, before: before.nps, beforeWords: beforeWords),
            CardView(
                "Completed", note: "of \(Words.count(Int64(now.responses), "response", "responses"))", now.completion,
                before: before.completion, beforeWords: beforeWords, unit: " %"),
        ]
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
