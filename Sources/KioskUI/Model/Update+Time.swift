package import SurveyKit

/// The last part of the time a customer has.
package struct Countdown: Equatable, Sendable {
    /// Rounded up, so that 1 is still there in the last second.
    package let seconds: Int
    /// What is left of the part that is shown, 0 to 1, by whole seconds.
    package let share: Double
}

extension KioskModel {
    /// When `timer` is to be sent next, in `bootMS`; nil when the screen stands still.
    package func nextDeadline(at now: Timestamp) -> Int64? {
        [staff.menu?.nextDeadline(at: now.bootMS), restingDeadline(at: now), selection.entry?.lit?.until]
            .compactMap(\.self).min()
    }

    private func restingDeadline(at now: Timestamp) -> Int64? {
        if let sealing { return sealing.since + Self.patience }
        if let saving {
            return saving.isInTrouble ? saving.retryAt : saving.since + Self.patience
        }
        guard let interview else { return nextMove(at: now) }
        if interview.phase == .waiting {
            let forgetting = selection.touchedAt.map { $0 + interview.survey.timing.idle }
            return [interview.nextDeadline, forgetting, nextMove(at: now)].compactMap(\.self).min()
        }
        guard let end = interview.nextDeadline else { return nil }
        let shown = interview.phase == .thanking ? interview.thanksTime : interview.survey.timing.warn
        return nextTick(to: end, from: end - shown, at: now.bootMS)
    }

    /// The countdown where it shows: asking, and within the last `warn` of the idle time.
    package func countdown(at now: Timestamp) -> Countdown? {
        guard saving == nil, let interview, interview.phase == .asking, let end = interview.nextDeadline else {
            return nil
        }
        return Countdown(until: end, of: interview.survey.timing.warn, at: now.bootMS)
    }

    /// How long undo is still possible, while thanking.
    package func undoTime(at now: Timestamp) -> Countdown? {
        guard let interview, interview.phase == .thanking, let end = interview.nextDeadline else { return nil }
        return Countdown(until: end, of: interview.thanksTime, at: now.bootMS)
    }

    mutating func passTime(at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        selection.entry?.dim(at: now.bootMS)
        if let sealing {
            let isLate = now.bootMS >= sealing.since + Self.patience
            return isLate ? finishSealing(sealing.ticket, nil, at: now) : []
        }
        if saving != nil { return waitForStore(at: now) }
        if interview?.phase == .waiting, let touched = selection.touchedAt,
            now.bootMS >= touched + (interview?.survey.timing.idle ?? 0)
        {
            selection = Selection()
        }
        return act(.timePassed, pressing: nil, at: now, newID: newID)
    }

    private mutating func waitForStore(at now: Timestamp) -> [KioskEffect] {
        guard var waiting = saving else { return [] }
        if let retryAt = waiting.retryAt, now.bootMS >= retryAt {
            lastTicket += 1
            waiting.ticket = lastTicket
            waiting.retryAt = nil
            saving = waiting
            return [.save(waiting.draft, ticket: lastTicket)]
        }
        if now.bootMS >= waiting.since + Self.patience { saving?.isInTrouble = true }
        return []
    }

    private func nextTick(to end: Int64, from start: Int64, at now: Int64) -> Int64 {
        guard now >= start else { return start }
        return end - max(0, end - now - 1) / 1_000 * 1_000
    }
}

extension Countdown {
    fileprivate init?(until end: Int64, of length: Int64, at now: Int64) {
        let left = end - now
        guard left <= length, length > 0 else { return nil }
        seconds = Int(max(0, left + 999) / 1_000)
        share = min(1, Double(seconds) * 1_000 / Double(length))
    }
}
