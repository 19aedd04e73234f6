import Foundation
import SurveyKit
import Testing

/// docs/survey-format.md: what it shows is true.
struct FormatDocumentTests {
    private static let name = "docs/survey-format.md"

    private func document() throws -> String {
        try String(contentsOf: ProjectFiles.root.appending(path: Self.name), encoding: .utf8)
    }

    /// The blocks fenced with three backticks and `language`.
    private func blocks(_ language: String) throws -> [String] {
        try document().components(separatedBy: "\n```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```\n").first
        }
    }

    @Test func `Its YAML examples are surveys without a diagnostic`() throws {
        let examples = try blocks("yaml")
        #expect(examples.count == 2)
        for example in examples { #expect(SurveyText.diagnose(example) == []) }
    }

    @Test func `Its JSON example is what is published`() throws {
        let example = try #require(try blocks("json").first)
        let survey = try #require(SurveyReader.read(example, file: Self.name).survey)
        #expect(String(decoding: try survey.encoded(), as: UTF8.self) == example)
    }

    @Test func `The rules it shows are rules`() throws {
        let rows = try document().split(separator: "\n").drop { $0 != "| rule | holds when |" }.dropFirst(2)
        let rules = rows.prefix { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "`").dropFirst().first }
        #expect(rules.count == 4)
        for rule in rules { #expect(throws: Never.self) { try Rule(parsing: String(rule)) } }
    }

    @Test func `It names every kind and every key`() throws {
        let text = try document()
        let words = [
            "smiley", "stars", "nps", "ces", "yesno", "choice", "choices", "text", "contact", "survey", "version",
            "languages",
            "title", "service", "questions", "thanks", "timing", "schedule", "id", "kind", "ask", "optional", "show_if",
            "scale", "labels", "options", "max_choices", "max_length", "consent", "idle", "warn", "days", "from", "to",
        ]
        for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
    }
}
