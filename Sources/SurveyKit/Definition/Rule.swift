/// A condition over the answers given so far: the `show_if` of a question.
///
/// Grammar, loosest first: `or`, `and`, `not`, then a comparison `question <op> value` with `== != < <= > >=`,
/// `question in (a, b)`, `answered(question)`, or a rule in parentheses.
package struct Rule: Equatable, Sendable {
    /// As written, for messages, diffs and the wire.
    package let source: String
    package let expression: Expression

    package init(source: String, expression: Expression) {
        self.source = source
        self.expression = expression
    }

    package indirect enum Expression: Equatable, Sendable {
        case or(Expression, Expression)
        case and(Expression, Expression)
        case not(Expression)
        case compare(question: String, Comparison, Value)
        case isIn(question: String, [Value])
        case answered(question: String)
    }

    package enum Comparison: String, CaseIterable, Sendable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
    }

    /// A score, or the id of an option.
    package enum Value: Equatable, Sendable {
        case number(Int)
        case option(String)
    }
}
