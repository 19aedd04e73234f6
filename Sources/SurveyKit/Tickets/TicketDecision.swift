/// Ticket rules, read once and ready to be asked about many responses.
package struct TicketDecision: Sendable {
    private let rules: [(rule: TicketRule, when: Rule?, words: [WordPattern])]
    private let hasWords: Bool

    /// - Parameter rules: Checked; a condition that can't be read never holds.
    package init(_ rules: [TicketRule]) {
        self.rules = rules.filter(\.isActive).compactMap { rule in
            let when = rule.when.map { try? Rule(parsing: $0) }
            if case .some(.none) = when { return nil }
            return (rule, when ?? nil, rule.words.compactMap(WordPattern.init))
        }
        hasWords = self.rules.contains { !$0.words.isEmpty }
    }

    /// The first rule that matches a response; nil where there is none, and for a suspect one always.
    ///
    /// - Parameters:
    ///   - answers: All of them, by question.
    ///   - given: What was scored and written.
    package func rule(for answers: [String: Answer], given: [GivenAnswer], isSuspect: Bool) -> TicketRule? {
        guard !isSuspect, !rules.isEmpty else { return nil }
        let comments = given.compactMap(\.text)
        let folded = hasWords ? comments.map(FoldedText.init) : []
        let hasContact = answers.values.contains { if case .contact = $0 { true } else { false } }
        return rules.first { rule, when, words in
            (!rule.anyLow || given.contains(where: \.isLow))
                && when?.holds(for: answers) != false
                && (!rule.needsWords || hasContact || !comments.isEmpty)
                && (words.isEmpty || words.contains { word in folded.contains(where: word.isIn) })
        }?.rule
    }
}

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
