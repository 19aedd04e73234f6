extension ResponseLine {
    /// The line without the answers to these questions: no longer the bytes that were sealed, and not to be proven by
    /// their hash.
    package func without(_ questions: Set<String>) -> ResponseLine {
        ResponseLine(
            id: id, q: q, seq: seq, prev: prev, survey: survey, ver: ver, bundle: bundle, end: end, boot: boot, t: t,
            wall: wall, clock: clock, lang: lang, answers: answers.filter { !questions.contains($0.key) }, skips: skips,
            dur: dur, suspect: suspect)
    }
}
