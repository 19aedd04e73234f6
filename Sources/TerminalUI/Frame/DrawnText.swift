/// A text as it was drawn: what a fit report is made of.
package struct DrawnText: Equatable, Sendable {
    package enum Outcome: Equatable, Sendable {
        /// All of it, as it was meant to be.
        case whole
        /// Big letters were wanted, and nothing of readable size fitted; it stands in plain cells.
        case plain
        /// Big letters were wanted, but no font has this one; it stands in plain cells.
        case unlettered(Character)
        /// A word was too long for its line and broken inside.
        case broken
        /// Cut; this is what is left of it.
        case cut(shown: String)
    }

    package let text: String
    package let outcome: Outcome
}

extension Canvas {
    /// Notes how a text came out, where somebody wants to know.
    mutating func note(_ text: String, _ outcome: DrawnText.Outcome) {
        guard record != nil else { return }
        record?.append(DrawnText(text: text, outcome: outcome))
    }

    /// Why a headline is not in big letters; `whole` where this display never has them.
    func reasonForPlain(_ text: String) -> DrawnText.Outcome {
        guard tier == .half, let typeface else { return .whole }
        let missing = text.first { $0 != " " && typeface.width(of: String($0), height: 16) == nil }
        return missing.map { .unlettered($0) } ?? .plain
    }
}
