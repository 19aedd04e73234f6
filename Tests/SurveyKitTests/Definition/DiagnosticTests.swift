import SurveyKit
import Testing

/// Spoilt files: the exact diagnostics.
struct DiagnosticTests {
    @Test func `A correct survey has none`() {
        #expect(SurveyText.diagnose(SurveyText.good) == [])
    }

    @Test(
        arguments: [
            (
                "show_if: visit <= 2", "shwo_if: visit <= 2",
                "11:5: error: unknown key `shwo_if`; did you mean `show_if`?"
            ),
            ("version: 2", "verison: 2", "2:1: error: unknown key `verison`; did you mean `version`?"),
            (
                "title:", "colour: red\ntitle:",
                "4:1: error: unknown key `colour`; write one of `survey`, `version`, `languages`, `title`, `service`, `questions`, `thanks`, `timing`, `schedule`, `suspect`"
            ),
            (
                "survey: exit", "survey: Exit 1",
                "1:9: error: `Exit 1` is no valid `survey`; write 1 to 64 of a-z, 0-9 and -, such as `branch-exit`"
            ),
            (
                "version: 2", "version: 0",
                "2:10: error: `version` is out of range: 0; write a whole number from 1 to 999999"
            ),
            (
                "version: 2", "version: 2.0",
                "2:10: error: `version` must be a number, but is `2.0`; write a whole number from 1 to 999999"
            ),
            (
                "version: 2", "version: [2]",
                "2:10: error: `version` must be a number, but is a list; write a whole number from 1 to 999999"
            ),
            (
                "[en, ar]", "[en, ar, English]",
                "3:21: error: `English` is no valid `language`; write a BCP 47 code, such as `en`"
            ),
            ("[en, ar]", "[en, ar, en]", "3:21: error: the language `en` is here twice; remove one of the two"),
            ("[en, ar]", "en", "3:12: error: `languages` must be a list, but is a text; write `languages: [en, ar]`"),
            ("[en, ar]", "[]", "3:12: error: `languages` is empty; write at least one, such as `[en]`"),
            ("kind: smiley", "kind: smily", "7:11: error: unknown kind `smily`; did you mean `smiley`?"),
            (
                "kind: smiley", "kind: slider",
                "7:11: error: unknown kind `slider`; write one of `smiley`, `stars`, `nps`, `ces`, `yesno`, `choice`, `choices`, `text`, `contact`"
            ),
            (
                "kind: smiley", "kind: smiley\n    scale: 6",
                "8:12: error: question `visit` can't have the scale `6`; write `scale: 3` or `scale: 4` or `scale: 5`"
            ),
            (
                "kind: smiley", "kind: stars\n    scale: 10",
                "8:12: error: question `visit` can't have the scale `10`; write `scale: 5`"
            ),
            (
                "kind: smiley", "kind: nps\n    scale: 11",
                "8:5: error: the kind `nps` has no `scale`; remove it, or change the kind to `smiley`, `stars`, `ces`"
            ),
            (
                "kind: smiley", "kind: smiley\n    options: []",
                "8:5: error: the kind `smiley` has no `options`; remove it, or change the kind to `choice`, `choices`"
            ),
            (
                "kind: smiley", "kind: smiley\n    optional: yes",
                "8:15: error: `optional` must be true or false, but is `yes`; write `optional: true`"
            ),
            (
                "kind: smiley", "kind: smiley\n    optional: true",
                "6:9: error: the first question is the attract screen, so it can't be optional; remove `optional`"
            ),
            (
                "kind: smiley", "kind: smiley\n    labels: [{en: Bad, ar: سيئ}]",
                "8:13: error: `labels` has 1 texts; write 5 labels, worst first"
            ),
            (
                "id: reason", "id: Reason",
                "9:9: error: `Reason` is no valid `id`; write a-z first, then up to 63 of a-z, 0-9, _ and -, such as `visit`"
            ),
            ("id: reason", "id: visit", "9:9: error: the question id `visit` is also in line 6; give one another id"),
            ("id: staff", "id: queue", "15:14: error: the option id `queue` is also in line 14; give one another id"),
            ("id: reason", "id: not", "9:9: error: the id `not` means something else in `show_if`; write another id"),
            (
                "ask: {en: Why?, ar: لماذا؟}", "max_choices: 1\n    ask: {en: Why?, ar: لماذا؟}",
                "12:18: warning: `max_choices: 1` takes two touches; write `kind: choice`, which takes one"
            ),
            (
                "ask: {en: Why?, ar: لماذا؟}", "max_choices: 3\n    ask: {en: Why?, ar: لماذا؟}",
                "12:18: error: `max_choices` is out of range: 3; write a whole number from 1 to 2"
            ),
            (
                "ask: {en: Why?, ar: لماذا؟}", "ask: {en: Why?}",
                "12:10: error: `ask` lacks the language `ar`; add `ar: …`"
            ),
            (
                "ask: {en: Why?, ar: لماذا؟}", "ask: Why?",
                "12:10: error: `ask` must have one text a language, but is a text; write `ask: {en: …, ar: …}`"
            ),
            (
                "ask: {en: Why?,", "ask: {en: Why?, de: Warum?,",
                "12:21: error: `ask` has a text in `de`, which `languages` does not list; add `de` to `languages`, or remove the text"
            ),
            ("en: Why?", "en: ''", "12:15: error: `ask` in `en` is empty; write the text"),
            ("en: Why?", "en: [Why]", "12:15: error: `ask` in `en` must be a text, but is a list"),
            ("en: Thanks!", "en: Thanks 🙂", "16:21: error: `thanks` in `en` holds an emoji (U+1F642); remove it"),
            (
                "en: Thanks!", "en: \"Thanks ☺\u{FE0F}\"",
                "16:22: error: `thanks` in `en` holds an emoji (U+263A); remove it"
            ),
            (
                "en: Thanks!", "en: a\u{FE0F}b",
                "16:15: error: `thanks` in `en` holds a variation selector (U+FE0F); remove it"
            ),
            (
                "en: Thanks!", "en: a\u{200D}b",
                "16:15: error: `thanks` in `en` holds a zero-width joiner (U+200D); remove it"
            ),
            (
                "en: Thanks!", "en: a\u{202E}b",
                "16:15: error: `thanks` in `en` holds an invisible character (U+202E); remove it"
            ),
            (
                "en: Thanks!", "en: \"a\\eb\"",
                "16:16: error: `thanks` in `en` holds a control character (U+001B); remove it"
            ),
            ("en: Thanks!", "en: \"a\\nb\"", "16:16: error: `thanks` in `en` holds a line break; remove it"),
            (
                "en: Queue", "en: \(String(repeating: "x", count: 41))",
                "14:33: error: `label` in `en` has 41 characters; the screen takes 40; shorten it"
            ),
            ("survey: exit\n", "", "1:1: error: the survey lacks the key `survey`; add `survey: my-survey`"),
            (
                "thanks: {en: Thanks!, ar: شكرا!}\n", "",
                "1:1: error: the survey lacks the key `thanks`; add `thanks: {en: …, ar: …}`"
            ),
            ("    kind: smiley\n", "", "6:5: error: question `visit` lacks the key `kind`; add `kind: smiley`"),
        ])
    func `One mistake gives one diagnostic`(part: String, other: String, expected: String) {
        #expect(SurveyText.diagnose(SurveyText.replacing(part, by: other)) == ["x.yaml:\(expected)"])
    }

