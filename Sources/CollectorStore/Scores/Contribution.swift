import SurveyKit

/// What one response adds to the tallies: one to a column of each of some series.
struct Contribution: Sendable {
    let plan: SeriesPlan
    let language: String
    let facts: [Fact]

    struct Fact: Equatable, Sendable {
        /// Place in the plan.
        let series: Int
        let column: Int
    }

    /// - Parameter line: A response that fits `survey`.
    init(of line: ResponseLine, in survey: Survey, plan: SeriesPlan) {
        self.plan = plan
        language = line.lang
        var facts = [Fact(series: SeriesPlan.ending, column: Completion.allCases.firstIndex(of: line.end) ?? 0)]
        if let reason = line.suspect.flatMap(SuspectReason.allCases.firstIndex) {
            facts.append(Fact(series: SeriesPlan.suspicion, column: reason))
        }
        let leaning = survey.leaning(of: line)?.rawValue ?? ReasonColumn.unscored
        var place = SeriesPlan.firstQuestion
        var isOver = line.end == .done || line.end == .skipped
        for question in survey.questions {
            facts += Self.facts(of: line, question, at: place, leaning: leaning, isOver: &isOver)
            place += SeriesPlan.count(question)
        }
        self.facts = facts
    }

    /// - Parameter isOver: Whether nobody can have walked away at this question; set once somebody has.
    private static func facts(
        of line: ResponseLine, _ question: Question, at place: Int, leaning: Int, isOver: inout Bool
    ) -> [Fact] {
        guard let answer = line.answers[question.id] else {
            return step(of: line, question, isOver: &isOver).map { [Fact(series: place, column: $0.rawValue)] } ?? []
        }
        let answered = Fact(series: place, column: FunnelStep.answered.rawValue)
        switch answer {
        case .score(let score): return [answered, Fact(series: place + 1, column: score)]
        case .option(let id): return [answered] + chosen([id], of: question, at: place + 1, leaning)
        case .options(let ids): return [answered] + chosen(ids, of: question, at: place + 1, leaning)
        case .text, .contact: return [answered]
        }
    }

    private static func chosen(_ ids: [String], of question: Question, at place: Int, _ leaning: Int) -> [Fact] {
        // Text reads back as an option, and has none.
        let options = question.kind.optionIDs
        guard !options.isEmpty else { return [] }
        return [Fact(series: place, column: leaning)]
            + ids.compactMap(options.firstIndex).map { Fact(series: place + 1 + $0, column: leaning) }
    }

    /// What became of a question without an answer; nil where the customer never came to it.
    private static func step(of line: ResponseLine, _ question: Question, isOver: inout Bool) -> FunnelStep? {
        switch line.skips[question.id] {
        case .customer: return .skipped
        case .unsupported, .noKey: return .unasked
        case nil:
            guard !isOver, question.showIf?.holds(for: line.answers) ?? true else { return nil }
            isOver = true
            return .left
        }
    }
}

extension Survey {
    /// The first score of a response, in the survey's order; nil without one.
    func firstScore(of line: ResponseLine) -> (question: Question, score: Int)? {
        for question in questions where question.kind.scores != nil {
            if case .score(let score)? = line.answers[question.id] { return (question, score) }
        }
        return nil
    }

    /// Which way a response leans, by its first score; nil without one.
    func leaning(of line: ResponseLine) -> Leaning? {
        firstScore(of: line).flatMap { $0.question.leaning(of: $0.score) }
    }
}

extension Question {
    func leaning(of score: Int) -> Leaning? {
        Leaning(kind: kind.name, score: score, levels: kind.scores?.count ?? 0)
    }
}
