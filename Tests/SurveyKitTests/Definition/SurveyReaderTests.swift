import SurveyKit
import Testing

/// Correct files: what is read from them.
struct SurveyReaderTests {
    private func read(_ text: String) throws -> Survey {
        let reading = SurveyReader.read(text, file: "x.yaml")
        #expect(reading.diagnostics.map(\.description) == [])
        return try #require(reading.survey)
    }

    @Test func `The small survey is read as it is written`() throws {
        let survey = try read(SurveyText.good)
        let options = [
            Question.Option(id: "queue", label: LocalizedText(["en": "Queue", "ar": "انتظار"])),
            Question.Option(id: "staff", label: LocalizedText(["en": "Staff", "ar": "موظفون"])),
        ]
        let rule = Rule(source: "visit <= 2", expression: .compare(question: "visit", .lessOrEqual, .number(2)))
        #expect(
            survey
                == Survey(
                    id: "exit", version: 2, languages: ["en", "ar"],
                    title: LocalizedText(["en": "Exit", "ar": "خروج"]),
                    questions: [
                        Question(
                            id: "visit", kind: .smiley(levels: 5),
                            ask: LocalizedText(["en": "How was it?", "ar": "كيف كان؟"])),
                        Question(
                            id: "reason", kind: .choices(options, max: 2),
                            ask: LocalizedText(["en": "Why?", "ar": "لماذا؟"]), showIf: rule),
                    ], thanks: LocalizedText(["en": "Thanks!", "ar": "شكرا!"])))
        #expect(survey.timing == Timing(idle: 20_000, warn: 10_000, thanks: 3_000))
        #expect(survey.schedule == nil)
        #expect(survey.service == nil)
    }

    @Test func `Norwegian is a language, and yes, no, on and off are words`() throws {
        let survey = try read(
            """
            survey: no
            version: 1
            languages: [no, en]
            title: {no: Ja, en: yes}
            questions:
              - id: "on"
                kind: choice
                ask: {no: no, en: off}
                options: [{id: yes, label: {no: Ja, en: yes}}, {id: no, label: {no: Nei, en: no}}]
              - {id: more, kind: yesno, show_if: on == no, ask: {no: Mer?, en: ~}}
            thanks: {no: Takk!, en: "1.10"}
            """)
        #expect(survey.id == "no")
        #expect(survey.defaultLanguage == "no")
        #expect(survey.questions.first?.kind.optionIDs == ["yes", "no"])
        #expect(survey.questions.first?.ask.values == ["no": "no", "en": "off"])
        #expect(survey.questions.last?.showIf?.expression == .compare(question: "on", .equal, .option("no")))
        #expect(survey.thanks.text(in: "en") == "1.10")
    }

    @Test func `Every kind is read with its own keys`() throws {
        let survey = try read(
            """
            survey: all
            version: 1
            languages: [en]
            title: {en: All}
            questions:
              - {id: a, kind: smiley, scale: 3, ask: {en: A}, labels: [{en: Low}, {en: Mid}, {en: High}]}
              - {id: b, kind: stars, scale: 5, ask: {en: B}}
              - {id: c, kind: nps, ask: {en: C}, labels: [{en: Never}, {en: Always}]}
              - {id: d, kind: ces, scale: 7, ask: {en: D}}
              - {id: e, kind: yesno, ask: {en: E}}
              - {id: f, kind: choices, max_choices: 2, ask: {en: F}, options: [{id: x, label: {en: X}}, {id: y, label: {en: Y}}]}
              - {id: g, kind: text, optional: true, ask: {en: G}}
              - {id: h, kind: text, optional: true, max_length: 1000, ask: {en: H}}
              - {id: i, kind: contact, optional: true, consent: {en: Call me.}}
              - {id: j, kind: contact, optional: true, ask: {en: Call?}, consent: {en: Call me.}}
            thanks: {en: Thanks}
            """)
        let xy = ["x", "y"].map { Question.Option(id: $0, label: LocalizedText(["en": $0.uppercased()])) }
        let consent = LocalizedText(["en": "Call me."])
        #expect(
            survey.questions.map(\.kind) == [
                .smiley(levels: 3), .stars, .nps, .ces, .yesno, .choices(xy, max: 2), .text(maxLength: 280),
                .text(maxLength: 1_000), .contact(consent: consent), .contact(consent: consent),
            ])
        #expect(survey.questions[0].labels.map { $0.text(in: "en") } == ["Low", "Mid", "High"])
        #expect(survey.questions[2].labels.count == 2)
        #expect(survey.questions[8].ask == consent)
        #expect(survey.questions[9].ask.text(in: "en") == "Call?")
    }

    @Test(
        arguments: [
            ("mon-sat", [1, 2, 3, 4, 5, 6]), ("[mon, wed]", [1, 3]), ("mon-fri, sun", [1, 2, 3, 4, 5, 7]),
            ("fri-mon", [5, 6, 7, 1]), ("[mon-tue, sun]", [1, 2, 7]), ("wed", [3]), ("mon-sun", [1, 2, 3, 4, 5, 6, 7]),
        ])
    func `Days are single days, ranges and lists`(written: String, days: [Int]) throws {
        let survey = try read(SurveyText.good + "schedule: {days: \(quoted(written)), from: 08:00, to: \"24:00\"}\n")
        #expect(survey.schedule?.days == Set(days.compactMap(Schedule.Day.init(rawValue:))))
        #expect(survey.schedule?.from == 480)
        #expect(survey.schedule?.to == 1_440)
    }

    /// In quotes, unless it is a list: the comma would end it.
    private func quoted(_ text: String) -> String { text.hasPrefix("[") ? text : "\"\(text)\"" }

    @Test func `Durations are in minutes, seconds and milliseconds`() throws {
        let survey = try read(SurveyText.good + "timing: {idle: 2m, warn: 15s, thanks: 1500ms}\n")
        #expect(survey.timing == Timing(idle: 120_000, warn: 15_000, thanks: 1_500))
    }

    @Test func `The countdown is never longer than the idle time it belongs to`() throws {
        #expect(
            try read(SurveyText.good + "timing: {idle: 6s}\n").timing == Timing(idle: 6_000, warn: 6_000, thanks: 3_000)
        )
    }

    @Test func `Texts are composed, and white space around them is no part of them`() throws {
        let survey = try read(SurveyText.replacing("en: Thanks!", by: "en: \"  Cafe\\u0301 \""))
        let text = survey.thanks.text(in: "en")
        #expect(Array(text.unicodeScalars) == Array("Caf\u{E9}".unicodeScalars))
        #expect(text.unicodeScalars.count == 4)
    }

    @Test func `A byte order mark and Windows line ends are let through`() throws {
        let text =
            "\u{FEFF}"
            + SurveyText.good.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(try read(text) == read(SurveyText.good))
    }

    @Test func `Letters, the non-joiner and letter-like signs are text`() throws {
        let survey = try read(SurveyText.replacing("en: Thanks!", by: "en: \"© ™ № 5* #1 می‌خواهم – “ok” ½\""))
        #expect(survey.thanks.text(in: "en") == "© ™ № 5* #1 می‌خواهم – “ok” ½")
    }
}
