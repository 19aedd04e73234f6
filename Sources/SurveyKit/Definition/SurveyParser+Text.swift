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
