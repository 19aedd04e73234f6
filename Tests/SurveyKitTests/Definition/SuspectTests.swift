import SurveyKit
import Testing

/// `suspect` in survey files.
struct SuspectTests {
    private func read(_ suspect: String) throws -> Survey {
        let reading = SurveyReader.read(SurveyText.good + "suspect: \(suspect)\n", file: "x.yaml")
        #expect(reading.diagnostics.map(\.description) == [])
        return try #require(reading.survey)
    }

    @Test func `a survey that says nothing has the standard rule, and off is none`() throws {
        let good = try #require(SurveyReader.read(SurveyText.good, file: "x").survey)
        #expect(good.suspect == SuspectRule(within: 2_000, burst: .init(votes: 3, span: 6_000)))
        #expect(try read("off").suspect == nil)
    }

    @Test func `each half of the rule can be changed or switched off alone`() throws {
        #expect(try read("{within: 5s}").suspect == SuspectRule(within: 5_000, burst: .init(votes: 3, span: 6_000)))
        #expect(
            try read("{within: 1500ms, burst: 4 in 1m}").suspect
                == SuspectRule(within: 1_500, burst: .init(votes: 4, span: 60_000)))
        #expect(try read("{within: off}").suspect == SuspectRule(within: nil, burst: .init(votes: 3, span: 6_000)))
        #expect(try read("{burst: off}").suspect == SuspectRule(within: 2_000, burst: nil))
    }

    @Test(arguments: [
        (
            "yes",
            "17:10: error: `suspect` must be a mapping or `off`, but is `yes`; write `suspect: {within: 2s, burst: 3 in 6s}`"
        ),
        (
            "[]",
            "17:10: error: `suspect` must be a mapping or `off`, but is a list; write `suspect: {within: 2s, burst: 3 in 6s}`"
        ),
        ("{witin: 2s}", "17:11: error: unknown key `witin`; did you mean `within`?"),
        ("{within: 2m}", "17:19: error: `within` is out of range: 2m; write a duration from `500ms` to `1m`"),
        (
            "{within: soon}",
            "17:19: error: `soon` is no duration; write a number and its unit, such as `20s`, `1500ms` or `2m`"
        ),
        (
            "{burst: 3}",
            "17:18: error: `3` is no number of votes in a time; write 2 to 20 votes in `1s` to `1m`, such as `3 in 6s`, or `off`"
        ),
        (
            "{burst: 1 in 6s}",
            "17:18: error: `burst` is out of range: 1 in 6s; write 2 to 20 votes in `1s` to `1m`, such as `3 in 6s`, or `off`"
        ),
        (
            "{burst: [3]}",
            "17:18: error: `burst` must be votes in a time, but is a list; write 2 to 20 votes in `1s` to `1m`, such as `3 in 6s`, or `off`"
        ),
    ])
    func `what is wrong with it is told with what to write`(suspect: String, message: String) {
        let lines = SurveyText.diagnose(SurveyText.good.trimmed + "suspect: \(suspect)\n")
        #expect(lines == ["x.yaml:\(message)"])
    }

    @Test func `a change of the rule is a line of the difference`() throws {
        let lines = SurveyDifference(from: try read("{within: 5s}"), to: try read("off")).lines
        #expect(lines == ["suspect: within 5s, burst 3 in 6s → off"])
    }

    @Test func `the published bytes carry the rule only where it is not the standard one`() throws {
        func published(_ suspect: String) throws -> String {
            String(decoding: try read(suspect).encoded(), as: UTF8.self)
        }
        #expect(!(try published("{within: 2s}").contains("suspect")))
        #expect(try published("off").contains(#""suspect":"off","#))
        #expect(
            try published("{within: off, burst: 5 in 9s}").contains(#""suspect":{"burst":"5 in 9s","within":"off"},"#))
    }

    @Test func `every text is known with its place, its question and its language`() {
        let texts = SurveyReader.read(SurveyText.good, file: "x").texts
        let ask = texts.first { $0.key == "ask" && $0.language == "ar" && $0.question == "visit" }
        #expect((ask?.text, ask?.line, ask?.column) == ("كيف كان؟", 8, 32))
        #expect(
            texts.filter { $0.question == "reason" && $0.language == "en" }.map(\.text) == ["Queue", "Staff", "Why?"])
        #expect(texts.filter { $0.question == nil }.map(\.key) == ["title", "title", "thanks", "thanks"])
    }
}

extension String {
    /// Without empty lines at the end.
    fileprivate var trimmed: String {
        var text = self
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }
}
