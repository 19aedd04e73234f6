extension Rule {
    /// Whether the rule holds for the answers given so far.
    ///
    /// A question without an answer makes each comparison with it false, `!=` included; `not` then turns that into
    /// true. For `choices`, `==` and `in` ask whether an option is among those chosen, and `!=` whether it is not.
    package func holds(for answers: [String: Answer]) -> Bool { expression.holds(for: answers) }
}

extension Rule.Expression {
    fileprivate func holds(for answers: [String: Answer]) -> Bool {
        switch self {
        case .or(let one, let other): one.holds(for: answers) || other.holds(for: answers)
        case .and(let one, let other): one.holds(for: answers) && other.holds(for: answers)
        case .not(let negated): !negated.holds(for: answers)
        case .compare(let question, let comparison, let value):
            answers[question].map { comparison.holds($0, value) } ?? false
        case .isIn(let question, let values):
            answers[question].map { answer in values.contains { Rule.Comparison.equal.holds(answer, $0) } } ?? false
        case .answered(let question):
            answers[question].map { !$0.isEmpty } ?? false
        }
    }
}

extension Rule.Comparison {
    /// An answer and a value of different natures (a score and an option) compare to false.
    fileprivate func holds(_ answer: Answer, _ value: Rule.Value) -> Bool {
        switch (answer, value) {
        case (.score(let score), .number(let number)): compare(score, number)
        case (.option(let chosen), .option(let option)), (.text(let chosen), .option(let option)):
            matches(chosen == option)
        case (.options(let chosen), .option(let option)): !chosen.isEmpty && matches(chosen.contains(option))
        // What is sealed has no value here.
        case (.score, .option), (.option, .number), (.text, .number), (.options, .number), (.contact, _): false
        }
    }

    private func compare(_ score: Int, _ number: Int) -> Bool {
        switch self {
        case .equal: score == number
        case .notEqual: score != number
        case .lessOrEqual: score <= number
        case .greaterOrEqual: score >= number
        case .less: score < number
        case .greater: score > number
        }
    }

    private func matches(_ isEqual: Bool) -> Bool {
        switch self {
        case .equal: isEqual
        case .notEqual: !isEqual
        case .lessOrEqual, .greaterOrEqual, .less, .greater: false
        }
    }
}

extension Answer {
    /// Nothing chosen, nothing written: as good as no answer.
    fileprivate var isEmpty: Bool {
        switch self {
        case .score, .option, .contact: false
        case .options(let chosen): chosen.isEmpty
        case .text(let text): text.isEmpty
        }
    }
}
