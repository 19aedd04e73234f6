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
