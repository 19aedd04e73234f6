import SurveyKit

/// Where a customer is on a text or contact question; gone with the screen.
struct Entry: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case typing
        /// A contact is typed, and may be kept or not.
        case consent
        /// A contact was given before: all that is known of it.
        case given
        /// A contact could not be sealed and is forgotten.
        case failed
    }

    /// The choices of a step, in the order of their cards.
    enum Choice: Equatable, Sendable { case agree, refuse, keep, replace, remove, goOn }

    private(set) var step = Step.typing
    /// One for a text; e-mail and phone for a contact.
    private var texts: [TextEntry]
    private var current = 0
    /// How the contact shows once consent was asked for it; the next character begins anew.
    private(set) var masked: String?
    /// Says what is wrong with the contact typed.
    var showsHint = false
    private(set) var lit: Lit?
    private var burst = Burst()

    /// A key that lights up, until `bootMS`.
    struct Lit: Equatable, Sendable {
        let key: KeyFunction
        let until: Int64
    }

    /// How long a touched key is lit, in milliseconds.
    private static let glow: Int64 = 180

    /// Nil for questions that are not typed.
    init?(_ kind: Question.Kind, showing answer: Answer? = nil) {
        switch kind {
        case .text(let limit):
            guard case .text(let text)? = answer else {
                texts = [TextEntry(.comment(limit: limit))]
                return
            }
            texts = [TextEntry(.comment(limit: limit), text: text)]
        case .contact:
            texts = [TextEntry(.contact(.email)), TextEntry(.contact(.phone))]
            if case .contact? = answer { step = .given }
        default: return nil
        }
    }

    var text: TextEntry { texts[current] }

    /// What would be sealed, once it has its shape.
    var contact: Contact? {
        guard case .contact(let kind) = text.purpose else { return nil }
        return Contact(kind: kind, value: text.finished)
    }

    var isValid: Bool { contact?.isWellFormed ?? !text.finished.isEmpty }

    var choices: [Choice] {
        switch step {
        case .typing: []
        case .consent: [.agree, .refuse]
        case .given: [.keep, .replace, .remove]
        case .failed: [.goOn]
        }
    }
}

// MARK: - Changes

extension Entry {
    /// A key on the screen.
    mutating func press(_ key: KeyFunction, on layout: KeyboardLayout, at now: Int64) {
        prepare(for: key)
        texts[current].press(key, on: layout)
        lit = Lit(key: key, until: now + Self.glow)
    }

    /// A key of a plugged keyboard; false where it counts for nothing, as in a flood of them.
    mutating func type(_ character: Character, at now: Int64) -> Bool {
        guard burst.takes(at: now) else { return false }
        prepare(for: .character(character))
        return texts[current].type(character)
    }

    mutating func erase() {
        prepare(for: .backspace)
        texts[current].erase()
    }

    mutating func choose(_ kind: Contact.Kind) {
        guard let index = texts.firstIndex(where: { $0.purpose == .contact(kind) }), index != current else { return }
        if masked != nil { forget() }
        (current, showsHint) = (index, false)
    }

    mutating func showLetters() { texts[current].showLetters() }

    mutating func dim(at now: Int64) {
        if let lit, now >= lit.until { self.lit = nil }
    }

    mutating func askConsent() { (step, masked, showsHint, lit) = (.consent, contact?.masked, false, nil) }

    /// Back from consent: the contact stays masked.
    mutating func typeAgain() { (step, lit) = (.typing, nil) }

    mutating func replace() {
        forget()
        step = .typing
    }

    mutating func fail() {
        forget()
        step = .failed
    }

    /// Wipes what was typed.
    mutating func forget() {
        forgetPlain()
        (masked, showsHint, lit) = (nil, false, nil)
    }

    /// Wipes what was typed, while the screen still shows it masked.
    mutating func forgetPlain() { texts = texts.map { TextEntry($0.purpose) } }

    private mutating func prepare(for key: KeyFunction) {
        showsHint = false
        guard masked != nil, key != .plane, key != .shift else { return }
        forget()
    }
}

/// Tells typing from a flood, such as a paste: more characters in a second than anybody types.
struct Burst: Equatable, Sendable {
    private var since: Int64?
    private var count = 0

    private static let most = 40

    /// Whether one more is taken, at a time in milliseconds.
    mutating func takes(at now: Int64) -> Bool {
        if since.map({ now - $0 >= 1_000 }) ?? true { (since, count) = (now, 0) }
        count += 1
        return count <= Self.most
    }
}
