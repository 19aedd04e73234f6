extension Rule.Expression: CustomStringConvertible {
    /// The rule in its own language, with no more parentheses than it needs: reading it gives this expression again.
    package var description: String {
        switch self {
        case .or(let one, let other): "\(one.within(.or)) or \(other.within(.and))"
        case .and(let one, let other): "\(one.within(.and)) and \(other.within(.not))"
        case .not(let negated): "not \(negated.within(.not))"
        case .compare(let question, let comparison, let value): "\(question) \(comparison.rawValue) \(value)"
        case .isIn(let question, let values):
            "\(question) in (\(values.map(\.description).joined(separator: ", ")))"
        case .answered(let question): "answered(\(question))"
        }
    }

    private enum Tightness: Int { case or, and, not, primary }

    private var tightness: Tightness {
        switch self {
        case .or: .or
        case .and: .and
        case .not: .not
        case .compare, .isIn, .answered: .primary
        }
    }

    /// In parentheses where the place needs something tighter.
    private func within(_ needed: Tightness) -> String {
        tightness.rawValue >= needed.rawValue ? description : "(\(description))"
    }
}

extension Rule.Value: CustomStringConvertible {
    /// As written in a rule; an option is in quotes only where a bare word would mean something else.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .option(let option):
            option.isIdentifier && !Rule.keywords.contains(option)
                ? option : option.contains("\"") ? "'\(option)'" : "\"\(option)\""
        }
    }
}
