/// One score or comment of a response, as its survey understands it.
package struct GivenAnswer: Equatable, Sendable {
    /// `smiley`, `stars`, `nps`, `ces` or `text`.
    package let kind: String
    /// Length of the scale; 0 for text.
    package let levels: Int
    package let score: Int?
    package let text: String?

    package init(kind: String, levels: Int, score: Int?, text: String?) {
        self.kind = kind
        self.levels = levels
        self.score = score
        self.text = text
    }

    /// The scores and comments of a response that fits `survey`, in the survey's order.
    package static func all(of line: ResponseLine, in survey: Survey) -> [GivenAnswer] {
        survey.questions.compactMap { question in
            line.answers[question.id].flatMap { GivenAnswer(question.kind, $0) }
        }
    }

    /// Nil for options and contacts.
    private init?(_ kind: Question.Kind, _ answer: Answer) {
        switch (kind, answer) {
        // Text reads back as an option.
        case (.text, .option(let text)), (.text, .text(let text)):
            guard !text.isEmpty else { return nil }
            self.init(kind: kind.name, levels: 0, score: nil, text: text)
        case (_, .score(let score)):
            self.init(kind: kind.name, levels: kind.scores?.count ?? 0, score: score, text: nil)
        default: return nil
        }
    }

    /// The lowest 2 of 5 faces or stars, the lowest of 3 or 4 faces, an NPS of at most 6.
    package var isLow: Bool {
        guard let score else { return false }
        return switch kind {
        case "smiley", "stars": score <= (levels >= 5 ? 2 : 1)
        case "nps": score <= 6
        default: false
        }
    }
}
