extension SurveyParser {
    /// The number of levels; `standard` where the key is missing.
    mutating func scale(_ fields: Fields, allowed: [Int], standard: Int) -> Int? {
        guard let node = fields["scale"] else { return standard }
        let advice = "write \(allowed.map { "`scale: \($0)`" }.joined(separator: " or "))"
        guard let text = text(node, "scale", example: "\(standard)") else { return nil }
        guard let scale = allowed.first(where: { "\($0)" == text }) else {
            error(node.place, "\(fields.owner) can't have the scale `\(text)`", advice)
            return nil
        }
        return scale
    }

    /// Words of its own for a scale: one a level, worst first; for nps and ces those of the two ends.
    mutating func labels(_ fields: Fields, _ kind: Question.Kind?) -> [LocalizedText] {
        guard let node = fields["labels"], let kind, let expected = kind.labelCount else { return [] }
        guard let items = list(node, "labels", example: "[{en: …}, …]") else { return [] }
        guard items.count == expected else {
            let need = expected == 2 ? "2 labels, the low and the high end" : "\(expected) labels, worst first"
            error(node.place, "`labels` has \(items.count) texts", "write \(need)")
            return []
        }
        return items.enumerated().compactMap { localized($1, "label \($0 + 1)", limit: Self.labelLimit) }
    }

    mutating func options(_ fields: Fields) -> [Question.Option]? {
        let example = "[{id: queue, label: \(localizedExample)}, …]"
        guard let node = required("options", in: fields, example: example),
            let items = list(node, "options", example: example)
        else { return nil }
        if !(2...12).contains(items.count) {
            error(node.place, "\(fields.owner) has \(items.count) options", "write 2 to 12")
        }
        var seen: [String: Place] = [:]
        let options = items.enumerated().map { option($1, number: $0 + 1, &seen) }
        return options.contains { $0 == nil } ? nil : options.compactMap { $0 }
    }

    private mutating func option(_ node: SourceNode, number: Int, _ seen: inout [String: Place]) -> Question.Option? {
        guard let fields = fields(node, of: "option \(number)", known: ["id", "label"]) else { return nil }
        let rule = "a-z first, then up to 63 of a-z, 0-9, _ and -"
        let id = required("id", in: fields, example: "queue").flatMap {
            identifier($0, "id", example: "queue", rule: rule, isValid: \.isIdentifier)
        }
        let label = required("label", in: fields, example: localizedExample).flatMap {
            localized($0, "label", limit: Self.labelLimit)
        }
        guard let id, let label else { return nil }
        let place = (fields["id"] ?? node).place
        if let first = seen[id] {
            error(place, "the option id `\(id)` is also in line \(first.line)", "give one another id")
        }
        seen[id] = place
        return Question.Option(id: id, label: label)
    }

    mutating func choices(_ options: [Question.Option], _ fields: Fields) -> Question.Kind? {
        guard let node = fields["max_choices"] else { return .choices(options, max: options.count) }
        guard let most = integer(node, "max_choices", in: 1...max(options.count, 1)) else { return nil }
        if most == 1 {
            warning(node.place, "`max_choices: 1` takes two touches", "write `kind: choice`, which takes one")
        }
        return .choices(options, max: most)
    }
}

extension Question.Kind {
    /// How many labels of its own a scale takes, or nil where it is none.
    var labelCount: Int? {
        switch self {
        case .smiley(let levels): levels
        case .stars: 5
        case .nps, .ces: 2
        case .yesno, .choice, .choices, .text, .contact: nil
        }
    }
}
