extension TicketRule {
    /// Everything that is wrong with a list of rules, each as a sentence with what to write instead.
    ///
    /// - Parameter survey: What `when` is held against; nil for rules that hold for every survey.
    package static func faults(of rules: [TicketRule], for survey: Survey?) -> [String] {
        guard rules.count <= most else { return ["A survey takes \(most) rules at most, not \(rules.count)."] }
        return rules.enumerated().flatMap { index, rule in
            rule.faults(for: survey).map { "Rule \(index + 1): \($0)" }
        }
    }

    private func faults(for survey: Survey?) -> [String] {
        var faults: [String] = []
        if !name.isPlainLine(1...80) { faults.append("`name` must be 1 to 80 characters on one line.") }
        if !(1...525_600).contains(closeMinutes) {
            faults.append("`close_minutes` must be 1 to 525600, in minutes in which the branch is open.")
        }
        if when == nil, !anyLow, words.isEmpty {
            faults.append("it has no condition; give `when`, `any_low` or `words`.")
        }
        if words.count > 50 || !words.allSatisfy({ $0.isPlainLine(1...64) && WordPattern($0) != nil }) {
            faults.append("`words` takes 50 words at most, each of 1 to 64 characters with a letter or digit in it.")
        }
        return faults + (when.map { Self.faults(of: $0, for: survey) } ?? [])
    }

    private static func faults(of when: String, for survey: Survey?) -> [String] {
        guard let survey else {
            return ["`when` names a question of one survey; give the survey, or use `any_low` for all of them."]
        }
        do throws(RuleSyntaxError) {
            return try RuleParser.read(when).references.flatMap { faults(of: $0, in: when, survey) }
        } catch {
            return [sentence(error.message, error.suggestion, at: error.offset)]
        }
    }

    private static func faults(of reference: RuleReference, in when: String, _ survey: Survey) -> [String] {
        guard let question = survey.questions.first(where: { $0.id == reference.question }) else {
            let ids = survey.questions.map(\.id)
            return [
                sentence(
                    "there is no question `\(reference.question)` in \(survey.id) \(survey.version)",
                    nearest(to: reference.question, among: ids).map { "did you mean `\($0)`?" } ?? ids.oneOf,
                    at: reference.offset)
            ]
        }
        return reference.faults(of: question.kind).map { sentence($0.message, $0.suggestion, at: $0.offset) }
    }

    private static func sentence(_ message: String, _ suggestion: String?, at offset: Int) -> String {
        "`when`, character \(offset + 1): \(message)" + (suggestion.map { "; \($0)" } ?? "") + "."
    }
}
