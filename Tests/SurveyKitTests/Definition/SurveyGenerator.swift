import SurveyKit
import TestSupport

/// Draws correct surveys of every kind, with texts that are hard to write.
struct SurveyGenerator {
    private var random: SeededGenerator
    private var languages: [String] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func next() -> Survey {
        languages = Array(["en", "no", "ar", "zh-Hant", "az"].shuffled(using: &random).prefix(number(1...3)))
        let first = Question(id: "first", kind: .smiley(levels: number(3...5)), ask: text())
        let others = (1..<number(2...6)).map { question("q-\($0)_x", first.kind) }
        let idle = Int64(number(5_000...600_000))
        return Survey(
            id: "s-\(number(0...999))", version: number(1...999_999), languages: languages,
            title: text(limit: 80),
            service: flip() ? "check-in" : nil, questions: [first] + others, thanks: text(),
            timing: Timing(idle: idle, warn: Int64(number(0...Int(idle))), thanks: Int64(number(1_000...30_000))),
            schedule: flip() ? schedule() : nil, suspect: flip() ? suspect() : .standard)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func flip() -> Bool { Bool.random(using: &random) }

    private mutating func question(_ id: String, _ first: Question.Kind) -> Question {
        let kind = kind()
        let labels = flip() ? (0..<(labelCount(kind))).map { _ in text(limit: 40) } : []
        return Question(
            id: id, kind: kind, ask: ask(kind), isOptional: flip(), showIf: flip() ? rule(first) : nil, labels: labels)
    }

    private mutating func ask(_ kind: Question.Kind) -> LocalizedText {
        if case .contact(let consent) = kind, flip() { return consent }
        return text()
    }

    private func labelCount(_ kind: Question.Kind) -> Int {
        switch kind {
        case .smiley(let levels): levels
        case .stars: 5
        case .nps, .ces: 2
        case .yesno, .choice, .choices, .text, .contact: 0
        }
    }

    private mutating func kind() -> Question.Kind {
        switch number(0...8) {
        case 0: return .smiley(levels: number(3...5))
        case 1: return .stars
        case 2: return .nps
        case 3: return .ces
        case 4: return .yesno
        case 5: return .choice(options())
        case 6:
            let options = options()
            return .choices(options, max: number(1...options.count))
        case 7: return .text(maxLength: number(1...1_000))
        default: return .contact(consent: text())
        }
    }

    private mutating func options() -> [Question.Option] {
        (0..<number(2...12)).map { Question.Option(id: "o\($0)", label: text(limit: 40)) }
    }

    private mutating func rule(_ first: Question.Kind) -> Rule {
        let score = number(first.scores ?? 1...1)
        let expression = Rule.Expression.not(.isIn(question: "first", [.number(score)]))
        return Rule(source: expression.description, expression: expression)
    }

    private mutating func schedule() -> Schedule {
        let days = Schedule.Day.allCases.shuffled(using: &random).prefix(number(1...7))
        let from = number(0...1_438)
        return Schedule(days: Set(days), from: from, to: number((from + 1)...1_440))
    }

    private mutating func suspect() -> SuspectRule? {
        guard flip() else { return nil }
        return SuspectRule(
            within: flip() ? Int64(number(500...60_000)) : nil,
            burst: flip() ? .init(votes: number(2...20), span: Int64(number(1_000...60_000))) : nil)
    }

    private mutating func text(limit: Int = 120) -> LocalizedText {
        LocalizedText(Dictionary(uniqueKeysWithValues: languages.map { ($0, line(limit)) }))
    }

    /// Signs that mean something to YAML or JSON, and letters of several scripts; no white space at the ends.
    private mutating func line(_ limit: Int) -> String {
        let signs = Array("abc XYZ 019 \"'\\/:#,{}[]&*!|>%@`-?~=<é×شكراЖ漢—“”")
        let middle = String((0..<number(0...(limit - 2))).map { _ in signs[number(0...(signs.count - 1))] })
        return "\(signs[number(0...2)])\(middle)\(signs[number(0...2)])"
    }
}
