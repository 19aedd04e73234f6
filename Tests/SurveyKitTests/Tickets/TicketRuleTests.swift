import Foundation
import Testing

@testable import SurveyKit

/// Which response becomes which ticket.
@Suite struct TicketRuleTests {
    private static let survey = Survey(
        id: "exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(id: "recommend", kind: .nps, ask: LocalizedText(["en": "Recommend?"])),
            Question(id: "comment", kind: .text(maxLength: 280), ask: LocalizedText(["en": "More?"])),
        ], thanks: LocalizedText(["en": "Thanks"]))

    private func name(
        _ rules: [TicketRule], visit: Int? = nil, nps: Int? = nil, comment: String? = nil, levels: Int = 5,
        isSuspect: Bool = false
    ) -> String? {
        var answers: [String: Answer] = [:]
        var given: [GivenAnswer] = []
        if let visit {
            answers["visit"] = .score(visit)
            given.append(GivenAnswer(kind: "smiley", levels: levels, score: visit, text: nil))
        }
        if let nps {
            answers["recommend"] = .score(nps)
            given.append(GivenAnswer(kind: "nps", levels: 11, score: nps, text: nil))
        }
        if let comment {
            answers["comment"] = .option(comment)
            given.append(GivenAnswer(kind: "text", levels: 0, score: nil, text: comment))
        }
        return TicketDecision(rules).rule(for: answers, given: given, isSuspect: isSuspect)?.name
    }

    @Test func `the first active rule that matches decides`() {
        let rules = [
            TicketRule(name: "off", anyLow: true, closeMinutes: 1, isActive: false),
            TicketRule(name: "rude", words: ["rude", "kobud"], priority: .high, closeMinutes: 60),
            TicketRule(name: "low", when: "visit <= 2 and not recommend >= 9", closeMinutes: 60),
            TicketRule(name: "both", when: "recommend <= 6", anyLow: true, needsWords: true, closeMinutes: 60),
        ]
        #expect(name(rules, visit: 5, comment: "so KOBUD!") == "rude")
        #expect(name(rules, visit: 1) == "low")
        #expect(name(rules, visit: 1, nps: 9) == nil)
        #expect(name(rules, visit: 3, nps: 6) == nil)
        #expect(name(rules, visit: 3, nps: 6, comment: "x") == "both")
        #expect(name(rules, visit: 1, comment: "rude", isSuspect: true) == nil)
    }

    @Test func `by itself an unhappy customer who left something to go by opens one`() {
        let rules = [TicketRule.standard]
        #expect(name(rules, visit: 2, comment: "x") != nil)
        #expect(name(rules, visit: 2) == nil)
        #expect(name(rules, visit: 3, comment: "x") == nil)
        #expect(name(rules, visit: 2, comment: "x", levels: 4) == nil)
        #expect(name(rules, visit: 1, comment: "x", levels: 3) != nil)
        #expect(name(rules, nps: 6, comment: "x") != nil)
        #expect(name(rules, nps: 7, comment: "x") == nil)
        #expect(TicketRule.faults(of: rules, for: nil).isEmpty)
    }

    @Test func `a contact is something to go by`() throws {
        let envelope = ContactEnvelope.placeholder
        let given = [GivenAnswer(kind: "smiley", levels: 5, score: 1, text: nil)]
        let rule = TicketDecision([.standard])
            .rule(for: ["visit": .score(1), "call": .contact(envelope)], given: given, isSuspect: false)
        #expect(rule == .standard)
    }

    @Test(arguments: [
        (
            TicketRule(name: "x", when: "vist <= 2", closeMinutes: 1),
            "Rule 1: `when`, character 1: there is no question `vist` in exit 1; did you mean `visit`?."
        ),
        (
            TicketRule(name: "x", when: "visit <= 9", closeMinutes: 1),
            "Rule 1: `when`, character 10: `9` is no score of `visit`; write a number from 1 to 5."
        ),
        (
            TicketRule(name: "x", when: "visit = 2", closeMinutes: 1),
            "Rule 1: `when`, character 7: `=` is no comparison; write `==`."
        ),
        (
            TicketRule(name: "x", when: "comment == 2", closeMinutes: 1),
            "Rule 1: `when`, character 1: `comment` has no scores or options; write `answered(comment)`."
        ),
        (
            TicketRule(name: "x", closeMinutes: 1),
            "Rule 1: it has no condition; give `when`, `any_low` or `words`."
        ),
        (
            TicketRule(name: "", anyLow: true, closeMinutes: 1),
            "Rule 1: `name` must be 1 to 80 characters on one line."
        ),
        (
            TicketRule(name: "x", words: ["!"], closeMinutes: 1),
            "Rule 1: `words` takes 50 words at most, each of 1 to 64 characters with a letter or digit in it."
        ),
        (
            TicketRule(name: "x", anyLow: true, closeMinutes: 0),
            "Rule 1: `close_minutes` must be 1 to 525600, in minutes in which the branch is open."
        ),
    ])
    func `what is wrong with a rule is told with what to write`(rule: TicketRule, fault: String) {
        #expect(TicketRule.faults(of: [rule], for: Self.survey) == [fault])
    }

    @Test func `a rule for all surveys names no question, and there are twenty at most`() {
        let rule = TicketRule(name: "x", when: "visit <= 2", closeMinutes: 1)
        #expect(TicketRule.faults(of: [rule], for: nil).count == 1)
        let many = Array(repeating: TicketRule.standard, count: 21)
        #expect(TicketRule.faults(of: many, for: nil) == ["A survey takes 20 rules at most, not 21."])
    }

    @Test func `rules are read with what is left out as the default`() throws {
        let text = #"{"name":"x","any_low":true,"close_minutes":60}"#
        let rule = try JSONDecoder().decode(TicketRule.self, from: Data(text.utf8))
        #expect(rule == TicketRule(name: "x", anyLow: true, closeMinutes: 60))
        let again = try JSONDecoder().decode(TicketRule.self, from: try JSONEncoder().encode(rule))
        #expect(again == rule)
    }
}
