package import SurveyKit
import TerminalUI

extension KioskModel {
    /// Takes one event and gives what the shell must do, in order; the screen is then `view(self)`.
    ///
    /// - Parameter newID: An identifier drawn by the caller; taken only by the first answer of an interview.
    package mutating func update(_ event: KioskEvent, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        let effects = updateStaff(event, at: now) ?? handle(event, at: now, newID: newID)
        showUpcoming(at: now)
        moveLayout(at: now)
        return effects
    }

    private mutating func handle(_ event: KioskEvent, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        switch event {
        case .input(let input): return take(input, at: now, newID: newID)
        case .draftSaved(let ticket): return finishSaving(ticket, at: now, newID: newID)
        case .draftFailed(let ticket):
            guard saving?.ticket == ticket else { return [] }
            saving?.isInTrouble = true
            saving?.retryAt = now.bootMS + Self.retryPause
        case .storageFailed: isStorageDown = true
        case .storageRecovered: isStorageDown = false
        case .storageShort(let isShort):
            isStorageShort = isShort
            if interview?.phase == .waiting { selection = Selection() }
        case .timer: return passStaffTime(at: now) + passTime(at: now, newID: newID)
        case .notice(let notice): self.notice = notice
        case .staff: break
        case .resized(let size): self.size = size
        case .surveyReady(let survey, let bundle): upcoming = Upcoming(survey: survey, bundle: bundle)
        case .contactKey(let isKnown): hasContactKey = isKnown
        case .contactSealed(let envelope, let ticket): return finishSealing(ticket, envelope, at: now)
        case .contactNotSealed(let ticket): return finishSealing(ticket, nil, at: now)
        case .opening(let isOpen, let next):
            self.isOpen = isOpen
            opensAgain = isOpen ? nil : next
            if interview?.phase == .waiting { selection = Selection() }
        case .retired(let isRetired):
            self.isRetired = isRetired
            if interview?.phase == .waiting { selection = Selection() }
        }
        return []
    }

    /// Does what a touched place or a key stands for.
    mutating func activate(_ action: Action, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        turnPage(action, at: now)
        if let effects = activateEntry(action, at: now, newID: newID) { return effects }
        guard let interview, let event = interviewEvent(for: action, in: interview) else {
            return act(.touched, pressing: nil, at: now, newID: newID)
        }
        if case .option(let index) = action, case .choices(_, let max)? = interview.question?.kind {
            toggle(index, max: max, at: now)
            return act(.touched, pressing: nil, at: now, newID: newID)
        }
        return act(event, pressing: action, at: now, newID: newID)
    }

    private mutating func turnPage(_ action: Action, at now: Timestamp) {
        switch action {
        case .page(let page):
            selection.page = page
            selection.focus = nil
        case .languagePage(let page): selection.languagePage = page
        case .language:
            selection.languagePage = nil
            return
        default: return
        }
        selection.touchedAt = now.bootMS
    }

    /// Gives an event to the interview: what needs a commit waits for it, the rest shows at once.
    mutating func act(
        _ event: InterviewEvent, pressing action: Action?, at now: Timestamp, newID: ResponseID
    ) -> [KioskEffect] {
        guard let interview else { return [] }
        var next = interview
        var draft: Draft?
        var sealed: ResponseID?
        for effect in next.apply(event, at: now, newID: newID) {
            switch effect {
            case .saveDraft(let saved): draft = saved
            case .seal(let id): sealed = id
            }
        }
        if next.phase == .thanking { next.keepThanks(for: notice?.readingTime(in: next.language, at: now) ?? 0) }
        if let draft { return save(draft, then: next, seal: sealed, pressing: action, at: now) }
        let isElsewhere = next.phase != interview.phase || next.language != interview.language
        self.interview = next
        if isElsewhere && next.phase == .waiting { selection = Selection() }
        return sealed.map { [.seal($0)] } ?? []
    }

    private mutating func save(
        _ draft: Draft, then next: Interview, seal: ResponseID?, pressing action: Action?, at now: Timestamp
    ) -> [KioskEffect] {
        lastTicket += 1
        // Who walked away is not waiting for the commit, and the next customer shall not see the old answers.
        let showsAtOnce = next.phase == .waiting
        saving = Saving(
            ticket: lastTicket, draft: draft, next: showsAtOnce ? nil : next, seal: seal, since: now.bootMS)
        if showsAtOnce {
            interview = next
            selection = Selection()
        }
        pressed = action
        return [.save(draft, ticket: lastTicket)]
    }

    private mutating func finishSaving(_ ticket: Int, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        guard let saved = saving, saved.ticket == ticket else { return [] }
        saving = nil
        pressed = nil
        let before = interview?.question?.id
        if let next = saved.next, now.bootMS - saved.since >= next.survey.timing.idle {
            // The store was away for so long that whoever answered has left: the next customer must not go on here.
            interview = next
            selection = Selection()
            return act(.timePassed, pressing: nil, at: now, newID: newID)
        }
        if var next = saved.next {
            _ = next.apply(.appeared, at: now, newID: newID)
            let isSameQuestion = next.phase == .asking && next.question?.id == before
            interview = next
            // A change of language leaves what was being chosen.
            if !isSameQuestion { selection = Selection(showing: next) }
        }
        return saved.seal.map { [.seal($0)] } ?? []
    }

    private mutating func showUpcoming(at now: Timestamp) {
        guard isBetweenCustomers else { return }
        let abilities = Interview.Abilities(hasContactKey: hasContactKey)
        let recent = interview?.recent ?? RecentPresses()
        if upcoming == nil, let interview, interview.abilities != abilities {
            self.interview = Interview(
                survey: interview.survey, bundle: interview.bundle, abilities: abilities, recent: recent, at: now)
        }
        guard let upcoming else { return }
        interview = Interview(
            survey: upcoming.survey, bundle: upcoming.bundle, abilities: abilities, recent: recent, at: now)
        selection = Selection()
        pressed = nil
        self.upcoming = nil
    }

    /// Nobody has touched anything that a change of survey would take from under the hand.
    package var isBetweenCustomers: Bool {
        guard saving == nil, staff.menu == nil else { return false }
        guard let interview else { return true }
        return interview.phase == .waiting && interview.language == interview.survey.defaultLanguage
            && selection == Selection()
    }
}

extension KioskModel.Selection {
    /// What a question shows at first: the answer it was given before, if any.
    init(showing interview: Interview) {
        self.init()
        guard let question = interview.question, let chosen = interview.chosen else { return }
        switch chosen {
        case .score(let score): focus = question.kind.scores.map { score - $0.lowerBound }
        case .option(let id): focus = question.kind.optionIDs.firstIndex(of: id)
        case .options(let ids): picked = Set(ids)
        case .text, .contact: break
        }
    }
}
