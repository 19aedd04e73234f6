/// Everything that can happen between a survey and the customers who pass, one after another.
///
/// A pure value: events and moments go in, effects come out. It waits with the first question on the screen, asks,
/// thanks, and waits again with nothing left of the customer before.
package struct Interview: Equatable, Sendable {
    package enum Phase: Equatable, Sendable, Codable {
        /// The first question is shown and nobody has answered it yet.
        case waiting
        case asking
        /// The finished draft is saved; undo is still possible.
        case thanking
    }

    package let survey: Survey
    /// SHA-256 of the survey as published, in hex; nil for a local file.
    package let bundle: String?
    package let abilities: Abilities
    package private(set) var phase = Phase.waiting
    /// The language of this customer; the survey's default again for the next one.
    package private(set) var language: String
    /// The interview under way, exactly as it was last given out to be saved (language and suspicion apart).
    package internal(set) var draft: Draft?
    /// Index of the question shown; while thanking, of the last one that was.
    private var position: Int?
    /// `bootMS` at which the present question, or the thank-you, came on the screen.
    private var appearedAt: Int64
    /// `bootMS` of the last touch.
    private var touchedAt: Int64
    /// How long the thank-you stays, ms: the survey's time, or longer where more is to be read.
    package private(set) var thanksTime: Int64
    /// What was pressed lately on this kiosk: it outlives customers, and goes over to the next survey.
    package internal(set) var recent: RecentPresses
    /// The first answer of the interview under way, for as long as it can be suspect.
    var vote: Vote?
    /// The draft became suspect after it was given out.
    var hasUnsavedSuspicion = false

    package init(
        survey: Survey, bundle: String? = nil, abilities: Abilities = Abilities(hasContactKey: false),
        recent: RecentPresses = RecentPresses(), at now: Timestamp
    ) {
        self.survey = survey
        self.bundle = bundle
        self.abilities = abilities
        self.recent = recent
        language = survey.defaultLanguage
        appearedAt = now.bootMS
        touchedAt = now.bootMS
        thanksTime = survey.timing.thanks
        position = firstPosition
    }

    /// Applies one event and gives what the shell must do, in order.
    ///
    /// An event that makes no sense here, such as an answer out of range, changes nothing and gives nothing.
    /// - Parameter newID: An identifier drawn by the caller; taken only by the first answer of an interview.
    package mutating func apply(_ event: InterviewEvent, at now: Timestamp, newID: ResponseID) -> [InterviewEffect] {
        switch event {
        case .answered(let answer): return record(answer, at: now, newID: newID)
        case .skipped: return canSkip ? skip(for: .customer, at: now) : []
        case .gaveUp(let reason): return skip(for: reason, at: now)
        case .wentBack: return goBack(at: now)
        case .choseLanguage(let code): return choose(language: code, at: now)
        case .touched: return touch(at: now)
        case .ignored(let option):
            ignore(option: option, at: now)
            return []
        case .appeared:
            appearedAt = now.bootMS
            touchedAt = now.bootMS
            return []
        case .undone: return undo(at: now)
        case .timePassed: return passTime(at: now)
        }
    }

    /// Keeps the thank-you at least so many ms, for what stands there beside it; never shorter than the survey says, nor for
    /// that longer than it waits for anybody.
    package mutating func keepThanks(for least: Int64) {
        thanksTime = max(survey.timing.thanks, min(least, survey.timing.idle))
    }

    /// The question on the screen; nil while thanking, or where the survey has nothing that this kiosk can ask.
    package var question: Question? {
        guard phase != .thanking, let position else { return nil }
        return survey.questions[position]
    }

    /// What was answered to the question on the screen before: shown as chosen after going back.
    package var chosen: Answer? { question.flatMap { draft?.answers[$0.id] } }

    /// Whether there is a question to go back to.
    package var canGoBack: Bool { phase == .asking && previousPosition != nil }

    /// Whether the customer may pass over the question shown; never on the waiting screen, where there is nobody yet.
    ///
    /// Contact details always: a consent that can't be refused is none.
    package var canSkip: Bool {
        guard phase == .asking, let question else { return false }
        if case .contact = question.kind { return true }
        return question.isOptional
    }

    /// When `timePassed` will change something, in `bootMS`; nil when nothing waits for time.
    package var nextDeadline: Int64? {
        switch phase {
        case .waiting: language == survey.defaultLanguage ? nil : touchedAt + survey.timing.idle
        case .asking: touchedAt + survey.timing.idle
        case .thanking: appearedAt + thanksTime
        }
    }

    /// Which question this is, of those that apply by the answers so far; nil unless asking.
    package var progress: InterviewProgress? {
        guard phase == .asking, let position else { return nil }
        let asked = survey.questions.indices.filter(canAsk)
        return InterviewProgress(number: asked.count { $0 <= position }, total: asked.count)
    }
}

// MARK: - Events

extension Interview {
    private mutating func record(_ answer: Answer, at now: Timestamp, newID: ResponseID) -> [InterviewEffect] {
        guard let question, let fitted = question.kind.fitting(answer) else { return [] }
        var next = draft ?? begin(with: fitted, to: question, at: now, newID: newID)
        next.answers[question.id] = fitted
        next.skips[question.id] = nil
        next.durations[question.id] = max(0, now.bootMS - appearedAt)
        return move(on: next, at: now)
    }

