package import TerminalUI

// Keys: digits choose the card with that digit (on the pad they are the PIN); arrows move the focus, Enter chooses it;
// 0, Esc, Backspace and - go back, from the menu out of it.

/// What a card or key of the staff menu does.
package enum StaffAction: Hashable, Sendable {
    case digit(Int)
    case erase
    case enter
    case go(StaffMenu.Page)
    case run(StaffErrand)
    case language(String)
    case theme(String)
    case further
    case earlier
    /// To the page before; from the menu and the staff's pad out of it.
    case back
}

extension StaffMenu {
    /// Takes what a hand did.
    ///
    /// - Parameters:
    ///   - size: Of the screen, which says where the cards are.
    ///   - now: Milliseconds since boot.
    package mutating func take(_ input: InputEvent, size: Size, at now: Int64) -> [StaffRequest] {
        if case .release = input { return [] }
        let isRepeated = isDoubleStroke(input, at: now)
        lastStroke = Stroke(input: input, at: now)
        guard !isRepeated, !isClosed else { return [] }
        switch input {
        case .touch(let point):
            if setting.isPanel { setting.lastTouchAt = now }
            if let target = StaffLayout(self, size: size).targets.first(where: { $0.rect.contains(point) }) {
                focus = nil
                return activate(target.action, at: now)
            }
            if page == .touches { marks = marks.suffix(Self.mostMarks - 1) + [point] }
            return []
        case .key(let key): return press(key, size: size, at: now)
        case .release: return []
        }
    }

    /// On the pad the same digit twice is two digits; elsewhere, within half a second, one stroke (EN 301 549, 5.8).
    private func isDoubleStroke(_ input: InputEvent, at now: Int64) -> Bool {
        guard let lastStroke else { return false }
        let since = now - lastStroke.at
        switch (lastStroke.input, input) {
        case (.touch(let one), .touch(let other)):
            let limit: Int64 = isPad ? 150 : KioskModel.doubleStroke
            return since < limit && abs(one.column - other.column) <= 2 && abs(one.row - other.row) <= 1
        case (.key(let one), .key(let other)): return one == other && since < KioskModel.doubleStroke && !isPad
        default: return false
        }
    }

    var isPad: Bool {
        if case .pin = page { return true }
        return false
    }

    private mutating func press(_ key: Key, size: Size, at now: Int64) -> [StaffRequest] {
        switch key.withNumLock {
        case .character(let character): return type(character, at: now)
        case .enter:
            if let focus, items.indices.contains(focus) { return activate(items[focus].action, at: now) }
            return isPad ? activate(.enter, at: now) : []
        case .backspace: return activate(isPad && !typed.isEmpty ? .erase : .back, at: now)
        case .escape: return activate(.back, at: now)
        case .left: moveFocus(by: isOrderMirrored ? 1 : -1, at: now)
        case .right: moveFocus(by: isOrderMirrored ? -1 : 1, at: now)
        case .up: moveFocus(by: -StaffLayout(self, size: size).columns, at: now)
        case .down: moveFocus(by: StaffLayout(self, size: size).columns, at: now)
        default: break
        }
        return []
    }

    private mutating func type(_ character: Character, at now: Int64) -> [StaffRequest] {
        if character == "-" { return activate(isPad && !typed.isEmpty ? .erase : .back, at: now) }
        if character == " ", let focus, items.indices.contains(focus) { return activate(items[focus].action, at: now) }
        guard ("0"..."9").contains(character), let digit = character.wholeNumberValue else { return [] }
        focus = nil
        if isPad { return activate(.digit(digit), at: now) }
        return items.first { $0.digit == digit }.map { activate($0.action, at: now) } ?? []
    }

    /// A pad reads from the left in every language.
    private var isOrderMirrored: Bool { isMirrored && !isPad }

    private mutating func moveFocus(by step: Int, at now: Int64) {
        touchedAt = now
        let count = items.count
        let target = focus.map { $0 + step } ?? (step > 0 ? 0 : count - 1)
        if (0..<count).contains(target) { focus = target }
    }
}

extension StaffMenu {
    /// Does what a card stands for.
    mutating func activate(_ action: StaffAction, at now: Int64) -> [StaffRequest] {
        touchedAt = now
        switch action {
        case .digit(let digit):
            guard canType, typed.count < Self.longestPIN else { return [] }
            typed.append(String(digit))
            wasWrong = false
        case .erase:
            if canType { typed = String(typed.dropLast()) }
        case .enter: return tryPIN(at: now)
        case .go(let page): return go(to: page, at: now)
        case .run(let errand):
            _ = go(to: .busy(errand), at: now)
            return [.run(errand)]
        case .language(let code):
            setting.language = code
            return go(to: .menu, at: now) + [.keepLanguage(code)]
        case .theme(let name):
            setting.theme = name
            return go(to: .menu, at: now) + [.keepTheme(name)]
        case .further: firstFinding = min(firstFinding + 1, max(0, findings.count - 1))
        case .earlier: firstFinding = max(0, firstFinding - 1)
        case .back: return goBack(at: now)
        }
        return []
    }

    private var canType: Bool {
        guard isPad, ticket == nil, lockedUntil == nil else { return false }
        switch gate {
        // Who types at once must not lose the first digits.
        case .open, nil: return true
        case .noPIN, .locked: return false
        }
    }

    private mutating func tryPIN(at now: Int64) -> [StaffRequest] {
        guard case .pin(let role) = page, canType, case .open? = gate, typed.count >= Self.shortestPIN else {
            return []
        }
        let pin = PIN(typed)
        typed = ""
        ticket = now
        return [.verify(pin, role, ticket: now)]
    }

    mutating func go(to page: Page, at now: Int64) -> [StaffRequest] {
        self.page = page
        (focus, typed, ticket, wasWrong, lockedUntil, gate) = (nil, "", nil, false, nil, nil)
        (enteredAt, touchedAt) = (now, now)
        switch page {
        case .pin(let role): return [.gate(role)]
        case .menu, .details:
            factsAt = now
            return [.facts]
        case .touches: marks = []
        case .findings: firstFinding = 0
        case .language, .theme, .confirm, .technician, .busy, .outcome: break
        }
        return []
    }

    private mutating func goBack(at now: Int64) -> [StaffRequest] {
        switch page {
        case .pin(.staff), .menu: return close()
        case .findings, .confirm(.leave), .outcome(.doctor, _), .outcome(.leave, _):
            return go(to: .technician, at: now)
        case .pin(.technician), .details, .touches, .language, .theme, .confirm, .technician, .outcome:
            return go(to: .menu, at: now)
        // What was begun goes on; who waits for it may look at something else.
        case .busy: return go(to: .menu, at: now)
        }
    }

    /// Closes the menu from outside, such as when its terminal is gone.
    package mutating func leave() -> [StaffRequest] { close() }

    mutating func close() -> [StaffRequest] {
        guard !isClosed else { return [] }
        isClosed = true
        typed = ""
        return [.closed]
    }
}
