import SurveyKit
import TerminalUI

// Keys, for a keyboard and for a number pad with or without NumLock:
//   1–9 choose an option (0–10 on a recommendation score, which Enter then answers); 0 or s passes over
//   arrows move the focus, Enter answers it; Space chooses it of several, and Enter then goes on
//   Backspace, Esc, - or Left at the edge go back; u, Backspace, Esc or - undo on the thank-you
//   Tab, l or + change the language

extension KioskModel {
    mutating func take(_ input: InputEvent, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        if case .release = input { return [] }
        let isRepeated = isTyping && selection.entry != nil ? isBounce(input, at: now) : isDoubleStroke(input, at: now)
        lastStroke = Stroke(input: input, at: now.bootMS)
        guard !isRepeated, saving == nil, sealing == nil, takesInput else {
            ignoredInputs += 1
            noteIgnored(input, at: now, newID: newID)
            return []
        }
        switch input {
        case .touch(let point):
            guard let target = targets.first(where: { $0.rect.contains(point) }) else {
                return act(.touched, pressing: nil, at: now, newID: newID)
            }
            return activate(target.action, at: now, newID: newID)
        case .key(let key): return press(key, at: now, newID: newID)
        case .release: return []
        }
    }

    private var takesInput: Bool {
        switch screen {
        case .question, .thanks: true
        case .noSurvey, .outOfService, .closed: false
        }
    }

    /// Time counts from the last stroke, also from one that was ignored: a key held down is one stroke.
    private func isDoubleStroke(_ input: InputEvent, at now: Timestamp) -> Bool {
        guard let lastStroke, now.bootMS - lastStroke.at < Self.doubleStroke else { return false }
        switch (lastStroke.input, input) {
        case (.touch(let one), .touch(let other)):
            return abs(one.column - other.column) <= 2 && abs(one.row - other.row) <= 1
        case (.key(let one), .key(let other)): return one == other && !(isScore && one.isDigit)
        default: return false
        }
    }

    private var isScore: Bool {
        if case .question(let question) = screen { return question.kind == .nps }
        return false
    }

    private mutating func press(_ key: Key, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        if screen == .thanks {
            if key == .tab { return activate(.language(nextLanguage), at: now, newID: newID) }
            let action: InterviewEvent = key.undoes ? .undone : .touched
            return act(action, pressing: key.undoes ? .undo : nil, at: now, newID: newID)
        }
        if let effects = pressWhileTyping(key.withNumLock, at: now, newID: newID) { return effects }
        switch key.withNumLock {
        case .character(let character): return type(character, at: now, newID: newID)
        case .enter: return enter(at: now, newID: newID)
        case .backspace, .escape: return activate(.back, at: now, newID: newID)
        case .tab: return activate(.language(nextLanguage), at: now, newID: newID)
        case .left where isAtEdge && interview?.canGoBack == true: return activate(.back, at: now, newID: newID)
        case .left: moveFocus(by: isOrderMirrored ? 1 : -1, at: now)
        case .right: moveFocus(by: isOrderMirrored ? -1 : 1, at: now)
        case .up: moveFocus(by: -columns, at: now)
        case .down: moveFocus(by: columns, at: now)
        default: break
        }
        return act(.touched, pressing: nil, at: now, newID: newID)
    }

    private mutating func type(_ character: Character, at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        switch character {
        case "0"..."9" where isScore:
            typeScore(character, at: now)
            return act(.touched, pressing: nil, at: now, newID: newID)
        case "1"..."9":
            let index = (character.wholeNumberValue ?? 0) - 1
            guard index < optionCount else { return act(.touched, pressing: nil, at: now, newID: newID) }
            return activate(.option(index), at: now, newID: newID)
        case " ":
            guard let focus = selection.focus else { return act(.touched, pressing: nil, at: now, newID: newID) }
            return activate(.option(focus), at: now, newID: newID)
        case "0", "s", "S": return activate(.skip, at: now, newID: newID)
        case "-": return activate(.back, at: now, newID: newID)
        case "+", "l", "L": return activate(.language(nextLanguage), at: now, newID: newID)
        default: return act(.touched, pressing: nil, at: now, newID: newID)
        }
    }

