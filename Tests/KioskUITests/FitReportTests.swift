import KioskUI
import SurveyKit
import TerminalUI
import Testing

/// Letters that are boxes of half an em, of which the fonts lack those of `missing`.
private final class BoxTypeface: Typeface {
    private let missing: Set<Character>

    init(missing: Set<Character> = []) { self.missing = missing }

    func width(of text: String, height: Int) -> Int? {
        text.contains(where: missing.contains) ? nil : text.unicodeScalars.count { $0.value != 0x200F } * height / 2
    }

    func render(_ text: String, height: Int) -> Coverage? {
        width(of: text, height: height).flatMap { width in
            width == 0
                ? nil : Coverage(width: width, height: height, levels: Array(repeating: 255, count: width * height))
        }
    }

    func lineHeight(_ height: Int) -> Int { height }
    func visual(_ text: String) -> String { text }
}

/// Which texts do not fit, told by drawing them.
@Suite struct FitReportTests {
    private let half = Display(cells: .half, colours: .redefined256)
    private let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 33)]

    private func survey(
        ask: String = "How was it?", option: String = "Price", languages: [String] = ["en"]
    ) -> Survey {
        func text(_ text: String) -> LocalizedText {
            LocalizedText(Dictionary(uniqueKeysWithValues: languages.map { ($0, text) }))
        }
        let options = ["Waiting", "Staff", option].enumerated().map {
            Question.Option(id: "o\($0)", label: text($1))
        }
        return Survey(
            id: "exit", version: 1, languages: languages, title: text("Exit"),
            questions: [
                Question(id: "visit", kind: .smiley(levels: 5), ask: text(ask)),
                Question(id: "reason", kind: .choice(options), ask: text("What went wrong?")),
            ], thanks: text("Thank you!"))
    }

    private func report(
        _ survey: Survey, sizes: [Size]? = nil, display: Display? = nil, typeface: (any Typeface)? = BoxTypeface()
    ) -> [FitFinding] {
        FitReport(of: survey, sizes: sizes ?? self.sizes, display: display ?? half, typeface: typeface).findings
    }

    @Test func `short texts fit everywhere`() {
        #expect(report(survey()) == [])
    }

    @Test func `a label that no screen has room for is named with its size, and shortened as told it fits`() throws {
        let long = String(repeating: "unbelievably long words ", count: 4).trimmed
        let size = Size(width: 40, height: 12)
        let found = report(survey(option: long), sizes: [size])
        let place = FitText(question: "reason", role: .option("o2"))
        let finding = try #require(found.first { $0.place == place })
        #expect(finding.size == size && finding.text == long && finding.language == "en")
        guard case .shorten(let length) = finding.remedy else {
            Issue.record("no advice: \(finding)")
            return
        }
        #expect(finding.suggestion == "shorten it to \(length) characters (it has \(long.count))")
        let shorter = String(long.prefix(length))
        #expect(!report(survey(option: shorter), sizes: [size]).contains { $0.place == finding.place })
        let still = String(long.prefix(length + 1))
        #expect(report(survey(option: still), sizes: [size]).contains { $0.place == finding.place })
    }

    @Test func `a question too long for big letters is told, and where there are none it is not`() {
        let long = String(repeating: "many words ", count: 10).trimmed
        let found = report(survey(ask: long), sizes: [sizes[0]])
        #expect(found.map(\.problem) == [.plain])
        #expect(
            found.first?.message == "`ask` of question `visit` in `en` has no room for big letters at 80x24")
        #expect(report(survey(ask: long), sizes: [sizes[0]], typeface: nil) == [])
    }

    @Test func `a letter that no font has is named, and one that nothing draws too`() {
        let found = report(survey(ask: "Qué tal?"), sizes: [sizes[1]], typeface: BoxTypeface(missing: ["é"]))
        #expect(
            found.map { "\($0.message); \($0.suggestion)" } == [
                "`ask` of question `visit` in `en` is not in big letters: no font here has “é” (U+00E9); "
                    + "install a font for Latin (apt-get install fonts-dejavu-core), or choose other words"
            ])
        let none = report(survey(option: "漢字"), typeface: BoxTypeface(missing: ["漢", "字"]))
        #expect(
            none.map(\.message) == [
                "the label of option `o2` of question `reason` in `en` can't be drawn: neither a font here nor the "
                    + "console's has “漢” (U+6F22)"
            ])
    }

    @Test func `on a bare console the letters of its usual font are what there is`() {
        let blocks = Display(cells: .blocks, colours: .eight)
        let found = report(survey(option: "Qiymət"), display: blocks)
        #expect(
            found.map { "\($0.message); \($0.suggestion)" } == [
                "the label of option `o2` of question `reason` in `en` can't be drawn on a bare console (blocks): its "
                    + "usual font (Uni2) lacks “ə” (U+0259); give the console a font that has it (console-setup), or "
                    + "choose other words"
            ])
        #expect(report(survey(option: "Цена"), display: blocks) == [])
    }

    @Test func `every language is drawn`() {
        let long = String(repeating: "many words ", count: 10).trimmed
        let found = report(survey(ask: long, languages: ["en", "az"]), sizes: [sizes[0]])
        #expect(found.map(\.language) == ["en", "az"])
    }

    @Test func `a script without a font is named with the languages that need it and the package that has it`() {
        let arabic = survey(ask: "سؤال", languages: ["en", "ar"])
        #expect(MissingScript.all(in: arabic, typeface: BoxTypeface()) == [])
        let missing = MissingScript.all(in: arabic, typeface: BoxTypeface(missing: Set("سؤالعربية")))
        #expect(missing.map(\.script) == [LetterScript(name: "Arabic", package: "fonts-noto-core")])
        #expect(missing.map(\.languages) == [["en", "ar"]])
        #expect(MissingScript.all(in: survey(), typeface: nil).map(\.script.name) == ["Latin"])
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
