/// Something in a rule that does not go with the question it mentions.
struct RuleFault: Equatable {
    /// Unicode scalars from the start of the rule.
    let offset: Int
    let message: String
    let suggestion: String?
}

extension RuleReference {
    /// What is wrong with this mention of a question of this kind.
    func faults(of kind: Question.Kind) -> [RuleFault] {
        useFaults(of: kind) + values.compactMap { fault(of: $0.value, at: $0.offset, of: kind) }
    }

    private func useFaults(of kind: Question.Kind) -> [RuleFault] {
        switch kind {
        case .smiley, .stars, .nps, .ces: return []
        case .text, .contact:
            guard use != .answered else { return [] }
            return [
                RuleFault(
                    offset: offset, message: "`\(question)` has no scores or options",
                    suggestion: "write `answered(\(question))`")
            ]
        case .yesno, .choice, .choices:
            guard case .compared(let comparison) = use, ![.equal, .notEqual].contains(comparison) else { return [] }
            return [
                RuleFault(
                    offset: offset,
                    message: "`\(comparison.rawValue)` does not work on the options of `\(question)`",
                    suggestion: "write `==`, `!=` or `in`")
            ]
        }
    }

    private func fault(of value: Rule.Value, at offset: Int, of kind: Question.Kind) -> RuleFault? {
        let options = kind.optionIDs
        switch (kind.scores, value) {
        case (let scores?, .number(let number)) where scores.contains(number): return nil
        case (let scores?, _):
            return RuleFault(
                offset: offset, message: "`\(value)` is no score of `\(question)`",
                suggestion: "write a number from \(scores.lowerBound) to \(scores.upperBound)")
        case (nil, .option(let option)) where options.contains(option): return nil
        case (nil, _) where options.isEmpty: return nil
        case (nil, .option(let option)):
            return RuleFault(
                offset: offset, message: "`\(question)` has no option `\(option)`",
                suggestion: nearest(to: option, among: options).map { "did you mean `\($0)`?" } ?? options.oneOf)
        case (nil, .number(let number)):
            return RuleFault(
                offset: offset, message: "`\(question)` has no option `\(number)`", suggestion: options.oneOf)
        }
    }
}
