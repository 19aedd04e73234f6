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
        for fault in reference.faults(of: kind) {
            error(
                source.place(of: fault.offset, in: text, at: start), "in `show_if`: \(fault.message)", fault.suggestion)
        }
    }
}
