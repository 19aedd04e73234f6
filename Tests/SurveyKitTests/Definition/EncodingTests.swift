import Foundation
import SurveyKit
import TestSupport
import Testing

/// Surveys as they are published.
struct EncodingTests {
    private func text(_ survey: Survey) throws -> String { String(decoding: try survey.encoded(), as: UTF8.self) }

    @Test func `A survey is published as these bytes`() throws {
        let survey = Survey(
            id: "exit", version: 2, languages: ["en"], title: LocalizedText(["en": "In/out"]), service: "checkout",
            questions: [
                Question(id: "visit", kind: .smiley(levels: 4), ask: LocalizedText(["en": "How?"])),
                Question(
                    id: "call", kind: .contact(consent: LocalizedText(["en": "Call"])),
                    ask: LocalizedText(["en": "Call"]),
                    isOptional: true,
                    showIf: Rule(source: "visit<=2", expression: .compare(question: "visit", .lessOrEqual, .number(2)))),
            ], thanks: LocalizedText(["en": "“Thanks”"]), timing: Timing(idle: 60_000, warn: 1_500, thanks: 3_000),
            schedule: Schedule(days: [.sun, .mon], from: 485, to: 1_440))
        #expect(
            try text(survey)
                == #"{"languages":["en"],"questions":[{"ask":{"en":"How?"},"id":"visit","kind":"smiley","scale":4},"#
                + #"{"consent":{"en":"Call"},"id":"call","kind":"contact","optional":true,"show_if":"visit<=2"}],"#
                + #""schedule":{"days":["mon","sun"],"from":"08:05","to":"24:00"},"service":"checkout","survey":"exit","#
                + #""thanks":{"en":"“Thanks”"},"timing":{"idle":"1m","thanks":"3s","warn":"1500ms"},"#
                + #""title":{"en":"In/out"},"version":2}"#)
        let reading = SurveyReader.read(try text(survey), file: "x")
        #expect((reading.survey, reading.diagnostics) == (survey, []))
    }

    @Test func `Any survey is read back from its published bytes, and published as the same bytes again`() throws {
        var surveys = SurveyGenerator(seed: 41)
        for _ in 0..<200 {
            let survey = surveys.next()
            let published = try text(survey)
            let reading = SurveyReader.read(published, file: "x")
            #expect(reading.errors.map(\.description) == [], "\(published)")
            let isEqual = reading.survey == survey
            #expect(isEqual, "\(published)")
            guard isEqual else { return }
            #expect(try reading.survey.map(text) == published)
        }
    }

    @Test func `YAML and its publication are the same survey`() throws {
        let survey = try #require(SurveyReader.read(SurveyText.good, file: "x").survey)
        #expect(SurveyReader.read(try text(survey), file: "x").survey == survey)
    }
}
