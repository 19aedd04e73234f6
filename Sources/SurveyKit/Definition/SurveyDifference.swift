/// What changed from one version of a survey to another, in lines for people.
package struct SurveyDifference: Equatable, Sendable {
    /// Empty for equal surveys; what a new version may not do is not marked here, but in `incompatibilities(with:)`.
    package let lines: [String]

    /// Compares two versions, whatever their numbers.
    package init(from old: Survey, to new: Survey) {
        lines =
            Self.head(old, new) + Self.languages(old, new) + Self.questions(old, new)
            + Self.text("thanks", old.thanks, new.thanks) + Self.timing(old.timing, new.timing)
            + Self.change("schedule", old.schedule?.text, new.schedule?.text)
            + Self.change("suspect", old.suspect.text, new.suspect.text)
    }

    private static func head(_ old: Survey, _ new: Survey) -> [String] {
        change("survey", old.id, new.id) + change("version", "\(old.version)", "\(new.version)")
            + text("title", old.title, new.title) + change("service", old.service, new.service)
    }

    private static func languages(_ old: Survey, _ new: Survey) -> [String] {
        let added = new.languages.filter { !old.languages.contains($0) }.map { "language \($0) added" }
        let removed = old.languages.filter { !new.languages.contains($0) }.map { "language \($0) removed" }
        let isReordered = added.isEmpty && removed.isEmpty && old.languages != new.languages
        let order = isReordered ? change("languages", old.languages.listed, new.languages.listed) : []
        return added + removed + order
    }

    private static func timing(_ old: Timing, _ new: Timing) -> [String] {
        [("idle", old.idle, new.idle), ("warn", old.warn, new.warn), ("thanks", old.thanks, new.thanks)].flatMap {
            change("timing \($0.0)", DurationText.text(of: $0.1), DurationText.text(of: $0.2))
        }
    }

    private static func questions(_ old: Survey, _ new: Survey) -> [String] {
        let removed = old.questions.filter { new.question($0.id) == nil }
        let lines = removed.map { "question \($0.id) removed" }
        return lines + moved(old, new)
            + new.questions.flatMap { question in
                old.question(question.id).map { Self.question($0, question) }
                    ?? ["question \(question.id) added (\(question.kind.name))"]
            }
    }

    /// The questions of both, where their order among each other changed: one line with the order that is new.
    private static func moved(_ old: Survey, _ new: Survey) -> [String] {
        let before = old.questions.map(\.id).filter { new.question($0) != nil }
        let after = new.questions.map(\.id).filter { old.question($0) != nil }
        return change("order of questions", before.listed, after.listed)
    }

    private static func question(_ old: Question, _ new: Question) -> [String] {
        let name = "question \(new.id)"
        let rules = change("\(name) show_if", old.showIf?.source, new.showIf?.source)
        let duty = change("\(name) optional", "\(old.isOptional)", "\(new.isOptional)")
        return text("\(name) ask", old.ask, new.ask) + rules + duty + kind(name, old.kind, new.kind)
            + labels(name, old.labels, new.labels)
    }

    private static func labels(_ name: String, _ old: [LocalizedText], _ new: [LocalizedText]) -> [String] {
        guard old.count == new.count else { return change("\(name) labels", "\(old.count)", "\(new.count)") }
        return zip(old, new).enumerated().flatMap { text("\(name) label \($0 + 1)", $1.0, $1.1) }
    }

    private static func kind(_ name: String, _ old: Question.Kind, _ new: Question.Kind) -> [String] {
        switch (old, new) {
        case (.choices(let older, let most), .choices(let newer, let now)):
            change("\(name) max_choices", "\(most)", "\(now)") + options(name, older, newer)
        case (.choice(let older), .choice(let newer)): options(name, older, newer)
        case (.text(let older), .text(let newer)): change("\(name) max_length", "\(older)", "\(newer)")
        case (.contact(let older), .contact(let newer)): text("\(name) consent", older, newer)
        default: change("\(name) kind", old.title, new.title)
        }
    }

    private static func options(_ name: String, _ old: [Question.Option], _ new: [Question.Option]) -> [String] {
        let (before, after) = (old.map(\.id), new.map(\.id))
        let removed = before.filter { !after.contains($0) }.map { "\(name) option \($0) removed" }
        let added = after.filter { !before.contains($0) }.map { "\(name) option \($0) added" }
        let kept = new.flatMap { option in
            old.first { $0.id == option.id }.map { text("\(name) option \(option.id)", $0.label, option.label) } ?? []
        }
        let order = change(
            "\(name) order of options", before.filter(after.contains).listed, after.filter(before.contains).listed)
        return removed + added + order + kept
    }

    /// One line a language that both have and that reads differently.
    private static func text(_ name: String, _ old: LocalizedText, _ new: LocalizedText) -> [String] {
        new.values.keys.sorted().filter { old.values[$0] != nil }.flatMap { language in
            change("\(name) [\(language)]", old.values[language].quoted, new.values[language].quoted)
        }
    }

    private static func change(_ name: String, _ old: String?, _ new: String?) -> [String] {
        old == new ? [] : ["\(name): \(old ?? "none") → \(new ?? "none")"]
    }
}

extension Survey {
    /// The question of an id.
    package func question(_ id: String) -> Question? { questions.first { $0.id == id } }

    /// Why this can't be published as a later version of `earlier`; empty where it can.
    ///
    /// Answers of all versions are counted together, so that a question keeps its kind and scale for ever; options and
    /// questions may come and go.
    package func incompatibilities(with earlier: Survey) -> [String] {
        var found: [String] = []
        if id != earlier.id {
            found.append("the survey is `\(id)`, and the earlier one `\(earlier.id)`; keep the id")
        }
        if version <= earlier.version {
            found.append("version \(version) is not above \(earlier.version); write `version: \(earlier.version + 1)`")
        }
        return found
            + questions.compactMap { question in
                guard let old = earlier.question(question.id), old.kind.title != question.kind.title else { return nil }
                return "question `\(question.id)` was \(old.kind.title) and is now \(question.kind.title); "
                    + "give the new question another id"
            }
    }
}

extension Question.Kind {
    /// The kind with the levels that belong to its meaning.
    fileprivate var title: String {
        if case .smiley(let levels) = self { "smiley with \(levels) levels" } else { name }
    }
}

extension Schedule {
    /// `mon tue 08:00 to 20:00`.
    fileprivate var text: String {
        let names = Day.allCases.filter { days.contains($0) }.map(\.name).joined(separator: " ")
        return "\(names) \(Self.clock(from)) to \(Self.clock(to))"
    }
}

extension SuspectRule? {
    /// `within 2s, burst 3 in 6s`.
    fileprivate var text: String { map { "within \($0.withinText), burst \($0.burstText)" } ?? "off" }
}

extension [String] {
    fileprivate var listed: String { joined(separator: ", ") }
}

extension String? {
    fileprivate var quoted: String? { map { "“\($0)”" } }
}
