import Foundation
import SurveyKit
import TestSupport
import Testing

/// Contact details are asked for only where they can be sealed, and can always be refused.
@Suite struct ContactQuestionTests {
    private static let envelope = ContactEnvelope(
        key: String(repeating: "a", count: 16), enc: Data(count: 32), box: Data(count: 40))

    private func atContact(hasKey: Bool = true) -> Sitting {
        var sitting = Sitting(Surveys.everyKind, abilities: .init(hasContactKey: hasKey))
        sitting.answer(.score(5), .score(5), .score(3), .score(7))
        return sitting
    }

    @Test func `with the key a sealed contact is an answer and a plain one is none`() {
        var sitting = atContact()
        #expect(sitting.interview.question?.id == "contact")
        sitting.answer(.text("a@example.com"), .option("a@example.com"))
        #expect(sitting.interview.question?.id == "contact")
        sitting.answer(.contact(Self.envelope))
        #expect(sitting.interview.draft?.answers["contact"] == .contact(Self.envelope))
        #expect(sitting.interview.draft?.completion == .done)
    }

    @Test func `without the key it is passed over and said`() {
        let sitting = atContact(hasKey: false)
        #expect(sitting.interview.phase == .thanking)
        #expect(sitting.interview.draft?.skips == ["contact": .noKey])
        #expect(sitting.interview.draft?.completion == .done)
    }

    @Test func `what could not be sealed is passed over with its reason`() {
        var sitting = atContact()
        #expect(sitting.on(.gaveUp(.noKey)).count == 1)
        #expect(sitting.interview.draft?.skips == ["contact": .noKey])
        #expect(sitting.interview.draft?.completion == .done)
        #expect(sitting.on(.gaveUp(.noKey)) == [])
    }

    @Test func `a contact can be refused also where the survey does not say optional`() {
        let survey = Survey(
            id: "must", version: 1, languages: ["en"], title: Surveys.text("Must"),
            questions: [
                Question(id: "visit", kind: .smiley(levels: 3), ask: Surveys.text("Visit?")),
                Question(id: "call", kind: .contact(consent: Surveys.text("Call me.")), ask: Surveys.text("Call?")),
            ], thanks: Surveys.text("Thanks."))
        var sitting = Sitting(survey, abilities: .init(hasContactKey: true))
        #expect(!sitting.interview.canSkip)
        sitting.answer(.score(1))
        #expect(sitting.interview.canSkip)
        sitting.on(.skipped)
        #expect(sitting.interview.draft?.skips == ["call": .customer])
    }
}
