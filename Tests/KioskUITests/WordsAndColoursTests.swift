import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

@Suite struct WordsAndColoursTests {
    @Test func `the kiosk speaks eight languages and falls back to English`() {
        #expect(Words.languages == ["ar", "az", "de", "en", "es", "fr", "ru", "tr"])
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

    @Test(arguments: [Theme.dark, .flat])
    func `every text can be read on what it stands on`(theme: Theme) {
        var surfaces = [theme.ground, theme.current, theme.accent, theme.done, theme.card]
        for state in CardState.allCases {
            surfaces.append(theme.plainCard(state))
            surfaces += theme.moods.map { theme.card(of: $0, state) } + [theme.card(of: theme.star, state)]
            for count in [7, 11] { surfaces += (0..<count).map { theme.key($0, of: count, state) } }
        }
        for surface in surfaces {
            #expect(contrast(theme.ink(on: surface), surface) >= 4.5, "\(surface)")
            #expect(contrast(theme.soft(on: surface), surface) >= 4.5, "\(surface)")
        }
    }

    /// Everything a customer can read, as it was drawn and not as it was meant.
    @Test(arguments: [Display(cells: .half, colours: .redefined256), Display(cells: .blocks, colours: .eight)])
    func `every letter drawn has enough contrast`(display: Display) {
        for (title, scene) in previewScenes(
            of: Surveys.everyKind, size: Size(width: 120, height: 33), language: "en", display: display, typeface: nil)
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
