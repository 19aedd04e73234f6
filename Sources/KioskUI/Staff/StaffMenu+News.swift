extension StaffMenu {
    /// Takes what the shell has to say.
    ///
    /// - Parameter now: Milliseconds since boot.
    package mutating func take(_ news: StaffNews, at now: Int64) -> [StaffRequest] {
        guard !isClosed else { return [] }
        switch news {
        case .gate(let role, let gate): if page == .pin(role) { stand(gate, at: now) }
        case .admitted(let role, let ticket):
            guard page == .pin(role), self.ticket == ticket else { return [] }
            return go(to: role == .staff ? .menu : .technician, at: now)
        case .rejected(let role, let gate, let ticket):
            guard page == .pin(role), self.ticket == ticket else { return [] }
            self.ticket = nil
            wasWrong = true
            touchedAt = now
            stand(gate, at: now)
        case .facts(let facts): self.facts = facts
        case .done(let errand, let failure):
            guard page == .busy(errand) else { return [] }
            _ = go(to: .outcome(errand, failure: failure), at: now)
            factsAt = now
            return [.facts]
        case .findings(let findings):
            guard page == .busy(.doctor) else { return [] }
            // What needs a hand comes first.
            self.findings =
                findings.filter { $0.state == .fault } + findings.filter { $0.state == .warning }
                + findings.filter { $0.state == .ok }
            return go(to: .findings, at: now)
        case .settings(let language, let theme):
            if let language { setting.language = language }
            if let theme { setting.theme = theme }
        }
        return []
    }

    private mutating func stand(_ gate: StaffGate, at now: Int64) {
        self.gate = gate
        lockedUntil = nil
        switch gate {
        case .open: break
        case .noPIN, .locked: typed = ""
        }
        if case .locked(let milliseconds) = gate { lockedUntil = now + milliseconds }
    }
}

// MARK: - Time

extension StaffMenu {
    /// When the menu closes, or the page of touches goes back to it, if nobody does anything.
    private var end: Int64 {
        if page == .touches { return enteredAt + Self.touchesTime }
        var patience = Self.patience
        if case .busy = page { patience = Self.errandPatience }
        return min(touchedAt + patience, openedAt + Self.longest)
    }

    /// Whole seconds until then, rounded up.
    func secondsLeft(at now: Int64) -> Int { Int(max(0, end - now + 999) / 1_000) }

    func secondsLocked(at now: Int64) -> Int? { lockedUntil.map { Int(max(0, $0 - now + 999) / 1_000) } }

    /// When `timePassed` is to be called next, in milliseconds since boot: at least once a second.
    package func nextDeadline(at now: Int64) -> Int64? {
        guard !isClosed else { return nil }
        let tick = end - max(0, end - now - 1) / 1_000 * 1_000
        let unlock = lockedUntil.map { $0 - max(0, $0 - now - 1) / 1_000 * 1_000 }
        return min(tick, unlock ?? tick)
    }

    /// The time of `nextDeadline` has come.
    package mutating func timePassed(at now: Int64) -> [StaffRequest] {
        guard !isClosed else { return [] }
        if now >= end {
            return page == .touches && now < openedAt + Self.longest ? go(to: .menu, at: now) : close()
        }
        if let lockedUntil, now >= lockedUntil, case .pin(let role) = page {
            self.lockedUntil = nil
            return [.gate(role)]
        }
        guard page == .menu || page == .details, now >= factsAt + Self.factsInterval else { return [] }
        factsAt = now
        return [.facts]
    }
}
