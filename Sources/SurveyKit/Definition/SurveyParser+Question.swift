/// A question as far as it could be read, before its rule is checked against the others.
struct QuestionOutline {
    let id: String?
    let place: Place
    let kind: Question.Kind?
    let ask: LocalizedText?
    let isOptional: Bool
    let labels: [LocalizedText]
    let showIf: SourceNode?
}

extension SurveyParser {
    private static let commonKeys = ["id", "kind", "ask", "optional", "show_if"]
    /// The further keys of each kind, in the order kinds are named in messages.
    private static let kindKeys: [(kind: String, keys: [String])] = [
        ("smiley", ["scale", "labels"]), ("stars", ["scale", "labels"]), ("nps", ["labels"]),
        ("ces", ["scale", "labels"]), ("yesno", []), ("choice", ["options"]), ("choices", ["options", "max_choices"]),
        ("text", ["max_length"]), ("contact", ["consent"]),
    ]

    mutating func questions(_ node: SourceNode) -> [Question]? {
        guard let items = list(node, "questions", example: "[{id: visit, kind: smiley, ask: …}, …]") else {
            return nil
        }
        if items.isEmpty { error(node.place, "`questions` is empty", "write at least one question") }
        let outlines = items.enumerated().map { outline($1, number: $0 + 1) }
        checkUnique(outlines)
        if let first = outlines.first { checkAttract(first) }
        let questions = outlines.indices.map { question(outlines, at: $0) }
        return questions.contains { $0 == nil } ? nil : questions.compactMap { $0 }
    }

    private mutating func question(_ outlines: [QuestionOutline], at index: Int) -> Question? {
        let outline = outlines[index]
        let rule = outline.showIf.flatMap { self.rule($0, of: outlines, at: index) }
        guard let id = outline.id, let kind = outline.kind, let ask = outline.ask else { return nil }
        return Question(
            id: id, kind: kind, ask: ask, isOptional: outline.isOptional, showIf: rule, labels: outline.labels)
    }

    private mutating func checkUnique(_ outlines: [QuestionOutline]) {
        var seen: [String: Place] = [:]
        for outline in outlines {
            guard let id = outline.id else { continue }
            if let first = seen[id] {
                error(outline.place, "the question id `\(id)` is also in line \(first.line)", "give one another id")
            } else {
                seen[id] = outline.place
            }
        }
    }

    /// The first question is what invites people: everybody can answer it with one touch.
    private mutating func checkAttract(_ first: QuestionOutline) {
        let reason = "the first question is the attract screen"
        switch first.kind {
        case .text, .contact:
            error(first.place, "\(reason), so it can't be of kind `\(first.kind?.name ?? "")`", "ask for a score first")
        case .smiley, .stars, .nps, .ces, .yesno, .choice, .choices, nil: break
        }
        if first.isOptional { error(first.place, "\(reason), so it can't be optional", "remove `optional`") }
        if let rule = first.showIf { error(rule.place, "\(reason), so it can't have a rule", "remove `show_if`") }
    }

    private mutating func outline(_ node: SourceNode, number: Int) -> QuestionOutline {
        let keys = Self.commonKeys + Self.kindKeys.flatMap(\.keys).uniqued
        guard let fields = fields(node, of: owner(node, number), known: keys) else {
            return QuestionOutline(
                id: nil, place: node.place, kind: nil, ask: nil, isOptional: false, labels: [], showIf: nil)
        }
        let id = required("id", in: fields, example: "visit").flatMap { questionID($0) }
        questionID = id
        defer { questionID = nil }
        let kindName = required("kind", in: fields, example: "smiley").flatMap { self.kindName($0) }
        let kind = kindName.flatMap { self.kind($0, fields) }
        let isOptional = fields["optional"].flatMap { boolean($0, "optional") } ?? false
        warnOfDeadEnd(kind, isOptional, fields)
        return QuestionOutline(
            id: id, place: (fields["id"] ?? node).place, kind: kind, ask: ask(fields, kindName, kind),
            isOptional: isOptional, labels: labels(fields, kind), showIf: fields["show_if"])
    }

    /// What messages call the question: its id, or its number while that can't be read.
    private func owner(_ node: SourceNode, _ number: Int) -> String {
        guard case .map(let entries) = node.content, let id = entries.first(where: { $0.key.text == "id" }),
            case .text(let text) = id.value.content, !text.isEmpty
        else { return "question \(number)" }
        return "question `\(text)`"
    }

    private mutating func questionID(_ node: SourceNode) -> String? {
        let rule = "a-z first, then up to 63 of a-z, 0-9, _ and -"
        guard let id = identifier(node, "id", example: "visit", rule: rule, isValid: \.isIdentifier) else { return nil }
        if Rule.keywords.contains(id) {
            error(node.place, "the id `\(id)` means something else in `show_if`", "write another id")
        }
        return id
    }

    private mutating func kindName(_ node: SourceNode) -> String? {
        let kinds = Self.kindKeys.map(\.kind)
        guard let name = text(node, "kind", example: "smiley") else { return nil }
        guard kinds.contains(name) else {
            error(node.place, "unknown kind `\(name)`", meant(name, among: kinds))
            return nil
        }
        return name
    }

    private mutating func kind(_ name: String, _ fields: Fields) -> Question.Kind? {
        checkKeys(of: name, fields)
        switch name {
        case "smiley": return scale(fields, allowed: [3, 4, 5], standard: 5).map { .smiley(levels: $0) }
        case "stars": return scale(fields, allowed: [5], standard: 5).map { _ in .stars }
        case "nps": return .nps
        case "ces": return scale(fields, allowed: [7], standard: 7).map { _ in .ces }
        case "yesno": return .yesno
        case "choice": return options(fields).map { .choice($0) }
        case "choices": return options(fields).flatMap { choices($0, fields) }
        case "text":
            guard let node = fields["max_length"] else { return .text(maxLength: 280) }
            return integer(node, "max_length", in: 1...1_000).map { .text(maxLength: $0) }
        default:
            return required("consent", in: fields, example: localizedExample).flatMap {
                localized($0, "consent", limit: Self.consentLimit)
            }.map { .contact(consent: $0) }
        }
    }

    private mutating func checkKeys(of kind: String, _ fields: Fields) {
        let own = Self.kindKeys.first { $0.kind == kind }?.keys ?? []
        for (key, place) in fields.keys where !Self.commonKeys.contains(key) && !own.contains(key) {
            let kinds = Self.kindKeys.filter { $0.keys.contains(key) }.map { "`\($0.kind)`" }.joined(separator: ", ")
            error(place, "the kind `\(kind)` has no `\(key)`", "remove it, or change the kind to \(kinds)")
        }
    }

    /// The text asked; a contact question may let its consent speak for itself.
    private mutating func ask(_ fields: Fields, _ kindName: String?, _ kind: Question.Kind?) -> LocalizedText? {
        if kindName == "contact", fields["ask"] == nil {
            guard case .contact(let consent) = kind else { return nil }
            return consent
        }
        return required("ask", in: fields, example: localizedExample).flatMap {
            localized($0, "ask", limit: Self.askLimit)
        }
    }

    private mutating func warnOfDeadEnd(_ kind: Question.Kind?, _ isOptional: Bool, _ fields: Fields) {
        switch kind {
        case .text where !isOptional, .contact where !isOptional:
            warning(
                fields.place, "\(fields.owner) can't be passed over, and most people will not type",
                "add `optional: true`")
        case .smiley, .stars, .nps, .ces, .yesno, .choice, .choices, .text, .contact, nil: break
        }
    }
}

extension [String] {
    /// Each once, in order.
    fileprivate var uniqued: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
