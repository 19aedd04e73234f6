import SurveyKit
import TestSupport
import Testing

struct SurveyDifferenceTests {
    private func read(_ text: String) throws -> Survey {
        let reading = SurveyReader.read(text, file: "x.yaml")
        return try #require(reading.survey, "\(reading.diagnostics)")
    }

    private func lines(_ changes: (String, String)...) throws -> [String] {
        let old = try read(Self.full)
        let new = try read(changes.reduce(Self.full) { $0.replacing($1.0, $1.1) })
        return SurveyDifference(from: old, to: new).lines
    }

    private static let full =
        SurveyText.good
        .replacing(
            "thanks:",
            "  - {id: say, kind: text, optional: true, max_length: 100, ask: {en: Say, ar: قل}}\n"
                + "  - {id: call, kind: contact, optional: true, consent: {en: Call, ar: اتصل}}\nthanks:")
        + "schedule: {days: mon-fri, from: \"09:00\", to: \"18:00\"}\n"

    @Test func `A survey does not differ from itself`() throws {
        #expect(try lines() == [])
    }

    @Test func `Every kind of change is a line`() throws {
        #expect(try lines(("version: 2", "version: 3")) == ["version: 2 → 3"])
        #expect(try lines(("en: Exit", "en: Way out")) == ["title [en]: “Exit” → “Way out”"])
        #expect(try lines(("title:", "service: till\ntitle:")) == ["service: none → till"])
        #expect(try lines(("[en, ar]", "[ar, en]")) == ["languages: en, ar → ar, en"])
        #expect(try lines(("ar: لماذا؟", "ar: ما السبب؟")) == ["question reason ask [ar]: “لماذا؟” → “ما السبب؟”"])
        #expect(
            try lines(("show_if: visit <= 2", "show_if: visit <= 3")) == [
                "question reason show_if: visit <= 2 → visit <= 3"
            ])
        #expect(try lines(("    show_if: visit <= 2\n", "")) == ["question reason show_if: visit <= 2 → none"])
        #expect(
            try lines(("kind: choices", "kind: choices\n    optional: true")) == [
                "question reason optional: false → true"
            ])
        #expect(try lines(("kind: choices", "kind: choices\n    max_choices: 2")) == [])
        #expect(try lines(("kind: smiley", "kind: ces")) == ["question visit kind: smiley with 5 levels → ces"])
        #expect(try lines(("max_length: 100", "max_length: 90")) == ["question say max_length: 100 → 90"])
        #expect(
            try lines(("en: Call", "en: Ring")) == [
                "question call ask [en]: “Call” → “Ring”", "question call consent [en]: “Call” → “Ring”",
            ])
        #expect(try lines(("en: Thanks!", "en: Bye")) == ["thanks [en]: “Thanks!” → “Bye”"])
        #expect(try lines(("schedule:", "timing: {idle: 30s}\nschedule:")) == ["timing idle: 20s → 30s"])
        #expect(
            try lines(("mon-fri", "\"mon-tue, sun\"")) == [
                "schedule: mon tue wed thu fri 09:00 to 18:00 → mon tue sun 09:00 to 18:00"
            ])
    }

    @Test func `Questions and options that come, go and move are lines`() throws {
        #expect(try lines(("id: say", "id: tell")) == ["question say removed", "question tell added (text)"])
        #expect(
            try lines(("id: queue, label: {en: Queue", "id: wait, label: {en: Queue")) == [
                "question reason option queue removed", "question reason option wait added",
            ])
        #expect(try lines(("en: Queue", "en: Line")) == ["question reason option queue [en]: “Queue” → “Line”"])
        let options = ("      - {id: queue, label: {en: Queue, ar: انتظار}}\n", "")
        let after = ("ar: موظفون}}\n", "ar: موظفون}}\n      - {id: queue, label: {en: Queue, ar: انتظار}}\n")
        #expect(try lines(options, after) == ["question reason order of options: queue, staff → staff, queue"])
    }

    @Test func `Questions that change places are one line, and new ones between them are none of it`() throws {
        let call = "  - {id: call, kind: contact, optional: true, consent: {en: Call, ar: اتصل}}\n"
        let new = "  - {id: new, kind: nps, ask: {en: New, ar: جديد}}\n"
        #expect(
            try lines((call, ""), ("  - {id: say", new + call + "  - {id: say")) == [
                "order of questions: visit, reason, say, call → visit, reason, call, say",
                "question new added (nps)",
            ])
    }

    @Test func `Words of a scale are lines`() throws {
        let labels = "[{en: a, ar: a}, {en: b, ar: b}, {en: c, ar: c}]"
        let smiley = "kind: smiley\n    scale: 3\n    labels: "
        let old = try read(Self.full.replacing("kind: smiley", smiley + labels))
        let new = try read(Self.full.replacing("kind: smiley", smiley + labels.replacing("en: b", "en: x")))
        #expect(SurveyDifference(from: old, to: new).lines == ["question visit label 2 [en]: “b” → “x”"])
        let bare = try read(Self.full.replacing("kind: smiley", "kind: smiley\n    scale: 3"))
        #expect(SurveyDifference(from: old, to: bare).lines == ["question visit labels: 3 → 0"])
    }

    @Test func `Languages that come and go are lines, and their texts are not`() throws {
        let old = try read(
            "survey: a\nversion: 1\nlanguages: [en, ar]\ntitle: {en: A, ar: B}\nquestions: [{id: q, kind: nps, ask: {en: A, ar: B}}]\nthanks: {en: A, ar: B}\n"
        )
        let new = try read(
            "survey: a\nversion: 1\nlanguages: [en, tr]\ntitle: {en: A, tr: B}\nquestions: [{id: q, kind: nps, ask: {en: A, tr: B}}]\nthanks: {en: A, tr: B}\n"
        )
        #expect(SurveyDifference(from: old, to: new).lines == ["language tr added", "language ar removed"])
    }

    private func incompatibilities(_ changes: (String, String)...) throws -> [String] {
        try read(changes.reduce(Self.full) { $0.replacing($1.0, $1.1) }).incompatibilities(with: try read(Self.full))
    }

    @Test func `A later version may change texts, rules, options and questions`() throws {
        #expect(
            try incompatibilities(
                ("version: 2", "version: 3"), ("en: Queue", "en: Line"), ("show_if: visit <= 2", "show_if: visit == 1"),
                ("id: staff", "id: people"), ("id: say", "id: tell"), ("max_length: 100", "max_length: 50")) == [])
    }

    @Test func `A question keeps its kind and scale for ever`() throws {
        #expect(
            try incompatibilities(
                ("version: 2", "version: 3"), ("kind: smiley", "kind: smiley\n    scale: 4"),
                ("kind: choices", "kind: choice")) == [
                    "question `visit` was smiley with 5 levels and is now smiley with 4 levels; give the new question another id",
                    "question `reason` was choices and is now choice; give the new question another id",
                ])
    }

    @Test func `A version rises, and the id stays`() throws {
        #expect(
            try incompatibilities(("survey: exit", "survey: way-out")) == [
                "the survey is `way-out`, and the earlier one `exit`; keep the id",
                "version 2 is not above 2; write `version: 3`",
            ])
    }
}