    @Test(
        arguments: [
            ("{idle: 4s}", "17: error: `idle` is out of range: 4s; write a duration from `5s` to `10m`"),
            ("{idle: 11m}", "17: error: `idle` is out of range: 11m; write a duration from `5s` to `10m`"),
            (
                "{idle: 20}",
                "17: error: `20` is no duration; write a number and its unit, such as `20s`, `1500ms` or `2m`"
            ),
            ("{warn: 21s}", "17: error: `warn` (21s) is longer than `idle` (20s); write at most `20s`"),
            ("{thanks: 31s}", "19: error: `thanks` is out of range: 31s; write a duration from `1s` to `30s`"),
            ("{thanks: }", "19: error: `thanks` must be a duration, but is empty; write a duration from `1s` to `30s`"),
        ])
    func `Timing out of bounds is refused`(timing: String, expected: String) {
        #expect(SurveyText.diagnose(SurveyText.good + "timing:  \(timing)\n") == ["x.yaml:17:\(expected)"])
    }

    @Test(
        arguments: [
            (
                "{days: mon-sat, from: \"8:00\", to: \"20:00\"}",
                "17:34: error: `8:00` is no time of day; write hours and minutes, such as `\"08:00\"`"
            ),
            (
                "{days: mon-sat, from: \"20:00\", to: \"08:00\"}",
                "17:47: error: `to` is not after `from`; write the end of the same day, at most `24:00`"
            ),
            (
                "{days: monday, from: \"08:00\", to: \"20:00\"}",
                "17:19: error: `monday` is no day or range of days; write days such as `mon-fri, sun`"
            ),
            (
                "{days: [], from: \"08:00\", to: \"20:00\"}",
                "17:19: error: `days` is empty; write days such as `mon-sat`, or remove `schedule`"
            ),
            ("{days: mon, from: \"08:00\"}", "17:12: error: `schedule` lacks the key `to`; add `to: \"20:00\"`"),
            (
                "{days: mon, from: \"08:00\", to: \"24:01\"}",
                "17:43: error: `24:01` is no time of day; write hours and minutes, such as `\"08:00\"`"
            ),
        ])
    func `A schedule that can't be is refused`(schedule: String, expected: String) {
        #expect(SurveyText.diagnose(SurveyText.good + "schedule:  \(schedule)\n").map { $0 } == ["x.yaml:\(expected)"])
    }

