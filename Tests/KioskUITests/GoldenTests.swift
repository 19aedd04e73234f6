import Foundation
import KioskUI
import SurveyKit
import TerminalUI
import Testing

/// Screens as text files in `Goldens/`.
///
/// `SMILEPOST_RECORD=1 swift test --filter GoldenTests` writes them anew; look at
/// what changed before committing it.
@Suite struct GoldenTests {
    private func expect(_ scene: Scene, golden name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try Goldens.expect(scene, name, sourceLocation: sourceLocation)
    }

    private func scenes(_ width: Int, _ height: Int, _ language: String, _ display: Display) -> [(String, Scene)] {
        previewScenes(
            of: Surveys.everyKind, size: Size(width: width, height: height), language: language, display: display,
            typeface: nil
        ).map { ($0.title.replacing(", ", with: "-"), $0.scene) }
    }

    private static let half = Display(cells: .half, colours: .redefined256)

    @Test func `every screen at 120x33`() throws {
        let scenes = scenes(120, 33, "en", Self.half)
        #expect(
            scenes.map(\.0) == [
                "visit", "visit-touched", "reason", "stars", "nps", "ease", "found", "why", "comment", "contact",
                "contact-consent",
                "thanks",
            ])
        for (title, scene) in scenes { try expect(scene, golden: "120x33-\(title)") }
    }

    @Test(arguments: [(40, 12), (80, 24), (160, 45), (400, 120)])
    func `the attract screen at other sizes`(width: Int, height: Int) throws {
        let kiosk = Kiosk(Surveys.everyKind, size: Size(width: width, height: height), display: Self.half)
        try expect(kiosk.scene, golden: "\(width)x\(height)-visit")
    }

    @Test func `Arabic runs from the right and the faces do not`() throws {
        for (title, scene) in scenes(120, 33, "ar", Self.half) where ["visit", "reason", "found"].contains(title) {
            try expect(scene, golden: "120x33-ar-\(title)")
        }
    }

    @Test(arguments: [
        Display(cells: .ascii, colours: .mono), Display(cells: .blocks, colours: .eight),
    ])
    func `every screen on plainer displays`(display: Display) throws {
        for (title, scene) in scenes(80, 24, "en", display) {
            try expect(scene, golden: "80x24-\(display.cells.rawValue)-\(title)")
        }
    }

    @Test func `screens that only say something`() throws {
        var kiosk = Kiosk(nil)
        try expect(kiosk.scene, golden: "120x33-no-survey")
        kiosk.send(.surveyReady(Surveys.everyKind, bundle: nil))
        kiosk.send(.opening(isOpen: false))
        try expect(kiosk.scene, golden: "120x33-closed")
        kiosk.send(.storageFailed)
        try expect(kiosk.scene, golden: "120x33-out-of-service")
    }

    @Test func `chosen options and the countdown`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.type("1")
        kiosk.type("13")
        kiosk.send(.timer, after: 15_000)
        try expect(kiosk.scene, golden: "120x33-reason-countdown")
    }

    @Test func `a comment being typed, at the sizes and in the languages that differ most`() throws {
        for (size, language, text) in [
            (Size(width: 120, height: 33), "en", "The queue at the till was far too long and only one cashier was wor"),
            (Size(width: 80, height: 24), "ar", "كان الطابور طويلا"), (Size(width: 40, height: 12), "en", "Too slow."),
        ] {
            var kiosk = Kiosk(Surveys.typing(in: language), size: size, display: Self.half)
            kiosk.type("1")
            kiosk.type(text)
            try kiosk.touch(.key(.character(language == "ar" ? "ك" : "k")))
            try expect(kiosk.scene, golden: "\(size.width)x\(size.height)-\(language)-comment-typed")
        }
    }

    @Test func `accents, symbols, contact and consent on a low screen`() throws {
        var kiosk = Kiosk(nil, size: Size(width: 40, height: 12), display: Self.half)
        kiosk.send(.contactKey(isKnown: true))
        kiosk.send(.surveyReady(Surveys.typing(in: "en"), bundle: nil))
        kiosk.type("1")
        for _ in 0..<2 { try kiosk.touch(.key(.character("e"))) }
        try expect(kiosk.scene, golden: "40x12-comment-accents")
        try kiosk.touch(.key(.plane))
        try expect(kiosk.scene, golden: "40x12-comment-symbols")
        kiosk.press(.enter)
        try expect(kiosk.scene, golden: "40x12-contact")
        kiosk.type("anna@example.com")
        kiosk.press(.enter)
        try expect(kiosk.scene, golden: "40x12-contact-consent")
        try kiosk.touch(.back)
        try kiosk.touch(.contact(.phone))
        try expect(kiosk.scene, golden: "40x12-contact-phone")
    }

    private static let fourLanguages = Goldens.folder.deletingLastPathComponent().appendingPathComponent(
        "four-languages.yaml")

    /// Without fonts, because those differ from machine to machine; `scripts/contact-sheet` draws the same with them.
    @Test(arguments: Display.Cells.allCases, ["en", "ar", "ru", "zh"])
    func `the attract screen of every kind of cell in four scripts`(cells: Display.Cells, language: String) throws {
        let text = try String(contentsOf: Self.fourLanguages, encoding: .utf8)
        let survey = try #require(SurveyReader.read(text, file: "four-languages.yaml").survey)
        let colours: Display.Colours = cells == .ascii ? .mono : cells == .blocks ? .eight : .redefined256
        for size in [Size(width: 80, height: 24), Size(width: 240, height: 67)] {
            let scenes = previewScenes(
                of: survey, size: size, language: language, display: Display(cells: cells, colours: colours),
                typeface: nil)
            try expect(
                try #require(scenes.first).scene,
                golden: "attract-\(size.width)x\(size.height)-\(cells.rawValue)-\(language)")
        }
    }

    @Test func `a terminal too small to touch shows the question and its digits`() throws {
        try expect(scenes(30, 6, "en", Self.half)[0].1, golden: "30x6-visit")
    }
}
