import SurveyKit

/// How many responses the scores leave out and why, with the way to count them in and out.
struct LeftOutView: Equatable, Sendable {
    let text: String
    /// More of it, for those who ask; empty where there is no more.
    let detail: String
    let link: String
    let action: String

    /// Suspect presses; nil where there are none.
    init?(suspect counts: [SuspectReason: Int], _ query: PageQuery, _ path: String) {
        let total = Int64(counts.values.reduce(0, +))
        guard total > 0 else { return nil }
        let reasons = SuspectReason.allCases.compactMap { reason in
            counts[reason].map { "\(Words.count(Int64($0))) \(reason.words)" }
        }
        let what = Words.count(total, "suspect press", "suspect presses")
        text = "\(what) \(Self.state(query.withSuspect))"
        detail = reasons.joined(separator: ", ")
        link = query.with { $0.withSuspect.toggle() }.link(path)
        action = Self.action(query.withSuspect)
    }

    /// Responses whose hour is a guess; nil where there are none.
    init?(uncertain count: Int, _ query: PageQuery, _ path: String) {
        guard count > 0 else { return nil }
        let what = Words.count(Int64(count), "response", "responses")
        text = "\(what) of uncertain time \(Self.state(query.withUncertain))"
        detail = "Their kiosks' clocks were wrong, so the hour they were given in is a guess"
        link = query.with { $0.withUncertain.toggle() }.link(path)
        action = Self.action(query.withUncertain)
    }

    private static func state(_ isCounted: Bool) -> String { isCounted ? "counted in" : "left out" }
    private static func action(_ isCounted: Bool) -> String { isCounted ? "leave out" : "count in" }
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