    @Test func `All mistakes are told at once, in the order of the file`() {
        let text = """
            survey: exit
            version: two
            languages: [en, ar]
            titel: {en: Exit, ar: خروج}
            questions:
              - id: visit
                kind: smily
                ask: {en: How was it?}
              - id: reason
                kind: choices
                show_if: vist <= 2
                ask: {en: Why?, ar: لماذا؟}
                options: [{id: queue, label: {en: Queue, ar: انتظار}}]
            """
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:1:1: error: the survey lacks the key `thanks`; add `thanks: {en: …, ar: …}`",
                "x.yaml:2:10: error: `version` must be a number, but is `two`; write a whole number from 1 to 999999",
                "x.yaml:4:1: error: unknown key `titel`; did you mean `title`?",
                "x.yaml:7:11: error: unknown kind `smily`; did you mean `smiley`?",
                "x.yaml:8:10: error: `ask` lacks the language `ar`; add `ar: …`",
                "x.yaml:11:14: error: in `show_if`: there is no question `vist`; did you mean `visit`?",
                "x.yaml:13:14: error: question `reason` has 1 options; write 2 to 12",
            ])
    }

    @Test func `Without errors there is a survey, warnings or not, and with one there is none`() {
        let warned = SurveyReader.read(SurveyText.good.replacing("kind: smiley", "kind: nps"), file: "x")
        #expect(warned.survey != nil)
        let text = SurveyText.replacing("thanks:", by: "  - {id: say, kind: text, ask: {en: Say, ar: قل}}\nthanks:")
        let reading = SurveyReader.read(text, file: "x.yaml")
        #expect(reading.survey != nil)
        #expect(reading.errors == [])
        #expect(
            reading.diagnostics.map(\.description) == [
                "x.yaml:16:5: warning: question `say` can't be passed over, and most people will not type; add `optional: true`"
            ])
        #expect(SurveyReader.read(text.replacing("version: 2", "version: x"), file: "x.yaml").survey == nil)
    }

    @Test func `The first question is one that everybody can answer with a touch`() {
        let text = """
            survey: exit
            version: 1
            languages: [en]
            title: {en: Exit}
            questions:
              - {id: say, kind: text, optional: true, show_if: say == 1, ask: {en: Say}}
            thanks: {en: Thanks}
            """
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:6:10: error: the first question is the attract screen, so it can't be of kind `text`; ask for a score first",
                "x.yaml:6:10: error: the first question is the attract screen, so it can't be optional; remove `optional`",
                "x.yaml:6:52: error: the first question is the attract screen, so it can't have a rule; remove `show_if`",
                "x.yaml:6:52: error: in `show_if`: `say` is this question itself; ask about an earlier question, or move this one behind `say`",
            ])
    }

    @Test func `A language that can't be read does not make its translations wrong`() {
        #expect(
            SurveyText.diagnose(SurveyText.replacing("[en, ar]", by: "[en, AR]")) == [
                "x.yaml:3:17: error: `AR` is no valid `language`; write a BCP 47 code, such as `en`"
            ])
    }

    @Test func `A contact question needs its consent`() {
        let text = SurveyText.replacing("thanks:", by: "  - {id: call, kind: contact, optional: true}\nthanks:")
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:16:5: error: question `call` lacks the key `consent`; add `consent: {en: …, ar: …}`"
            ])
    }
}
