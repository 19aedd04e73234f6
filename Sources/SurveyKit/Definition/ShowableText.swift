import Foundation

extension String {
    /// The first scalar that kiosks can't show: its offset in scalars and its nature; white space at the ends is no
    /// part of the text.
    package var unshowable: (offset: Int, nature: String)? {
        let scalars = Array(unicodeScalars)
        let isSpace: (Unicode.Scalar) -> Bool = { CharacterSet.whitespacesAndNewlines.contains($0) }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return nil }
        for offset in first...last {
            if let nature = scalars[offset].unshowableNature { return (offset, nature) }
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// Why terminals disagree about this scalar or must not see it; nil where they do not.
    fileprivate var unshowableNature: String? {
        let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        if self == "\n" || self == "\r" { return "a line break" }
        if self == "\u{200D}" { return "a zero-width joiner (\(code))" }
        if ("\u{FE00}"..."\u{FE0F}").contains(self) { return "a variation selector (\(code))" }
        if self == "\u{FFFD}" { return "a replacement for an unreadable character (\(code))" }
        if isEmoji { return "an emoji (\(code))" }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return "a control character (\(code))"
        // Persian and other scripts need the zero-width non-joiner.
        case .format: return self == "\u{200C}" ? nil : "an invisible character (\(code))"
        case .privateUse, .unassigned, .surrogate: return "a character without a meaning (\(code))"
        default: return nil
        }
    }

    private var hex: String { String(value, radix: 16, uppercase: true) }

    /// Digits, `#`, `*`, `©`, `®` and `™` are emoji to Unicode, but letters to every terminal.
    private var isEmoji: Bool {
        let isLetterlike = isASCII || self == "\u{A9}" || self == "\u{AE}" || self == "\u{2122}"
        return (properties.isEmoji && !isLetterlike) || self == "\u{20E3}"
    }
}
