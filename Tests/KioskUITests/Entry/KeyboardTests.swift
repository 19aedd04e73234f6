import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// The keys of every language: all letters are there, and every key can be touched.
@Suite struct KeyboardTests {
    /// The letters a language is written with (as the main exemplar sets of CLDR list them).
    private static let alphabets = [
        "en": "abcdefghijklmnopqrstuvwxyz", "de": "abcdefghijklmnopqrstuvwxyzäöüß",
        "fr": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ", "es": "abcdefghijklmnopqrstuvwxyzáéíñóúü",
        "tr": "abcçdefgğhıijklmnoöprsştuüvyz", "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "ky": "абгдеёжзийклмнңоөпрстуүхчшъыэюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
        "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ", "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        "ar": "ءأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويآى", "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
        "ur": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے", "ka": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "pl": "aąbcćdeęfghijklłmnńoóprsśtuwyzźż", "it": "abcdefghijklmnopqrstuvwxyzàéèìóòù",
        "pt": "abcdefghijklmnopqrstuvwxyzáâãàçéêíóôõú", "nl": "abcdefghijklmnopqrstuvwxyzáéëïóöü",
        "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz", "cs": "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž",
        "hu": "aábcdeéfghiíjklmnoóöőpqrstuúüűvwxyz", "sv": "abcdefghijklmnopqrstuvwxyzåäö",
        "tk": "abçdeäfghijžklmnňoöprsştuüwyýz", "uz": "abdefghijklmnopqrstuvxyzʻ",
        "lv": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
    ]

    @Test(arguments: alphabets.keys.sorted())
    func `every letter of the language can be typed, small and capital`(language: String) throws {
        let layout = KeyboardLayout.prose(in: language)
        let keys = layout.letters.flatMap(\.self)
        #expect(Set(keys).count == keys.count)
        for letter in Self.alphabets[language] ?? "" {
            var entry = TextEntry(.comment(limit: 9))
            type(letter, &entry, on: layout)
            #expect(entry.text == String(letter))
            let capital = layout.capital(of: letter)
            guard layout.hasCase, capital != letter else { continue }
            entry.press(.shift, on: layout)
            type(letter, &entry, on: layout)
            #expect(entry.text == String([letter, capital]))
        }
    }

    /// As a hand does: its key, or twice the key of its relative and then itself.
    private func type(_ letter: Character, _ entry: inout TextEntry, on layout: KeyboardLayout) {
        let keys = layout.letters.flatMap(\.self)
        if keys.contains(letter) { return entry.press(.character(letter), on: layout) }
        guard let base = keys.first(where: { layout.accents(of: $0).contains(letter) }) else { return }
        entry.press(.character(base), on: layout)
        entry.press(.character(base), on: layout)
        let wanted = entry.offer?.accents.first { $0 == letter || $0 == layout.capital(of: letter) }
        if let wanted { entry.press(.accent(wanted), on: layout) }
    }

    @Test func `a language without a layout has Latin letters`() {
        #expect(KeyboardLayout.prose(in: "zh") == KeyboardLayout.prose(in: "en"))
        #expect(KeyboardLayout.prose(in: "de-AT") == KeyboardLayout.prose(in: "de"))
        #expect(Words.languages.filter { !KeyboardLayout.languages.contains($0) } == ["zh"])
    }

    @Test func `i with a dot keeps it`() {
        #expect(KeyboardLayout.prose(in: "az").capital(of: "i") == "İ")
        #expect(KeyboardLayout.prose(in: "tr").capital(of: "ı") == "I")
        #expect(KeyboardLayout.prose(in: "en").capital(of: "i") == "I")
    }

    @Test(arguments: KeyboardLayout.languages + ["zh"])
    func `every key is there once, can be touched, and lies in the screen at any size`(language: String) throws {
        for size in [(40, 12), (60, 17), (80, 24), (97, 30), (120, 33), (240, 67), (400, 120)] {
            let survey = Surveys.typing(in: language)
            var kiosk = Kiosk(nil, size: Size(width: size.0, height: size.1))
            kiosk.send(.contactKey(isKnown: true))
            kiosk.send(.surveyReady(survey, bundle: nil))
            kiosk.type("1")
            for _ in 0..<2 {
                check(kiosk, "\(language) \(size)")
                let plane = try #require(kiosk.model.targets.first { $0.action == .key(.plane) })
                kiosk.send(.input(.touch(plane.rect.middle)))
            }
            kiosk.type("x")
            kiosk.press(.enter)
            check(kiosk, "\(language) \(size), e-mail")
            let tab = try #require(kiosk.model.targets.first { $0.action == .contact(.phone) })
            kiosk.send(.input(.touch(tab.rect.middle)))
            check(kiosk, "\(language) \(size), phone")
            let shown = Set(kiosk.model.targets.map(\.action))
            #expect("0123456789+".allSatisfy { shown.contains(.key(.character($0))) })
        }
    }

    private func check(_ kiosk: Kiosk, _ where: String) {
        let targets = kiosk.model.targets
        #expect(Set(targets.map(\.action)).count == targets.count, "\(`where`)")
        let size = kiosk.model.size
        let wrong = targets.indices.filter { index in
            let rect = targets[index].rect
            let isKey = if case .key = targets[index].action { true } else { false }
            return rect.width < (isKey ? 3 : 1) || rect.height < 1 || rect.column < 0 || rect.row < 0
                || rect.column + rect.width > size.width || rect.row + rect.height > size.height
                || targets[..<index].contains { $0.rect.overlaps(rect) }
        }
        #expect(wrong.isEmpty, "\(`where`): \(wrong.map { targets[$0] })")
    }

    @Test func `every key of a layout types what it shows`() throws {
        for language in ["en", "ar", "ru", "az"] {
            var kiosk = Kiosk(Surveys.typing(in: language))
            kiosk.type("1")
            var expected = ""
            for row in KeyboardLayout.prose(in: language).letters {
                for letter in row {
                    try kiosk.touch(.key(.character(letter)))
                    expected.append(letter)
                }
            }
            try kiosk.touch(.next)
            #expect(kiosk.saved.last?.answers["comment"] == .text(expected))
        }
    }

    @Test func `keys are wide enough for a finger at the usual sizes`() {
        // 120x33 on a 15.6 inch panel: a cell is 2.9 x 5.8 mm, so 6 x 3 cells are more than 15 mm.
        var kiosk = Kiosk(Surveys.typing(in: "ru"))
        kiosk.type("1")
        for target in kiosk.model.targets {
            if case .key = target.action { #expect(target.rect.width >= 6 && target.rect.height >= 3) }
        }
    }
}

extension Surveys {
    /// A face, then a text, then a contact, in one language.
    static func typing(in language: String, limit: Int = 280) -> Survey {
        func text(_ words: String) -> LocalizedText { LocalizedText([language: words]) }
        return Survey(
            id: "typing", version: 1, languages: [language], title: text("Typing"),
            questions: [
                Question(id: "visit", kind: .smiley(levels: 5), ask: text("How was it?")),
                Question(
                    id: "comment", kind: .text(maxLength: limit), ask: text("What should we do better?"),
                    isOptional: true),
                Question(
                    id: "contact", kind: .contact(consent: text("Call me about this visit. Deleted after 90 days.")),
                    ask: text("May we call you?"), isOptional: true),
            ], thanks: text("Thank you!"))
    }
}
