import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

@Suite struct LanguageButtonTests {
    private static let codes = ["en", "az", "ar", "ru", "zh", "de", "fr", "es", "tr", "uk"]

    private var survey: Survey {
        func text(_ text: String) -> LocalizedText {
            LocalizedText(Dictionary(uniqueKeysWithValues: Self.codes.map { ($0, text) }))
        }
        return Survey(
            id: "many", version: 1, languages: Self.codes, title: text("Many"),
            questions: [Question(id: "visit", kind: .smiley(levels: 5), ask: text("How was it?"))],
            thanks: text("Thanks"))
    }

    private func shown(_ kiosk: Kiosk) -> [String] {
        kiosk.scene.targets.compactMap { if case .language(let code) = $0.action { code } else { nil } }
    }

    private func more(_ kiosk: Kiosk) -> Action? {
        kiosk.scene.targets.map(\.action).first { if case .languagePage = $0 { true } else { false } }
    }

    @Test func `too many languages stand on pages, each of them on one`() throws {
        var kiosk = Kiosk(survey, size: Size(width: 80, height: 24))
        var seen: [String] = []
        for _ in 0..<Self.codes.count where seen.count < Self.codes.count {
            seen += shown(kiosk)
            try kiosk.touch(try #require(more(kiosk)))
        }
        #expect(seen == Self.codes)
    }

    @Test func `the page with the language shown comes first`() throws {
        var kiosk = Kiosk(survey, size: Size(width: 80, height: 24))
        try kiosk.touch(try #require(more(kiosk)))
        let other = try #require(shown(kiosk).first)
        try kiosk.touch(.language(other))
        #expect(kiosk.model.interview?.language == other && shown(kiosk).contains(other))
    }

    @Test func `the thank-you has them too, and the choice ends with the customer`() throws {
        var kiosk = Kiosk(survey)
        kiosk.type("5")
        #expect(kiosk.model.screen == .thanks)
        try kiosk.touch(.language("az"))
        #expect(kiosk.model.screen == .thanks && kiosk.model.interview?.language == "az")
        kiosk.send(.timer, after: 5_000)
        #expect(kiosk.model.interview?.language == "en" && kiosk.sealed.count == 1)
    }
}
