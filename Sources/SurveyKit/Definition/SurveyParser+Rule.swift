extension SurveyParser {
    /// Reads a question's rule and holds it against the questions before it.
    mutating func rule(_ node: SourceNode, of outlines: [QuestionOutline], at index: Int) -> Rule? {
        guard let text = text(node, "show_if", example: "visit <= 2") else { return nil }
        do throws(RuleSyntaxError) {
            let (rule, references) = try RuleParser.read(text)
            for reference in references { check(reference, in: text, at: node.place, outlines, index) }
            return rule
        } catch {
            let place = source.place(of: error.offset, in: text, at: node.place)
            self.error(place, "in `show_if`: \(error.message)", error.suggestion)
            return nil
        }
    }

    private mutating func check(
        _ reference: RuleReference, in text: String, at start: Place, _ outlines: [QuestionOutline], _ index: Int
    ) {
        let place = source.place(of: reference.offset, in: text, at: start)
        let id = reference.question
        guard let target = outlines.firstIndex(where: { $0.id == id }) else {
            let earlier = outlines.prefix(index).compactMap(\.id)
            error(
                place, "in `show_if`: there is no question `\(id)`", earlier.isEmpty ? nil : meant(id, among: earlier))
            return
        }
        guard target < index else {
            let problem = target == index ? "`\(id)` is this question itself" : "the question `\(id)` comes later"
            error(place, "in `show_if`: \(problem)", "ask about an earlier question, or move this one behind `\(id)`")
            return
        }
        guard let kind = outlines[target].kind else { return }
        checkUse(reference, of: kind, at: place)
        for (value, offset) in reference.values {
            check(value, of: kind, question: id, at: source.place(of: offset, in: text, at: start))
        }
    }

    private mutating func checkUse(_ reference: RuleReference, of kind: Question.Kind, at place: Place) {
        let id = reference.question
        switch kind {
        case .smiley, .stars, .nps, .ces: return
        case .text, .contact:
            guard reference.use != .answered else { return }
            error(place, "in `show_if`: `\(id)` has no scores or options", "write `answered(\(id))`")
        case .yesno, .choice, .choices:
            guard case .compared(let comparison) = reference.use, ![.equal, .notEqual].contains(comparison) else {
                return
            }
            error(
                place, "in `show_if`: `\(comparison.rawValue)` does not work on the options of `\(id)`",
                "write `==`, `!=` or `in`")
        }
    }

    private mutating func check(_ value: Rule.Value, of kind: Question.Kind, question id: String, at place: Place) {
        let options = kind.optionIDs
        switch (kind.scores, value) {
        case (let scores?, .number(let number)) where scores.contains(number): return
        case (let scores?, _):
            error(
                place, "in `show_if`: `\(value)` is no score of `\(id)`",
                "write a number from \(scores.lowerBound) to \(scores.upperBound)")
        case (nil, .option(let option)) where options.contains(option): return
        case (nil, _) where options.isEmpty: return
        case (nil, .option(let option)):
            error(place, "in `show_if`: `\(id)` has no option `\(option)`", meant(option, among: options))
        case (nil, .number(let number)):
            error(place, "in `show_if`: `\(id)` has no option `\(number)`", options.oneOf)
        }
    }
}