    private mutating func skip(for reason: SkipReason, at now: Timestamp) -> [InterviewEffect] {
        guard phase == .asking, let question, var next = draft else { return [] }
        next.answers[question.id] = nil
        next.durations[question.id] = nil
        next.skips[question.id] = reason
        return move(on: next, at: now)
    }

    private mutating func goBack(at now: Timestamp) -> [InterviewEffect] {
        guard canGoBack, let previous = previousPosition, let draft else { return [] }
        position = previous
        show(at: now)
        return [.saveDraft(draft)]
    }

    private mutating func choose(language code: String, at now: Timestamp) -> [InterviewEffect] {
        guard survey.languages.contains(code) else { return [] }
        guard phase != .thanking else {
            // The answers were given in the other language: only the thank-you changes.
            language = code
            return []
        }
        touchedAt = now.bootMS
        guard code != language else { return [] }
        language = code
        draft?.language = code
        return draft.map { [.saveDraft($0)] } ?? []
    }

    private mutating func touch(at now: Timestamp) -> [InterviewEffect] {
        guard phase == .thanking else {
            touchedAt = now.bootMS
            return []
        }
        return seal(at: now)
    }

    private mutating func undo(at now: Timestamp) -> [InterviewEffect] {
        guard phase == .thanking, let position, var next = draft else { return [] }
        let id = survey.questions[position].id
        next.answers[id] = nil
        next.durations[id] = nil
        next.skips[id] = nil
        // What follows is passed over again on the way to the end.
        for later in survey.questions[(position + 1)...] { next.skips[later.id] = nil }
        next.completion = nil
        forgive(&next)
        draft = next
        phase = .asking
        show(at: now)
        return [.saveDraft(next)]
    }

    private mutating func passTime(at now: Timestamp) -> [InterviewEffect] {
        guard let deadline = nextDeadline, now.bootMS >= deadline else { return [] }
        switch phase {
        case .waiting:
            wait(at: now)
            return []
        case .asking:
            guard var ended = draft else { return [] }
            ended.completion = .timeout
            wait(at: now)
            return [.saveDraft(ended), .seal(ended.id)]
        case .thanking:
            return seal(at: now)
        }
    }
}

// MARK: - Steps

extension Interview {
    private mutating func begin(
        with answer: Answer, to question: Question, at now: Timestamp, newID: ResponseID
    ) -> Draft {
        var draft = Draft(
            id: newID, surveyID: survey.id, surveyVersion: survey.version, bundle: bundle, started: now,
            language: language)
        note(unaskable: survey.questions.indices.prefix { $0 != position }, in: &draft)
        judgePace(of: &draft, answer: answer, to: question)
        return draft
    }

    /// Drops what no longer applies, then shows the next question that does, or the thank-you.
    private mutating func move(on changed: Draft, at now: Timestamp) -> [InterviewEffect] {
        guard let here = position else { return [] }
        var next = changed
        drop(inapplicableFrom: &next)
        draft = next
        let rest = survey.questions.indices.suffix(from: here + 1)
        let following = rest.first(where: canAsk)
        note(unaskable: rest.prefix { $0 != following }, in: &next)
        if let following {
            position = following
            phase = .asking
        } else {
            next.completion = next.skips.values.contains(.customer) ? .skipped : .done
            phase = .thanking
        }
        draft = next
        show(at: now)
        return [.saveDraft(next)]
    }

    private mutating func seal(at now: Timestamp) -> [InterviewEffect] {
        let sealed = draft
        let isUnsaved = hasUnsavedSuspicion
        wait(at: now)
        return sealed.map { isUnsaved ? [.saveDraft($0), .seal($0.id)] : [.seal($0.id)] } ?? []
    }

    private mutating func wait(at now: Timestamp) {
        phase = .waiting
        draft = nil
        vote = nil
        language = survey.defaultLanguage
        position = firstPosition
        show(at: now)
    }

    private mutating func show(at now: Timestamp) {
        // Wherever something new is shown, the draft was given out with it.
        hasUnsavedSuspicion = false
        appearedAt = now.bootMS
        touchedAt = now.bootMS
    }

    /// Rules name earlier questions only, so one pass in the survey's order settles them all.
    private func drop(inapplicableFrom draft: inout Draft) {
        for question in survey.questions where !(question.showIf?.holds(for: draft.answers) ?? true) {
            draft.answers[question.id] = nil
            draft.skips[question.id] = nil
            draft.durations[question.id] = nil
        }
    }

    private func note(unaskable indices: some Sequence<Int>, in draft: inout Draft) {
        for question in indices.map({ survey.questions[$0] }) {
            guard let reason = abilities.reasonToSkip(question.kind), applies(question, to: draft.answers) else {
                continue
            }
            draft.skips[question.id] = reason
        }
    }

    private func applies(_ question: Question, to answers: [String: Answer]) -> Bool {
        question.showIf?.holds(for: answers) ?? true
    }

    private func canAsk(_ index: Int) -> Bool {
        let question = survey.questions[index]
        return abilities.reasonToSkip(question.kind) == nil && applies(question, to: draft?.answers ?? [:])
    }

    private var firstPosition: Int? { survey.questions.indices.first(where: canAsk) }

    private var previousPosition: Int? {
        position.flatMap { survey.questions.indices.prefix(upTo: $0).last(where: canAsk) }
    }
}