    /// 1 then 0 is ten; a digit that makes no score with the one before begins anew.
    private mutating func typeScore(_ digit: Character, at now: Timestamp) {
        let longer = selection.typed + String(digit)
        selection.typed = longer == "10" ? longer : String(digit)
        selection.focus = Int(selection.typed)
        selection.touchedAt = now.bootMS
    }

    private mutating func enter(at now: Timestamp, newID: ResponseID) -> [KioskEffect] {
        if case .choices? = interview?.question?.kind { return activate(.next, at: now, newID: newID) }
        guard let focus = selection.focus else { return act(.touched, pressing: nil, at: now, newID: newID) }
        return activate(.option(focus), at: now, newID: newID)
    }

    /// One more of several, or one less; a further one than allowed does nothing.
    mutating func toggle(_ index: Int, max: Int, at now: Timestamp) {
        guard let ids = interview?.question?.kind.optionIDs, ids.indices.contains(index) else { return }
        if selection.picked.remove(ids[index]) == nil, selection.picked.count < max {
            selection.picked.insert(ids[index])
        }
        selection.page = optionGrid?.page(of: index)
        selection.touchedAt = now.bootMS
    }

    /// What an action means to the interview; nil where it means nothing now.
    func interviewEvent(for action: Action, in interview: Interview) -> InterviewEvent? {
        switch action {
        case .option(let index): return interview.question?.kind.answer(at: index).map(InterviewEvent.answered)
        case .next:
            if selection.picked.isEmpty { return interview.canSkip ? .skipped : nil }
            return .answered(.options(interview.question?.kind.optionIDs.filter(selection.picked.contains) ?? []))
        case .back: return interview.canGoBack ? .wentBack : nil
        case .skip: return interview.canSkip ? .skipped : nil
        case .undo: return .undone
        case .language(let code): return .choseLanguage(code)
        case .page, .languagePage, .key, .contact: return nil
        }
    }

    private var nextLanguage: String {
        let languages = interview?.survey.languages ?? []
        guard let here = languages.firstIndex(of: language) else { return language }
        return languages[(here + 1) % languages.count]
    }
}

// MARK: - Focus

extension KioskModel {
    private mutating func moveFocus(by step: Int, at now: Timestamp) {
        guard optionCount > 0 else { return }
        let target = selection.focus.map { $0 + step } ?? (step > 0 ? 0 : optionCount - 1)
        guard (0..<optionCount).contains(target) else { return }
        selection.focus = target
        selection.typed = ""
        selection.touchedAt = now.bootMS
    }

    private var isAtEdge: Bool { selection.focus.map { isOrderMirrored ? $0 == optionCount - 1 : $0 == 0 } ?? true }

    private var isOrderMirrored: Bool { isMirrored && interview?.question?.kind.isScale == false }

    private var optionCount: Int { entry?.choices.count ?? interview?.question?.kind.optionCount ?? 0 }

    /// Options side by side in one row of the present layout.
    private var columns: Int {
        let rects = optionRects
        guard let first = rects.first else { return 1 }
        return max(1, rects.count { $0.rect.row == first.rect.row })
    }
}

extension Question.Kind {
    var optionCount: Int { scores?.count ?? optionIDs.count }

    /// Worst to best, which stays from left to right in every language.
    var isScale: Bool { scores != nil }

    /// The answer that touching the option number `index` gives; for several, that option alone.
    func answer(at index: Int) -> Answer? {
        guard (0..<optionCount).contains(index) else { return nil }
        if let scores { return .score(scores.lowerBound + index) }
        if case .choices = self { return .options([optionIDs[index]]) }
        return .option(optionIDs[index])
    }
}

extension Key {
    fileprivate var isDigit: Bool {
        if case .character(let character) = withNumLock { return ("0"..."9").contains(character) }
        return false
    }

    fileprivate var undoes: Bool {
        switch self {
        case .backspace, .escape, .delete, .character("u"), .character("U"), .character("-"): true
        default: false
        }
    }

    /// A number pad without NumLock sends these for its digits; its arrows stay arrows.
    var withNumLock: Key {
        switch self {
        case .end: .character("1")
        case .pageDown: .character("3")
        case .home: .character("7")
        case .pageUp: .character("9")
        case .insert: .character("0")
        case .delete: .backspace
        default: self
        }
    }
}
