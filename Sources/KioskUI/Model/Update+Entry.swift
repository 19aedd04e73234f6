import SurveyKit
import TerminalUI

// Keys while a text is typed: every character is text, so no letter or digit does anything else.
//   Backspace takes away, Enter does what the green key does, Esc goes back, Tab changes the language
//   arrows move over the keys on the screen, and Enter then touches the one they stand on

extension KioskModel {
    /// Where the customer is on the text or contact question shown; nil on any other screen.
    var entry: Entry? {
        guard case .question(let question) = screen else { return nil }
        return selection.entry ?? Entry(question.kind, showing: interview?.chosen)
    }

    /// The keyboard is on the screen.
    var isTyping: Bool { entry?.step == .typing }

    /// What the key at the end of the keyboard does now.
    var doneMeans: NextMeaning {
        guard let entry else { return .nothing }
        if entry.isValid { return .next }
        return entry.text.text.isEmpty && interview?.canSkip == true ? .skip : .nothing
    }

    /// A bounce is shorter here: letters do come twice.
    func isBounce(_ input: InputEvent, at now: Timestamp) -> Bool {
        guard case .touch(let point) = input, case .touch(let before)? = lastStroke?.input, let lastStroke else {
            return false
        }
        return now.bootMS - lastStroke.at < Self.keyBounce && abs(point.column - before.column) <= 2
            && abs(point.row - before.row) <= 1
    }

    /// The same place again within this many milliseconds is one touch of a key on the screen.
    private static let keyBounce: Int64 = 150

    /// Does what a touched place or key means to a text or contact question; nil where it means the same as elsewhere.
    mutating func activateEntry(_ action: Action, at now: Timestamp, newID: ResponseID) -> [KioskEffect]? {
        guard var entry else { return nil }
        switch action {
        case .key(let key) where entry.step == .typing:
            entry.press(key, on: keyboardLayout, at: now.bootMS)
            return keep(entry, at: now, newID: newID)
        case .contact(let kind) where entry.step == .typing:
            entry.choose(kind)
            selection.focus = nil
            return keep(entry, at: now, newID: newID)
        case .next where entry.step == .typing: return finish(entry, at: now, newID: newID)
        case .option(let index) where entry.choices.indices.contains(index):
            return choose(entry.choices[index], at: index, of: entry, now, newID: newID)
        case .back where entry.step == .consent:
            entry.typeAgain()
            return keep(entry, at: now, newID: newID)
        case .skip where interview?.canSkip == true, .back where interview?.canGoBack == true:
            wipeContact()
            return nil
        case .language:
            entry.showLetters()
            (selection.entry, selection.touchedAt) = (entry, now.bootMS)
            return nil
        default: return nil
        }
    }

    /// A key of a plugged keyboard while a text is typed; nil where it means the same as elsewhere.
    mutating func pressWhileTyping(_ key: Key, at now: Timestamp, newID: ResponseID) -> [KioskEffect]? {
        guard isTyping, var entry else { return nil }
        switch key {
        case .character(let character):
            if !entry.type(character, at: now.bootMS) { ignoredInputs += 1 }
            selection.focus = nil
        case .backspace: entry.erase()
        case .enter:
            guard let focus = selection.focus, entryTargets.indices.contains(focus) else {
                return activate(doneMeans == .skip ? .skip : .next, at: now, newID: newID)
            }
            return activate(entryTargets[focus].action, at: now, newID: newID)
        case .left, .right, .up, .down: moveOverKeys(key)
        default: return nil
        }
        return keep(entry, at: now, newID: newID)
    }

    private mutating func keep(_ entry: Entry, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        if entry.step != self.entry?.step { selection.focus = nil }
        selection.entry = entry
        selection.touchedAt = now.bootMS
        return act(.touched, pressing: nil, at: now, newID: newID)
    }

    private mutating func finish(_ entry: Entry, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        var entry = entry
        guard entry.isValid else {
            entry.showsHint = entry.contact != nil && !entry.text.text.isEmpty
            return keep(entry, at: now, newID: newID)
        }
        guard entry.contact != nil else {
            return act(.answered(.text(entry.text.finished)), pressing: .next, at: now, newID: newID)
        }
        entry.askConsent()
        return keep(entry, at: now, newID: newID)
    }

    private mutating func choose(
        _ choice: Entry.Choice, at index: Int, of entry: Entry, _ now: Timestamp, newID: ResponseID
    ) -> [KioskEffect] {
        var entry = entry
        let action = Action.option(index)
        switch choice {
        case .agree: return seal(entry, pressing: action, at: now, newID: newID)
        case .refuse, .remove:
            wipeContact()
            return act(.skipped, pressing: action, at: now, newID: newID)
        case .keep:
            guard let answer = interview?.chosen else { return [] }
            return act(.answered(answer), pressing: action, at: now, newID: newID)
        case .replace:
            entry.replace()
            return keep(entry, at: now, newID: newID)
        case .goOn: return act(.gaveUp(.noKey), pressing: action, at: now, newID: newID)
        }
    }

    /// The typed contact is on its way out of this model, or of no more use; which card was touched still shows.
    mutating func wipeContact() {
        guard entry?.contact != nil else { return }
        selection.entry?.forgetPlain()
    }
}
