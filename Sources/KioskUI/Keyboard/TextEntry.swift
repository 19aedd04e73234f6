package import SurveyKit

/// A text as it is typed; it lives in memory only, and its end is where the next character goes.
///
/// It never begins with a space and never has two in a row, and holds only what every terminal can show.
package struct TextEntry: Equatable, Sendable {
    package enum Purpose: Equatable, Sendable {
        /// Free words, at most so many characters.
        case comment(limit: Int)
        case contact(Contact.Kind)
    }

    package let purpose: Purpose
    package private(set) var text: String
    package private(set) var plane = KeyPlane.letters
    package private(set) var isShifted = false
    /// What the key touched last and before offers in place of its letter.
    package private(set) var offer: Offer?
    private var lastKey: KeyFunction?
    /// Characters at the end that came from touching `lastKey` again and again.
    private var run = 0

    package struct Offer: Equatable, Sendable {
        package let accents: [Character]
        /// Characters at the end whose place an accent takes.
        let length: Int
    }

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        self.text = text
    }

    /// The most characters this takes.
    package var limit: Int {
        switch purpose {
        case .comment(let limit): limit
        case .contact(.email): 254
        case .contact(.phone): 24
        }
    }

    /// What is answered: without the space that may stand at the end.
    package var finished: String { text.last == " " ? String(text.dropLast()) : text }

    /// A key of a plugged keyboard; false where it types nothing here.
    @discardableResult
    package mutating func type(_ character: Character) -> Bool {
        forgetTouches()
        return append(character)
    }

    /// A key of a plugged keyboard.
    package mutating func erase() {
        forgetTouches()
        if !text.isEmpty { text.removeLast() }
    }

    /// A key on the screen.
    package mutating func press(_ key: KeyFunction, on layout: KeyboardLayout) {
        switch key {
        case .character(let letter): pressLetter(letter, key, on: layout)
        case .accent(let letter): take(accent: letter)
        case .snippet(let letters): letters.forEach { type($0) }
        case .space: type(" ")
        case .backspace: erase()
        case .shift: isShifted.toggle()
        case .plane: plane = plane == .letters ? .symbols : .letters
        }
        if key == .shift || key == .plane { forgetTouches() }
        if key == .plane { isShifted = false }
    }

    /// Shows the letters first, as after a change of the language.
    mutating func showLetters() {
        plane = .letters
        isShifted = false
        forgetTouches()
    }

    private mutating func pressLetter(_ letter: Character, _ key: KeyFunction, on layout: KeyboardLayout) {
        let isAgain = lastKey == key
        let wasCapital = isAgain ? offer?.accents.first?.isUppercase ?? lastIsCapital : isShifted
        if !isAgain { forgetTouches() }
        let isTyped = append(isShifted ? layout.capital(of: letter) : letter)
        run += isTyped ? 1 : 0
        (lastKey, isShifted) = (key, false)
        let accents = layout.accents(of: letter)
        guard isAgain, purpose.offersAccents, !accents.isEmpty, run > 0 else { return }
        offer = Offer(accents: wasCapital ? accents.map(layout.capital) : accents, length: min(2, run))
    }

    private var lastIsCapital: Bool { text.last?.isUppercase ?? false }

    private mutating func take(accent: Character) {
        guard let offer, offer.accents.contains(accent) else { return }
        text.removeLast(offer.length)
        type(accent)
    }

    private mutating func forgetTouches() { (offer, lastKey, run) = (nil, nil, 0) }

    private mutating func append(_ character: Character) -> Bool {
        guard let accepted = purpose.accepted(character, after: text.last) else { return false }
        let longer = (text + String(accepted)).composed
        guard longer.count <= limit else { return false }
        text = longer
        return true
    }
}
