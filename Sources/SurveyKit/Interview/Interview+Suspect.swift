extension Interview {
    /// Holds the first answer of a response against the ones before, and remembers it.
    mutating func judgePace(of draft: inout Draft, answer: Answer, to question: Question) {
        let vote = Vote(
            at: draft.started.bootMS, option: question.kind.index(of: answer),
            options: question.kind.scores?.count ?? question.kind.optionIDs.count)
        draft.suspect = survey.suspect?.reason(ofVoteAt: vote.at, after: recent.votes)
        recent.note(voteAt: vote.at)
        self.vote = vote
        if draft.suspect == nil, isMashed(vote) { draft.suspect = .mashing }
    }

    /// Takes note of a touch that did nothing; it may make the response under way suspect, which is saved with it next.
    mutating func ignore(option: Int?, at now: Timestamp) {
        recent.note(IgnoredTouch(at: now.bootMS, option: option))
        guard let vote, draft != nil, draft?.suspect == nil, isMashed(vote) else { return }
        draft?.suspect = .mashing
        hasUnsavedSuspicion = true
    }

    /// Who takes an answer back and thinks again is no masher, whatever the pace was before.
    mutating func forgive(_ draft: inout Draft) {
        draft.suspect = nil
        vote = nil
    }

    private func isMashed(_ vote: Vote) -> Bool { survey.suspect?.isMashing(vote, ignored: recent.ignored) == true }
}

extension Question.Kind {
    /// Which of the options a single answer is, from 0.
    fileprivate func index(of answer: Answer) -> Int? {
        switch answer {
        case .score(let score): scores.map { score - $0.lowerBound }
        case .option(let id): optionIDs.firstIndex(of: id)
        case .options, .text, .contact: nil
        }
    }
}
