/// What can happen to an interview; recorded, it can be played again.
package enum InterviewEvent: Equatable, Sendable, Codable {
    /// An answer to the question shown.
    case answered(Answer)
    /// The customer passed over an optional question.
    case skipped
    /// The question shown can't be answered on this kiosk after all, for this reason.
    case gaveUp(SkipReason)
    /// Back to the question shown before.
    case wentBack
    /// One of the survey's languages was chosen, for this customer only.
    case choseLanguage(String)
    /// A touch that did nothing else: it restarts the idle time, or ends the thank-you.
    case touched
    /// A touch that did nothing at all, for it repeated the one before or came while an answer was stored; with the
    /// option of the waiting screen that it hit.
    case ignored(option: Int?)
    /// What the last event led to is on the screen now: times run from here, however long the commit took.
    case appeared
    /// The thank-you was taken back: the same interview goes on at its last question.
    case undone
    /// Time went by; does something once `nextDeadline` is reached.
    case timePassed
}

/// What the shell must do for an interview, in the order given.
package enum InterviewEffect: Equatable, Sendable {
    /// Commit this draft in place of the one before.
    case saveDraft(Draft)
    /// Seal the draft saved last, which has this id; nothing may be saved in between.
    case seal(ResponseID)
}

/// How far an interview has come.
package struct InterviewProgress: Equatable, Sendable {
    /// From 1.
    package let number: Int
    /// Of those that apply by the answers so far, so it can change on the way.
    package let total: Int
}

extension Interview {
    /// Which kinds of question a kiosk can't ask, and why.
    package struct Abilities: Equatable, Sendable {
        /// Reasons by the kind's name in survey files; a kind without one is asked.
        package var reasons: [String: SkipReason]

        package init(reasons: [String: SkipReason]) { self.reasons = reasons }

        /// What this release asks: everything, but contact details only where they can be sealed.
        ///
        /// - Parameter hasContactKey: The kiosk knows the organisation's public key.
        package init(hasContactKey: Bool) { reasons = hasContactKey ? [:] : ["contact": .noKey] }

        /// Nil when questions of this kind are asked.
        package func reasonToSkip(_ kind: Question.Kind) -> SkipReason? { reasons[kind.name] }
    }
}

extension Question.Kind {
    /// The answer as it is kept, or nil where it is none to this kind of question.
    ///
    /// Options come in the survey's order, whatever order they were touched in. A contact is never kept in plain.
    package func fitting(_ answer: Answer) -> Answer? {
        switch (self, answer) {
        case (.smiley, .score(let score)), (.stars, .score(let score)), (.nps, .score(let score)),
            (.ces, .score(let score)):
            return scores?.contains(score) == true ? answer : nil
        case (.yesno, .option(let id)), (.choice, .option(let id)):
            return optionIDs.contains(id) ? answer : nil
        case (.choices(_, let max), .options(let ids)):
            let known = optionIDs.filter(ids.contains)
            return (1...Swift.max(1, max)).contains(ids.count) && known.count == ids.count ? .options(known) : nil
        case (.text(let maxLength), .text(let text)), (.text(let maxLength), .option(let text)):
            // A text that was recorded as JSON reads back as an option.
            return !text.isEmpty && text.count <= maxLength ? .text(text.composed) : nil
        case (.contact, .contact):
            return answer
        default:
            return nil
        }
    }
}
