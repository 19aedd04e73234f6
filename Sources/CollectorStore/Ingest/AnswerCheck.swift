import SurveyKit

extension Survey {
    /// Whether a response could have come out of an interview with this survey.
    ///
    /// What was asked or not (`show_if`) is the kiosk's to decide; what was said must fit its question.
    func fits(_ line: ResponseLine) -> Bool {
        languages.contains(line.lang)
            && line.answers.allSatisfy { id, answer in
                questions.first { $0.id == id }?.kind.fits(answer) ?? false
            }
            && line.skips.keys.allSatisfy { id in
                line.answers[id] == nil && questions.contains { $0.id == id }
            }
    }
}

extension Question.Kind {
    fileprivate func fits(_ answer: Answer) -> Bool {
        switch (self, answer) {
        case (.smiley, .score(let score)), (.stars, .score(let score)), (.nps, .score(let score)),
            (.ces, .score(let score)):
            scores?.contains(score) ?? false
        case (.yesno, .option(let id)), (.choice, .option(let id)): optionIDs.contains(id)
        case (.choices(_, let max), .options(let ids)):
            !ids.isEmpty && ids.count <= max && Set(ids).count == ids.count && ids.allSatisfy(optionIDs.contains)
        // Text reads back as an option, see Answer.
        case (.text(let maxLength), .option(let text)), (.text(let maxLength), .text(let text)):
            text.count <= maxLength
        // Sealed; a contact in plain does not belong here.
        case (.contact, .contact(let envelope)): envelope.isWellFormed
        default: false
        }
    }
}

/// One answer as the scores and the list of comments need it.
struct AnswerFact: Sendable {
    /// Position of the question in its survey.
    let position: Int
    let question: String
    let kind: String
    /// Length of the scale; 0 for text.
    let levels: Int
    let score: Int?
    let text: String?

    /// The scores and comments of a response that fits `survey`, in the survey's order.
    static func facts(of line: ResponseLine, in survey: Survey) -> [AnswerFact] {
        survey.questions.enumerated().compactMap { position, question in
            guard let answer = line.answers[question.id] else { return nil }
            return AnswerFact(position: position, question: question, answer: answer)
        }
    }

    private init?(position: Int, question: Question, answer: Answer) {
        self.position = position
        self.question = question.id
        kind = question.kind.name
        levels = question.kind.scores?.count ?? 0
        switch (question.kind, answer) {
        case (.text, .option(let text)), (.text, .text(let text)):
            guard !text.isEmpty else { return nil }
            score = nil
            self.text = text
        case (_, .score(let score)):
            self.score = score
            text = nil
        default: return nil
        }
    }
}
