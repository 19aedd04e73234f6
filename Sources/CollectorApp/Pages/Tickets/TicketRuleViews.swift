import CollectorStore
import SurveyKit
import WireProtocol

/// The rules of one survey, in the order in which they are asked.
struct TicketRuleSetView: Sendable {
    let title: String
    let id: String
    let path: String
    let version: String
    let isGeneral: Bool
    /// Whether it has the general rules, which stand above.
    let isInherited: Bool
    /// Whether its own rules can be given up.
    let isOwn: Bool
    let rules: [Row]
    let hasRules: Bool

    struct Row: Sendable {
        let number: Int
        let place: String
        let link: String
        let name: String
        let condition: String
        let priority: String
        let within: String
        let isActive: Bool
    }

    init(_ set: TicketRuleSet, _ labels: SurveyLabels) {
        isGeneral = set.survey == TicketRulePages.general
        title = isGeneral ? "Every survey without rules of its own" : labels.title(set.survey)
        id = set.survey
        path = "\(TicketRulePages.path)/\(set.survey)"
        version = set.version
        isInherited = !isGeneral && !set.isOwn
        isOwn = set.isOwn
        rules = set.rules.enumerated().map { number, rule in
            Row(
                number: number, place: "\(number + 1)",
                link: "\(TicketRulePages.path)/\(set.survey)/rule?number=\(number)", name: rule.name,
                condition: rule.conditionWords, priority: TicketWords.priority(rule.priority),
                within: Words.openTime(rule.closeMinutes), isActive: rule.isActive)
        }
        hasRules = !rules.isEmpty
    }

    /// With a header; a survey without rules of its own has no rows.
    static func table(_ sets: [TicketRuleSet]) -> [[String]] {
        let header = [
            "survey", "place", "name", "when", "any_low", "words", "needs_words", "priority", "close_minutes", "active",
        ]
        let word = { (isSo: Bool) in isSo ? "yes" : "no" }
        return [header]
            + sets.filter { $0.isOwn || $0.survey == TicketRulePages.general }.flatMap { set in
                set.rules.enumerated().map { number, rule in
                    [
                        set.survey, "\(number + 1)", rule.name, rule.when ?? "", word(rule.anyLow),
                        rule.words.joined(separator: ";"), word(rule.needsWords), rule.priority.rawValue,
                        "\(rule.closeMinutes)", word(rule.isActive),
                    ]
                }
            }
    }
}

extension TicketRule {
    /// What has to hold, for people.
    fileprivate var conditionWords: String {
        [
            anyLow ? "a low score" : nil, when,
            words.isEmpty ? nil : words.map { "“\($0)”" }.joined(separator: " or ") + " in a comment",
            needsWords ? "a comment or contact details" : nil,
        ].compactMap(\.self).joined(separator: ", and ")
    }
}

/// What the form for a rule holds at first.
struct TicketRuleFields: Sendable {
    /// Its place among the rules, from 0; empty for a new one.
    let number: String
    let name: String
    /// Whether it can name questions: the general rules can't.
    let takesWhen: Bool
    let when: String
    let anyLow: Bool
    let words: String
    let needsWords: Bool
    let hours: Int
    let minutes: Int
    let isActive: Bool
    let priorities: [TicketPage.Choice]
    let places: [TicketPage.Choice]
    let questions: [Question]
    /// Conditions that are asked for often, and all of them as one.
    let examples: [String]
    let example: String

    struct Question: Sendable {
        let id: String
        let ask: String
        let answers: String
    }

    init(_ rule: TicketRule?, at number: Int?, in set: TicketRuleSet, of survey: Survey?) {
        self.number = number.map(String.init) ?? ""
        name = rule?.name ?? ""
        takesWhen = survey != nil
        when = rule?.when ?? ""
        anyLow = rule?.anyLow ?? false
        words = rule?.words.joined(separator: "\n") ?? ""
        needsWords = rule?.needsWords ?? true
        (hours, minutes) = (rule?.closeMinutes ?? TicketRule.standard.closeMinutes).quotientAndRemainder(dividingBy: 60)
        isActive = rule?.isActive ?? true
        priorities = TicketPriority.allCases.map {
            TicketPage.Choice(
                id: $0.rawValue, name: TicketWords.priority($0), isChosen: $0 == rule?.priority ?? .normal)
        }
        let count = set.rules.count + (number == nil ? 1 : 0)
        places = (0..<max(count, 1)).map { place in
            TicketPage.Choice(id: "\(place)", name: "\(place + 1)", isChosen: place == number ?? count - 1)
        }
        questions = survey?.questions.compactMap { Question($0, survey?.defaultLanguage ?? "") } ?? []
        examples = survey?.questions.compactMap(\.lowCondition) ?? []
        example = examples.joined(separator: " or ")
    }
}

extension TicketRuleFields.Question {
    /// Nil for contact details, which no condition reads.
    fileprivate init?(_ question: SurveyKit.Question, _ language: String) {
        if let scores = question.kind.scores {
            answers = "\(scores.lowerBound) to \(scores.upperBound)"
        } else if !question.kind.optionIDs.isEmpty {
            answers = question.kind.optionIDs.joined(separator: ", ")
        } else {
            return nil
        }
        id = question.id
        ask = question.ask.text(in: language)
    }
}

extension Question {
    /// That this question has a low score, as a condition; nil for one without scores.
    fileprivate var lowCondition: String? {
        switch kind {
        case .smiley(let levels): "\(id) <= \(levels >= 5 ? 2 : 1)"
        case .stars: "\(id) <= 2"
        case .nps: "\(id) <= 6"
        case .ces: "\(id) <= 3"
        default: nil
        }
    }
}

/// The form for a rule.
struct TicketRuleForm: SessionForm {
    var form: String?
    var version: String?
    /// Which rule it is about, from 0; empty for a new one.
    var number: String?
    var name: String?
    var when: String?
    /// Sent where they are ticked, as the two below.
    var low: String?
    var needs: String?
    var active: String?
    /// One a line.
    var words: String?
    var priority: String?
    var hours: String?
    var minutes: String?
    /// Where it is to stand, from 0.
    var place: String?

    /// - Throws: `Problem` `bad-request` for what is no number or no priority; the rest is checked with the other rules.
    func rule() throws(Problem) -> TicketRule {
        let condition = (when ?? "").trimmingWhitespace
        guard let priority = TicketPriority(rawValue: priority ?? "") else {
            throw .badField("The priority must be high, normal or low.")
        }
        guard let hours = Int(hours ?? "0"), let minutes = Int(minutes ?? "0"), (0...8_760).contains(hours),
            (0...59).contains(minutes)
        else { throw .badField("The time to close must be 0 to 8760 hours and 0 to 59 minutes.") }
        return TicketRule(
            name: (name ?? "").trimmingWhitespace, when: condition.isEmpty ? nil : condition, anyLow: low != nil,
            words: (words ?? "").filledLines, needsWords: needs != nil, priority: priority,
            closeMinutes: hours * 60 + minutes, isActive: active != nil)
    }

    /// - Throws: `Problem` `bad-request` for what is no place in a list.
    func place(_ name: String, _ text: String?) throws(Problem) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let place = Int(text), (0..<TicketRule.most).contains(place) else {
            throw .badField("\"\(name)\" must be a place in the list.")
        }
        return place
    }
}
