import Yams

/// Turns YAML (or JSON, which is YAML) into nodes, or into what is wrong with it as YAML.
struct SourceComposer {
    struct Problem: Error {
        let place: Place
        let message: String
        let suggestion: String?
    }

    /// Files in bytes; larger ones are refused unread.
    static let maximumBytes = 262_144
    private static let maximumRenames = 64

    private var source: SourceText
    /// The first letters of repeated keys, which were replaced so that reading goes on behind them.
    private var renamed: [Place: Unicode.Scalar] = [:]
    private var anchored: Set<Place> = []

    /// - Returns: The root, and the places of anchors, which surveys may not have; nil for an empty file.
    static func compose(_ source: SourceText) throws(Problem) -> (root: SourceNode, anchors: [Place])? {
        try SourceBounds.check(source)
        var composer = SourceComposer(source: source)
        guard let root = try composer.root() else { return nil }
        return (root, composer.anchored.sorted())
    }

    private init(source: SourceText) { self.source = source }

    private mutating func root() throws(Problem) -> SourceNode? {
        while true {
            do {
                // The parser holds its anchors alive, and the nodes know them only while it lives.
                let parser = try Parser(yaml: padded(source.string), resolver: .basic, encoding: .utf8)
                let root = try parser.singleRoot().map { convert($0) }
                return withExtendedLifetime(parser) { root }
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = Place(line: context.mark.line, column: context.mark.column)
                guard rename(at: place) else {
                    throw Problem(
                        place: place, message: "the key `\(keys.first ?? "")` is here twice",
                        suggestion: "remove one of the two")
                }
            } catch let error as YamlError {
                throw Problem(error, in: source)
            } catch {
                throw Problem(place: .start, message: "the YAML is broken: \(error)", suggestion: nil)
            }
        }
    }

    /// Yams hands the parser a pointer to the string's bytes; those of a string of up to 15 bytes lie inside the value
    /// and move with it.
    private func padded(_ text: String) -> String {
        text.utf8.count < 16 ? text + String(repeating: "\n", count: 16) : text
    }

    /// Yams stops at the first repeated key; giving it another name of the same length lets the rest be read too.
    private mutating func rename(at place: Place) -> Bool {
        let isQuoted = source[place] == "\"" || source[place] == "'"
        let first = Place(line: place.line, column: place.column + (isQuoted ? 1 : 0))
        guard renamed.count < Self.maximumRenames, let letter = source[first], letter.properties.isAlphabetic,
            let replacement = Unicode.Scalar(0xE000 + UInt32(renamed.count))
        else { return false }
        renamed[place] = letter
        source.replace(at: first, by: replacement)
        return true
    }

    private mutating func convert(_ node: Node) -> SourceNode {
        let place = Self.place(node)
        if node.anchor != nil { anchored.insert(place) }
        switch node {
        case .scalar(let scalar):
            return SourceNode(place: place, content: .text(scalar.string))
        case .sequence(let sequence):
            return SourceNode(place: place, content: .list(sequence.map { convert($0) }))
        case .mapping(let mapping):
            return SourceNode(place: place, content: .map(mapping.map { (convert(key: $0.key), convert($0.value)) }))
        case .alias:
            // Reading resolves aliases; only hand-made trees hold them.
            anchored.insert(place)
            return SourceNode(place: place, content: .text(""))
        }
    }

    private mutating func convert(key: Node) -> SourceNode.Key {
        let place = Self.place(key)
        if key.anchor != nil { anchored.insert(place) }
        guard case .scalar(let scalar) = key else { return SourceNode.Key(text: nil, place: place) }
        let text = renamed[place].map { String(Character($0)) + String(scalar.string.unicodeScalars.dropFirst()) }
        return SourceNode.Key(text: text ?? scalar.string, place: place)
    }

    private static func place(_ node: Node) -> Place {
        node.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
    }
}

extension SourceComposer.Problem {
    fileprivate init(_ error: YamlError, in source: SourceText) {
        switch error {
        case .composer(_, "but found another document", let mark, _):
            self.init("found another document", nil, at: Place(line: mark.line, column: mark.column))
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // Padding must not move the end of the file.
            let place = min(Place(line: mark.line, column: mark.column), source.end)
            self.init(problem, context?.text, at: place)
        case .reader(let problem, _, let value, _):
            // Yams counts characters here, where a line break of two bytes is one: look for the scalar itself.
            let index = source.scalars.firstIndex { Int32(bitPattern: $0.value) == value }
            self.init(
                place: index.map(source.place(ofScalarAt:)) ?? .start,
                message: "the file can't be read: \(problem)", suggestion: "remove the character")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded, .duplicatedKeysInMapping:
            self.init(place: .start, message: "the YAML is broken: \(error)", suggestion: nil)
        }
    }

    private init(_ problem: String, _ context: String?, at place: Place) {
        let circumstance = context.map { " \($0)" } ?? ""
        self.init(
            place: place, message: "the YAML is broken: \(problem)\(circumstance)",
            suggestion: Self.advice(for: problem))
    }

    /// What to do about the commonest of libyaml's complaints.
    private static func advice(for problem: String) -> String? {
        let advice = [
            "mapping values are not allowed": "put the text in quotes if it holds `: `",
            "could not find expected ':'": "check the indentation, and that the line above is complete",
            "did not find expected key": "check the indentation of this line",
            "did not find expected ',' or '}'": "close the `{`, or put the text in quotes if it holds `,`, `{` or `}`",
            "did not find expected ',' or ']'": "close the `[`, or put the text in quotes if it holds `,`, `[` or `]`",
            "found a tab character": "indent with spaces",
            "found character that cannot start any token": "indent with spaces, and put the text in quotes",
            "found another document": "keep one survey in one file: remove the line `---`",
            "found unexpected end of stream": "close the quotes",
            "found undefined alias": "put the text in quotes if it begins with `*`",
        ]
        return advice.first { problem.hasPrefix($0.key) }?.value
    }
}
