import SurveyKit
import TestSupport

/// Surveys made by hand for the interview's tests.
enum Surveys {
    static func text(_ english: String) -> LocalizedText { Examples.text(english, "\(english) ع") }

    private static func options(_ ids: String...) -> [Question.Option] {
        ids.map { .init(id: $0, label: text($0)) }
    }

    private static func rule(_ source: String, _ expression: Rule.Expression) -> Rule {
        Rule(source: source, expression: expression)
    }

    /// Every kind of question, with conditions that hang on each other and unaskable ones in the middle and at the end.
    static let everyKind = Survey(
        id: "every-kind", version: 1, languages: ["en", "ar"], title: text("Everything"),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: text("Visit?")),
            Question(id: "stars", kind: .stars, ask: text("Stars?"), isOptional: true),
            Question(
                id: "why", kind: .choices(options("queue", "staff", "price", "other"), max: 2), ask: text("Why?"),
                isOptional: true,
                showIf: rule("visit <= 2", .compare(question: "visit", .lessOrEqual, .number(2)))),
            Question(
                id: "note", kind: .text(maxLength: 20), ask: text("Note?"), isOptional: true,
                showIf: rule("answered(why)", .answered(question: "why"))),
            Question(id: "nps", kind: .nps, ask: text("Recommend?")),
            Question(
                id: "again", kind: .yesno, ask: text("Again?"),
                showIf: rule("nps >= 7", .compare(question: "nps", .greaterOrEqual, .number(7)))),
            Question(
                id: "when", kind: .choice(options("soon", "later")), ask: text("When?"), isOptional: true,
                showIf: rule("again == yes", .compare(question: "again", .equal, .option("yes")))),
            Question(id: "ease", kind: .ces, ask: text("Easy?")),
            Question(id: "contact", kind: .contact(consent: text("Call me.")), ask: text("Contact?"), isOptional: true),
        ], thanks: text("Thank you!"))

    /// One question, three faces.
    static let one = Survey(
        id: "one", version: 1, languages: ["en"], title: text("One"),
        questions: [Question(id: "visit", kind: .smiley(levels: 3), ask: text("Visit?"))], thanks: text("Thanks."))

    /// Begins with a text, which a checked survey never does.
    static let textFirst = Survey(
        id: "text-first", version: 1, languages: ["en", "ar"], title: text("Text first"),
        questions: [
            Question(id: "note", kind: .text(maxLength: 5), ask: text("Note?")),
            Question(id: "visit", kind: .smiley(levels: 4), ask: text("Visit?")),
            Question(id: "more", kind: .text(maxLength: 5), ask: text("More?")),
        ], thanks: text("Thanks."))

    /// Nothing that a kiosk without the organisation's key can ask.
    static let unaskable = Survey(
        id: "unaskable", version: 1, languages: ["en"], title: text("Unaskable"),
        questions: [Question(id: "call", kind: .contact(consent: text("Call me.")), ask: text("Call?"))],
        thanks: text("Thanks."))
}

/// An interview with a clock of its own: one identifier per event, moments a second apart.
struct Sitting {
    var interview: Interview
    var now = Examples.start
    var drawn = 0
    var effects: [InterviewEffect] = []

    init(_ survey: Survey, abilities: Interview.Abilities = .init(hasContactKey: false)) {
        interview = Interview(survey: survey, bundle: "b5", abilities: abilities, at: now)
    }

    /// One event, `after` milliseconds later; gives the effects it had.
    @discardableResult
    mutating func on(_ event: InterviewEvent, after milliseconds: Int64 = 1_000) -> [InterviewEffect] {
        now = now.advanced(by: milliseconds)
        drawn += 1
        let given = interview.apply(event, at: now, newID: Examples.responseID(drawn))
        effects += given
        return given
    }

    /// What the next customer finds: nothing of the one before, but when the last votes came.
    var fresh: Interview {
        Interview(survey: interview.survey, bundle: "b5", recent: interview.recent, at: now)
    }

    mutating func answer(_ answers: Answer...) {
        for answer in answers { on(.answered(answer)) }
    }
}
