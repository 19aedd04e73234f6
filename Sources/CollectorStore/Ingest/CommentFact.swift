import SurveyKit

/// What a customer wrote, with the score given in the same interview.
struct CommentFact: Sendable {
    let question: String
    let text: String
    /// Kind, score and levels of the first score of the response; nil without one.
    let kind: String?
    let score: Int?
    let levels: Int?
    let leaning: Leaning?

    /// The texts of a response that fits `survey`, in the survey's order; empty ones are none.
    static func facts(of line: ResponseLine, in survey: Survey) -> [CommentFact] {
        survey.questions.compactMap { question in
            guard case .text = question.kind else { return nil }
            switch line.answers[question.id] {
            case .option(let text)?, .text(let text)?:
                return text.isEmpty ? nil : CommentFact(question: question.id, text: text, line: line, survey: survey)
            default: return nil
            }
        }
    }

    private init(question: String, text: String, line: ResponseLine, survey: Survey) {
        self.question = question
        self.text = text
        let scored = survey.firstScore(of: line)
        kind = scored?.question.kind.name
        score = scored?.score
        levels = scored?.question.kind.scores?.count
        leaning = scored.flatMap { $0.question.leaning(of: $0.score) }
    }
}
