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
