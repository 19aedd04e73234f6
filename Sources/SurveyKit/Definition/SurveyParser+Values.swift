/// The keys of one mapping, each known and there once.
struct Fields {
    /// For messages: `the survey`, `question `visit``.
    let owner: String
    let place: Place
    let values: [String: SourceNode]
    let keys: [String: Place]
    /// Keys that are there under a misspelt name, and so are not missing.
    let misspelt: Set<String>

    subscript(key: String) -> SourceNode? { values[key] }
}

extension SurveyParser {
    /// Reads a mapping, noting unknown and repeated keys; nil where the node is none.
    mutating func fields(_ node: SourceNode, of owner: String, known: [String]) -> Fields? {
        guard case .map(let entries) = node.content else {
            error(node.place, "\(owner) must be a mapping, but is \(node.nature)", "write `key: value` lines")
            return nil
        }
        var (values, places): ([String: SourceNode], [String: Place]) = ([:], [:])
        for (key, value) in entries {
            guard let name = accept(key, known: known, places) else { continue }
            values[name] = value
            places[name] = key.place
        }
        let unknown = entries.compactMap(\.key.text).filter { !known.contains($0) }
        let misspelt = Set(unknown.compactMap { nearest(to: $0, among: known) })
        return Fields(owner: owner, place: node.place, values: values, keys: places, misspelt: misspelt)
    }

    private mutating func accept(_ key: SourceNode.Key, known: [String], _ seen: [String: Place]) -> String? {
        guard let name = key.text else {
            error(key.place, "a key must be a word", known.oneOf)
            return nil
        }
        if let first = seen[name] {
            error(key.place, "the key `\(name)` is here twice", "remove this one or the one in line \(first.line)")
            return nil
        }
        guard known.contains(name) else {
            error(key.place, "unknown key `\(name)`", meant(name, among: known))
            return nil
        }
        return name
    }

    /// Which of `known` was meant by `word`, else all of them.
    func meant(_ word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { "did you mean `\($0)`?" } ?? known.oneOf
    }

    /// The value of a key that must be there.
    mutating func required(_ key: String, in fields: Fields, example: String) -> SourceNode? {
        if let node = fields[key] { return node }
        if fields.misspelt.contains(key) { return nil }
        error(fields.place, "\(fields.owner) lacks the key `\(key)`", "add `\(key): \(example)`")
        return nil
    }

    mutating func text(_ node: SourceNode, _ key: String, example: String) -> String? {
        guard case .text(let text) = node.content else {
            error(node.place, "`\(key)` must be a text, but is \(node.nature)", "write `\(key): \(example)`")
            return nil
        }
        return text
    }

    mutating func list(_ node: SourceNode, _ key: String, example: String) -> [SourceNode]? {
        guard case .list(let items) = node.content else {
            error(node.place, "`\(key)` must be a list, but is \(node.nature)", "write `\(key): \(example)`")
            return nil
        }
        return items
    }

    /// A whole number in digits, within `range`.
    mutating func integer(_ node: SourceNode, _ key: String, in range: ClosedRange<Int>) -> Int? {
        let advice = "write a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .text(let text) = node.content else {
            error(node.place, "`\(key)` must be a number, but is \(node.nature)", advice)
            return nil
        }
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            error(node.place, "`\(key)` must be a number, but is `\(text)`", advice)
            return nil
        }
        guard let number = Int(text), range.contains(number) else {
            error(node.place, "`\(key)` is out of range: \(text)", advice)
            return nil
        }
        return number
    }

    mutating func boolean(_ node: SourceNode, _ key: String) -> Bool? {
        if case .text("true") = node.content { return true }
        if case .text("false") = node.content { return false }
        let found = if case .text(let text) = node.content, !text.isEmpty { "`\(text)`" } else { node.nature }
        error(node.place, "`\(key)` must be true or false, but is \(found)", "write `\(key): true`")
        return nil
    }

    /// A text that must match a pattern told in words.
    mutating func identifier(
        _ node: SourceNode, _ key: String, example: String, rule: String, isValid: (String) -> Bool
    ) -> String? {
        guard let text = text(node, key, example: example) else { return nil }
        guard isValid(text) else {
            error(node.place, "`\(text)` is no valid `\(key)`", "write \(rule), such as `\(example)`")
            return nil
        }
        return text
    }
}

extension [String] {
    /// `write one of `a`, `b`, `c``.
    var oneOf: String { "write one of \(map { "`\($0)`" }.joined(separator: ", "))" }
}

extension String {
    /// `[a-z][a-z0-9_-]{0,63}`: ids of questions and options.
    var isIdentifier: Bool {
        guard let first = utf8.first, (97...122).contains(first), utf8.count <= 64 else { return false }
        return utf8.allSatisfy { $0.isLowercaseOrDigit || $0 == 45 || $0 == 95 }
    }

    /// `[a-z]{2,3}(-[A-Za-z0-9]{1,8})*`: the shape of BCP 47 codes.
    var isLanguageCode: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.utf8.count),
            first.utf8.allSatisfy({ (97...122).contains($0) })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { $0.isLowercaseOrDigit || (65...90).contains($0) }
        }
    }
}

extension UInt8 {
    var isLowercaseOrDigit: Bool { (97...122).contains(self) || (48...57).contains(self) }
}
