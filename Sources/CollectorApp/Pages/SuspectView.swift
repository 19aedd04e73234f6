import SurveyKit

/// How many presses the scores leave out and why, with the way to count them in and out.
struct SuspectView: Equatable, Sendable {
    let text: String
    let link: String
    let action: String

    /// Nil where there are none.
    init?(_ counts: [SuspectReason: Int64], areCounted: Bool) {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return nil }
        let reasons = SuspectReason.allCases.compactMap { reason in
            counts[reason].map { "\(Words.count($0)) \(reason.words)" }
        }
        let what = Words.count(total, "suspect press", "suspect presses")
        text = "\(what) \(areCounted ? "counted in" : "left out"): \(reasons.joined(separator: ", "))"
        link = areCounted ? "/" : "/?suspect=include"
        action = areCounted ? "leave out" : "count in"
    }
}

extension SuspectReason {
    fileprivate var words: String {
        switch self {
        case .fast: "too soon after another"
        case .burst: "in a burst"
        case .mashing: "by mashing"
        }
    }
}
