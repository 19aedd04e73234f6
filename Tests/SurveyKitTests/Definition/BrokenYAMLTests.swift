import Foundation
import SurveyKit
import TestSupport
import Testing

/// Files that are no YAML, or YAML that no survey needs.
struct BrokenYAMLTests {
    @Test(
        arguments: [
            (
                "survey: a: b\n",
                "1:10: error: the YAML is broken: mapping values are not allowed in this context; put the text in quotes if it holds `: `"
            ),
            (
                "survey: exit\nversion: [1\n",
                "3:1: error: the YAML is broken: did not find expected ',' or ']' while parsing a flow sequence; close the `[`, or put the text in quotes if it holds `,`, `[` or `]`"
            ),
            (
                "survey: \"exit\n",
                "2:1: error: the YAML is broken: found unexpected end of stream while scanning a quoted scalar; close the quotes"
            ),
            (
                "survey: exit\n\tversion: 1\n",
                "2:1: error: the YAML is broken: found a tab character that violates indentation while scanning a plain scalar; indent with spaces"
            ),
            (
                "survey: exit\nversion\n",
                "3:1: error: the YAML is broken: could not find expected ':' while scanning a simple key; check the indentation, and that the line above is complete"
            ),
            (
                "survey: a\n---\nsurvey: b\n",
                "2:1: error: the YAML is broken: found another document; keep one survey in one file: remove the line `---`"
            ),
            (
                "survey: *a\n",
                "1:9: error: the YAML is broken: found undefined alias; put the text in quotes if it begins with `*`"
            ),
            (
                "survey: a\u{7}b\n",
                "1:10: error: the file can't be read: control characters are not allowed; remove the character"
            ),
            (
                "survey: a\r\nversion: \u{7}\r\n",
                "2:10: error: the file can't be read: control characters are not allowed; remove the character"
            ),
            ("", "1:1: error: the file is empty; begin with `survey: my-survey`"),
            ("# only a comment\n", "1:1: error: the file is empty; begin with `survey: my-survey`"),
            ("hello", "1:1: error: the survey must be a mapping, but is a text; write `key: value` lines"),
            ("- a\n- b\n", "1:1: error: the survey must be a mapping, but is a list; write `key: value` lines"),
        ])
    func `Broken YAML is one diagnostic with its place`(text: String, expected: String) {
        #expect(SurveyText.diagnose(text) == ["x.yaml:\(expected)"])
    }

    @Test func `Every repeated key is told, and what else is wrong`() {
        let text = SurveyText.good
            .replacing("version: 2", "version: 2\nversion: 3")
            .replacing("ask: {en: Why?,", "ask: {en: Why?, \"en\": Because?,")
            .replacing("kind: smiley", "kind: smiley\n    kind: stars\n    kind: nps\n    colour: red")
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:3:1: error: the key `version` is here twice; remove this one or the one in line 2",
                "x.yaml:9:5: error: the key `kind` is here twice; remove this one or the one in line 8",
                "x.yaml:10:5: error: the key `kind` is here twice; remove this one or the one in line 8",
                "x.yaml:11:5: error: unknown key `colour`; write one of `id`, `kind`, `ask`, `optional`, `show_if`, "
                    + "`scale`, `labels`, `options`, `max_choices`, `max_length`, `consent`",
                "x.yaml:16:21: error: `ask` has `en` twice; remove this one or the one in line 16",
            ])
    }

    @Test func `Anchors are refused where they stand`() {
        let text = SurveyText.replacing("title: {en: Exit, ar: خروج}", by: "title: &t {en: Exit, ar: خروج}")
            .replacing("thanks: {en: Thanks!, ar: شكرا!}", "thanks: *t")
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:4:8: error: anchors and aliases (`&name`, `*name`) are not allowed; "
                    + "write the text out, or in quotes if it begins with `&` or `*`"
            ])
    }

    @Test func `An alias bomb is refused unread`() {
        let lines = (1...40).map { "b\($0): &b\($0) [*b\($0 - 1), *b\($0 - 1), *b\($0 - 1)]" }
        let reading = SurveyReader.read("b0: &b0 [x, x]\n" + lines.joined(separator: "\n"), file: "x.yaml")
        #expect(reading.survey == nil)
        #expect(reading.diagnostics.map(\.line) == [2])
        #expect(reading.diagnostics.first?.message == "anchors and aliases (`&name`, `*name`) are not allowed")
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{"])
    func `Deep nesting is refused unread`(opening: String) {
        let reading = SurveyReader.read(
            "survey: a\nversion: 1\n" + String(repeating: opening, count: 50_000), file: "x")
        #expect(reading.diagnostics.map(\.message) == ["the file is nested too deeply for a survey"])
    }

    @Test func `A file above 256 KiB is refused`() {
        let text = SurveyText.good + "# " + String(repeating: "é", count: 131_072)
        #expect(
            SurveyText.diagnose(text) == [
                "x.yaml:1:1: error: the file has \(text.utf8.count) bytes; a survey has at most 262144; "
                    + "split the survey or shorten its texts"
            ])
    }

    @Test func `Bytes that are not UTF-8 are refused`() {
        let latin = Data([0x73, 0x75, 0x72, 0x76, 0x65, 0x79, 0x3A, 0x20, 0xE9])
        let reading = SurveyReader.read(bytes: latin, file: "x.yaml")
        #expect(reading.survey == nil)
        #expect(
            reading.diagnostics.map(\.description) == ["x.yaml:1:1: error: the file is not UTF-8; save it as UTF-8"])
        let good = SurveyReader.read(bytes: Data(SurveyText.good.utf8), file: "x.yaml")
        #expect(good == SurveyReader.read(SurveyText.good, file: "x.yaml"))
    }

    @Test func `Asterisks and ampersands in texts are text`() {
        let text = SurveyText.replacing("en: Thanks!", by: "en: Fish &chips *now* & *later*, Q&A")
        #expect(SurveyText.diagnose(text.replacing("*later*, Q&A", "*later*")) == [])
    }

    @Test func `Any spoilt file gives diagnostics or a survey, and never both an error and a survey`() {
        var generator = SeededGenerator(seed: 11)
        let good = Array(SurveyText.good.unicodeScalars)
        let noise = Array(":{}[]&*!|>'\"%@`#-?, \n\t\u{0}\u{85}\u{FEFF}aé".unicodeScalars)
        for _ in 0..<1_500 {
            var scalars = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<scalars.count, using: &generator)
                if Bool.random(using: &generator) {
                    scalars.remove(at: index)
                } else {
                    scalars.insert(noise[Int.random(in: 0..<noise.count, using: &generator)], at: index)
                }
            }
            let reading = SurveyReader.read(String(String.UnicodeScalarView(scalars)), file: "x.yaml")
            #expect((reading.survey == nil) == !reading.errors.isEmpty, "\(String(String.UnicodeScalarView(scalars)))")
        }
    }
}
