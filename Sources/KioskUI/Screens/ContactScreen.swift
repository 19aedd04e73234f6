import SurveyKit
import TerminalUI

/// Where the cards of consent, and of what was given before, stand.
enum ContactScreen {
    static func grid(_ labels: [String], in stage: Stage, isFramed: Bool) -> OptionGrid {
        OptionGrid(labels: labels, in: body(count: labels.count, in: stage), stage: stage, isFramed: isFramed)
    }

    /// Consent is a long sentence: on a low screen the cards get only the rows they need.
    private static func body(count: Int, in stage: Stage) -> Rect {
        let bottom = stage.footerTouch(hasButton: true).row - (stage.size.height >= 20 ? 1 : 0)
        let height = bottom < 17 ? 2 * count - 1 : max(4 * count - 1, min(6 * count - 1, bottom / 2))
        return Rect(column: stage.margin, row: bottom - height, width: stage.inner.width, height: height)
    }

    /// The masked contact, right above the cards.
    static func value(count: Int, in stage: Stage) -> Rect {
        let top = body(count: count, in: stage).row
        let height = top >= 9 ? 3 : 1
        return Rect(column: stage.margin, row: top - height, width: stage.inner.width, height: height)
    }
}

extension KioskModel {
    /// The cards of a step that has some.
    var entryGrid: OptionGrid? {
        guard let entry, !entry.choices.isEmpty else { return nil }
        return ContactScreen.grid(entry.choices.map(label), in: stage, isFramed: theme.isFlat)
    }

    func label(of choice: Entry.Choice) -> String {
        switch choice {
        case .agree: entryWords.agree
        case .refuse: entryWords.refuse
        case .keep: entryWords.keep
        case .replace: entryWords.replace
        case .remove: entryWords.remove
        case .goOn: words.next
        }
    }
}

extension Painter {
    /// E-mail or phone, one of them lit.
    mutating func tabs(_ entry: Entry, in rects: [Rect]) {
        let names = [(Contact.Kind.email, model.entryWords.email), (.phone, model.entryWords.phone)]
        for (rect, (kind, name)) in zip(rects, names) {
            let isChosen = entry.contact?.kind == kind
            let surface = isChosen ? theme.plainCard(.chosen) : theme.key(isFunction: false)
            if rect.height >= 3 || !theme.isFlat { canvas.card(rect, surface) }
            let isFocused = model.focusedEntryAction == .contact(kind)
            let text = isFocused ? "> \(name) <" : isPlain && isChosen ? "[\(name)]" : name
            let ink = isChosen ? theme.ink(on: surface) : theme.soft(on: surface)
            canvas.text(text, in: rect, align: .center, ink: ink, bold: isChosen || isFocused)
        }
    }

    /// Consent, what was given before, or that nothing could be kept.
    mutating func contactStep(_ entry: Entry, _ question: Question) {
        let count = entry.choices.count
        let value = ContactScreen.value(count: count, in: stage)
        let hasValue = entry.step == .consent
        let top = stage.size.height >= 28 ? 1 : 0
        let bottom = hasValue ? value.row : value.row + value.height - (value.height > 1 ? 1 : 0)
        let area = Rect(
            column: stage.margin + 1, row: top, width: stage.inner.width - 2, height: max(1, bottom - top))
        canvas.headline(sentence(entry, question), in: area, ink: theme.ink, direction: direction)
        if hasValue { masked(entry.masked ?? "", in: value) }
        let options = entry.choices.map { choice in
            Question.Option(id: "", label: LocalizedText([model.language: model.label(of: choice)]))
        }
        optionCards(options)
    }

    private func sentence(_ entry: Entry, _ question: Question) -> String {
        switch entry.step {
        case .consent:
            if case .contact(let consent) = question.kind { return consent.text(in: model.language) }
            return ""
        case .given: return model.entryWords.given
        case .failed: return model.entryWords.failed
        case .typing: return ""
        }
    }

    private mutating func masked(_ value: String, in rect: Rect) {
        let text = masking(value)
        let row = rect.row + (rect.height - 1) / 2
        let width = min(rect.width, text.cellWidth + 6)
        let pill = Rect(column: rect.column + (rect.width - width) / 2, row: row, width: width, height: 1)
        if !isPlain { canvas.fill(pill, theme.current) }
        canvas.text(text, in: pill, align: .center, ink: theme.ink(on: theme.current), bold: true)
    }

    /// Plainer displays have no bullet.
    func masking(_ text: String) -> String { isPlain ? text.replacing("•", with: "*") : text }

    /// One line for a terminal too small for keys on the screen.
    var entryLine: String {
        guard let entry = model.entry else { return "" }
        guard entry.step == .typing else {
            return entry.choices.enumerated().map { "\($0 + 1)\u{A0}\(model.label(of: $1))" }.joined(separator: "  ")
        }
        let room = max(4, stage.size.width - 8)
        return String((entry.masked ?? entry.text.text).suffix(room)) + "_"
    }
}

extension KioskModel {
    /// What the key or tab does that the arrows stand on.
    var focusedEntryAction: Action? {
        guard let focus = selection.focus, entryTargets.indices.contains(focus) else { return nil }
        return entryTargets[focus].action
    }
}
