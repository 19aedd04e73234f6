extension ResponseLine {
    /// The line with nothing left of what was written in answer to these questions, but that they were answered: an empty
    /// text, and an envelope that nothing opens.
    ///
    /// These are no longer the bytes that were sealed, and not to be proven by their hash.
    package func emptied(_ questions: Set<String>) -> ResponseLine {
        let answers = Dictionary(
            uniqueKeysWithValues: answers.map { question, answer in
                (question, questions.contains(question) ? answer.emptied : answer)
            })
        return ResponseLine(
            id: id, q: q, seq: seq, prev: prev, survey: survey, ver: ver, bundle: bundle, end: end, boot: boot, t: t,
            wall: wall, clock: clock, lang: lang, answers: answers, skips: skips, dur: dur, suspect: suspect)
    }
}

extension Answer {
    fileprivate var emptied: Answer {
        switch self {
        case .score, .options: self
        // Text reads back as an option.
        case .option, .text: .text("")
        case .contact: .contact(.placeholder)
        }
    }

    /// Whether it stands for an answer that was taken out.
    package var isEmptied: Bool { self == .text("") || self == .option("") || self == .contact(.placeholder) }
}
