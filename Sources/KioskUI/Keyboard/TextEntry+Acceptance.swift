import SurveyKit

extension TextEntry.Purpose {
    var offersAccents: Bool {
        if case .comment = self { return true }
        return false
    }

    /// The character as it is taken after `last`; nil where it is none for this purpose.
    ///
    /// Controls, emoji, joiners, variation selectors and invisible characters are none: terminals do not agree on them.
    func accepted(_ character: Character, after last: Character?) -> Character? {
        guard let plain = character.typed else { return nil }
        switch self {
        case .comment:
            if plain == " " { return last == nil || last == " " ? nil : " " }
            // A mark belongs to a letter, and marks must not pile up without end.
            guard plain.isMark else { return plain }
            guard let last, last != " ", last.unicodeScalars.count < 3 else { return nil }
            return plain
        case .contact(.email): return plain.isASCII && plain != " " ? plain : nil
        case .contact(.phone):
            // Any script's digits are digits.
            if let digit = plain.wholeNumberValue, (0...9).contains(digit) { return Character(String(digit)) }
            if plain == " " { return last == nil || last == " " ? nil : " " }
            return plain == "+" && last != nil ? nil : "+()-".contains(plain) ? plain : nil
        }
    }
}

extension Character {
    /// This character as a text may hold it; any space is the plain one.
    fileprivate var typed: Character? {
        if isWhitespace { return !isNewline && self != "\t" ? " " : nil }
        return unicodeScalars.allSatisfy(\.canBeTyped) ? self : nil
    }

    fileprivate var isMark: Bool {
        switch unicodeScalars.first?.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var canBeTyped: Bool {
        if properties.isVariationSelector || self == "\u{FFFD}" || self == "\u{20E3}" { return false }
        // Digits, `#`, `*`, © and ® are emoji to Unicode, but letters to every terminal.
        if properties.isEmoji, value > 0xFF { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
