import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

@Suite struct WordsAndColoursTests {
    @Test func `the kiosk speaks eleven languages and falls back to English`() {
        #expect(Words.languages == ["ar", "az", "de", "el", "en", "es", "fr", "he", "ru", "tr", "zh"])
        #expect(Words.of("it") == Words.of("en"))
        #expect(Words.of("de-CH") == Words.of("de"))
        #expect(Words.name(of: "az") == "Azərbaycan" && Words.name(of: "xx") == "XX")
        #expect(Words.isRightToLeft("ar") && Words.isRightToLeft("ur-PK") && !Words.isRightToLeft("az"))
    }

    @Test(arguments: Words.languages)
    func `every language has a word for every level and a place for every number`(language: String) {
        let words = Words.of(language)
        for levels in 3...5 {
            #expect(Set(words.faces(levels: levels)).count == levels)
            #expect(words.touchFace(levels).contains(String(levels)))
        }
        #expect(words.chooseUpTo(7).contains("7") && words.touchOption(8).contains("8"))
        if language != "en" { #expect(words != Words.of("en")) }
    }

    @Test(arguments: Theme.names, Display.Colours.allCases)
    func `every text can be read on what it stands on`(name: String, colours: Display.Colours) throws {
        let theme = try #require(Theme.named(name, on: Display(cells: .half, colours: colours)))
        #expect(theme.faults(on: colours) == [])
    }

    @Test func `a theme that can't be read says where`() throws {
        var theme = Theme.dark
        theme.scale = [Colour(0x777777), Colour(0x777777)]
        theme.leastContrast = 10
        let faults = theme.faults(on: .redefined256)
        #expect(
            faults.contains { $0.hasPrefix("key 0 of 7, normal: ") && $0.hasSuffix("to 1, at least 10.0 is needed") })
        #expect(Theme.named("pink", on: Display(cells: .half, colours: .eight)) == nil)
    }

    @Test(arguments: Theme.names)
    func `where eight colours are ours the five faces have five of them`(name: String) throws {
        let theme = try #require(Theme.named(name, on: Display(cells: .half, colours: .redefined8)))
        #expect(Set(theme.moods.map(Palette8.nearestOwn)).count == 5)
        #expect(theme.moods.map { Palette8.own[Palette8.nearestOwn(to: $0)] } == Theme.dark.moods)
    }

    /// Everything a customer can read, as it was drawn and not as it was meant.
    @Test(
        arguments: [
            Display(cells: .half, colours: .redefined256), Display(cells: .blocks, colours: .eight),
            Display(cells: .half, colours: .redefined8),
        ],
        Theme.names)
    func `every letter drawn has enough contrast`(display: Display, theme: String) {
        for (title, scene) in previewScenes(
            of: Surveys.everyKind, size: Size(width: 120, height: 33), language: "en", display: display, typeface: nil,
            theme: .named(theme, on: display))
        {
            for row in 0..<33 {
                for column in 0..<120 {
                    let cell = scene.frame[column, row]
                    guard let text = cell.text, text.isLetter || text.isNumber else { continue }
                    #expect(contrast(cell.ink, cell.ground) >= 4.5, "\(text) at \(column), \(row) of \(title)")
                }
            }
        }
    }

    @Test func `targets are large where there is room`() {
        let kiosk = Kiosk(Surveys.everyKind)
        for target in kiosk.scene.targets {
            if case .option = target.action { #expect(target.rect.width >= 7 && target.rect.height >= 4) }
        }
    }
}
