import SurveyKit
import TerminalUI

extension Theme {
    /// A key that types; a key that does something else stands out a little.
    func key(isFunction: Bool) -> Colour {
        if isFlat { return ground }
        // In high contrast what stands back is black on black: keys are grey there.
        if line != nil { return isFunction ? scale[0].mixed(with: ink, 0.15) : scale[0] }
        return isFunction ? current.mixed(with: scale[0], 0.35) : card.mixed(with: current, 0.65)
    }
}

extension Painter {
    mutating func key(_ spot: KeySpot, _ entry: Entry, isFocused: Bool) {
        guard let function = spot.function else { return doneKey(in: spot.card, isFocused: isFocused) }
        let isLit = entry.lit?.key == function
        let isOn = function == .shift && entry.text.isShifted
        let isAccent = if case .accent = function { true } else { false }
        let surface: Colour =
            if isLit { theme.plainCard(.lit) } else if isOn || isAccent { theme.chosen } else {
                theme.key(isFunction: function.isSpecial)
            }
        ground(surface, in: spot.card)
        let text = label(of: function, entry, width: spot.card.width)
        let ink = theme.ink(on: surface)
        let rect = canvas.keycapText(of: spot.card)
        cap(text, in: rect, ink: ink, isSpecial: function.isSpecial, isBold: isLit || isOn)
        mark(rect, isFocused: isFocused, isStrong: isLit || isOn, on: surface)
    }

    /// What colours say elsewhere, where there are none; and the focus.
    private mutating func mark(_ rect: Rect, isFocused: Bool, isStrong: Bool, on surface: Colour) {
        let row = rect.row + (rect.height - 1) / 2
        if isStrong, isPlain { brackets("[", "]", in: rect, row: row) }
        guard isFocused else { return }
        guard rect.height >= 3, !isPlain else { return brackets(">", "<", in: rect, row: row) }
        let line = Rect(column: rect.column + 1, row: rect.row + rect.height - 1, width: rect.width - 2, height: 1)
        canvas.bar(
            in: line, share: 1, colour: contrast(theme.accent, surface) >= 3 ? theme.accent : theme.ink(on: surface))
    }

    private mutating func brackets(_ left: String, _ right: String, in rect: Rect, row: Int) {
        guard rect.width >= 3 else { return }
        canvas.text(left, at: Point(column: rect.column, row: row), ink: theme.ink, bold: true)
        canvas.text(right, at: Point(column: rect.column + rect.width - 1, row: row), ink: theme.ink, bold: true)
    }

    private mutating func cap(_ text: String, in rect: Rect, ink: Colour, isSpecial: Bool, isBold: Bool) {
        guard rect.height > Self.lowKey else {
            return canvas.text(text, in: rect, align: .center, ink: ink, bold: isBold)
        }
        // All letters of one size: that of the widest. A word is smaller than a letter.
        guard isSpecial else { return canvas.numeral(text, in: rect, ink: ink, alongside: ["W"]) }
        let air = rect.height / 5
        let middle = rect.inset(left: 1, right: 1, top: air, bottom: air)
        canvas.headline(text, in: middle, ink: ink, direction: direction)
    }

    /// Up to so many rows a key has no room for letters of many cells.
    private static let lowKey = 5

    /// A key, or on a display without surfaces only room for one: a line around a low key would cross its letter.
    private mutating func ground(_ surface: Colour, in rect: Rect) {
        if rect.height < 4, isPlain || theme.isFlat, surface == theme.ground { return }
        canvas.keycap(rect, surface)
    }

    /// The green key, at the end of the keyboard, where every screen has what goes on.
    private mutating func doneKey(in rect: Rect, isFocused: Bool) {
        let isPressed = model.pressed == .next || model.pressed == .skip
        let isContact = model.entry?.contact != nil
        let word = isContact ? words.next : model.entryWords.done
        let (surface, text): (Colour, String) =
            switch model.doneMeans {
            case .next: (isPressed ? theme.figure(of: theme.done, .lit) : theme.done, word)
            case .skip: (isPressed ? theme.accent : theme.key(isFunction: true), words.skip)
            case .nothing: (theme.plainCard(.faded), word)
            }
        ground(surface, in: rect)
        let ink = model.doneMeans == .nothing ? theme.soft(on: surface) : theme.ink(on: surface)
        let inner = canvas.keycapText(of: rect)
        cap(text, in: inner, ink: ink, isSpecial: true, isBold: model.doneMeans == .next)
        mark(inner, isFocused: isFocused, isStrong: false, on: surface)
    }

    /// Where the arrows stand.
    var focusedRect: Rect? {
        guard let focus = model.selection.focus else { return nil }
        let targets = model.entryTargets
        return targets.indices.contains(focus) ? targets[focus].rect : nil
    }

    private func label(of function: KeyFunction, _ entry: Entry, width: Int) -> String {
        let layout = model.keyboardLayout
        switch function {
        case .character(let letter): return String(entry.text.isShifted ? layout.capital(of: letter) : letter)
        case .accent(let letter): return String(letter)
        case .snippet(let text): return text
        case .space:
            let word = model.entryWords.space
            return word.cellWidth <= width ? word : ""
        case .backspace: return hasSigns ? "⌫" : "<-"
        case .shift:
            let letter = layout.letters.first?.first ?? "a"
            return hasSigns ? "⇧" : width >= 3 ? "\(layout.capital(of: letter))\(letter)" : "^"
        case .plane: return entry.text.plane == .symbols ? layout.sample : "123"
        }
    }

    /// Consoles lack the signs of keys that desktop fonts have.
    private var hasSigns: Bool { canvas.display.cells == .half && !theme.isFlat }
}

extension KeyFunction {
    /// Does not type one character.
    fileprivate var isSpecial: Bool {
        switch self {
        case .character, .accent: false
        case .snippet, .space, .backspace, .shift, .plane: true
        }
    }
}
