import Foundation

extension SurveyParser {
    /// Reads one text in every language of the survey.
    ///
    /// - Parameters:
    ///   - node: A mapping of language to text.
    ///   - key: What it is, for messages.
    ///   - limit: The most characters in any language.
    mutating func localized(_ node: SourceNode, _ key: String, limit: Int) -> LocalizedText? {
        guard case .map(let entries) = node.content else {
            error(node.place, "`\(key)` must have one text a language, but is \(node.nature)", example(key))
            return nil
        }
        var (values, seen): ([String: String], [String: Place]) = ([:], [:])
        for (code, value) in entries {
            guard let language = language(code, of: key, seen) else { continue }
            seen[language] = code.place
            let text = text(value, "\(key)` in `\(language)", limit: limit)
            values[language] = text
            guard let text else { continue }
            texts.append(
                PlacedText(
                    text: text, language: language, question: questionID, key: key, line: value.place.line,
                    column: value.place.column))
        }
        for language in languages where seen[language] == nil {
            error(node.place, "`\(key)` lacks the language `\(language)`", "add `\(language): …`")
        }
        return LocalizedText(values)
    }

    private func example(_ key: String) -> String {
        let codes = languages.isEmpty ? ["en"] : languages
        return "write `\(key): {\(codes.map { "\($0): …" }.joined(separator: ", "))}`"
    }

    /// A translation's language, if the survey has it.
    private mutating func language(_ code: SourceNode.Key, of key: String, _ seen: [String: Place]) -> String? {
        guard let language = code.text else {
            error(code.place, "a key of `\(key)` must be a language", "write a code such as `en`")
            return nil
        }
        if let first = seen[language] {
            error(code.place, "`\(key)` has `\(language)` twice", "remove this one or the one in line \(first.line)")
            return nil
        }
        guard languages.isEmpty || languages.contains(language) else {
            error(
                code.place, "`\(key)` has a text in `\(language)`, which `languages` does not list",
                "add `\(language)` to `languages`, or remove the text")
            return nil
        }
        return language
    }

    /// Reads a text for the screen: one line, in NFC, without what a terminal can't show.
    private mutating func text(_ node: SourceNode, _ name: String, limit: Int) -> String? {
        guard case .text(let written) = node.content else {
            error(node.place, "`\(name)` must be a text, but is \(node.nature)")
            return nil
        }
        let text = written.trimmingCharacters(in: .whitespacesAndNewlines).composed
        guard !text.isEmpty else {
            error(node.place, "`\(name)` is empty", "write the text")
            return nil
        }
        if let (offset, nature) = written.unshowable {
            error(source.place(of: offset, in: written, at: node.place), "`\(name)` holds \(nature)", "remove it")
            return nil
        }
        // Marks can be piled on one character without end: they count too.
        guard text.count <= limit, text.unicodeScalars.count <= 4 * limit else {
            error(node.place, "`\(name)` has \(text.count) characters; the screen takes \(limit)", "shorten it")
            return nil
        }
        return text
    }
}

extension String {
    /// The first scalar that kiosks can't show: its offset in scalars and its nature; white space at the ends is no
    /// part of the text.
    fileprivate var unshowable: (offset: Int, nature: String)? {
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
