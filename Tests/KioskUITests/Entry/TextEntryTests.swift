import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// A text under the hand, against a model that is nothing but a list of characters.
@Suite struct TextEntryTests {
    private static let hostile: [Character] = [
        "\u{1B}", "\u{7}", "\u{0}", "\u{9B}", "\n", "\t", "\u{200D}", "\u{200E}", "\u{FE0F}", "\u{202E}", "😀", "☺",
        "❤", "\u{20E3}", "\u{E000}", "\u{FFFD}", "\u{1F1E6}", "\u{2028}",
    ]

    @Test(arguments: 0..<60)
    func `a random typist gets the text that was typed`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let limit = Int.random(in: 1...40, using: &random)
        let layout = KeyboardLayout.prose(in: ["en", "az", "ru", "ar", "el"][seed % 5])
        var entry = TextEntry(.comment(limit: limit))
        var expected: [Character] = []
        var isShifted = false
        let letters = layout.letters.flatMap(\.self)
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4:
                guard let letter = letters.randomElement(using: &random) else { continue }
                entry.press(.character(letter), on: layout)
                let typed = isShifted ? layout.capital(of: letter) : letter
                if expected.count < limit { expected.append(typed) }
                isShifted = false
            case 5:
                entry.press(.space, on: layout)
                if let last = expected.last, last != " ", expected.count < limit { expected.append(" ") }
            case 6:
                entry.press(.backspace, on: layout)
                _ = expected.popLast()
            case 7:
                entry.press(.shift, on: layout)
                isShifted.toggle()
            case 8:
                guard let bad = Self.hostile.randomElement(using: &random) else { continue }
                let isTaken = entry.type(bad)
                #expect(!isTaken)
            default:
                guard let letter = "abc7?é中я".randomElement(using: &random) else { continue }
                entry.type(letter)
                if expected.count < limit { expected.append(letter) }
            }
            #expect(entry.text == String(expected) && entry.text.count <= limit && entry.isShifted == isShifted)
        }
    }

    @Test func `a second touch of a key types again and offers its relatives`() {
        let layout = KeyboardLayout.prose(in: "en")
        var entry = TextEntry(.comment(limit: 20))
        entry.press(.character("e"), on: layout)
        #expect(entry.offer == nil)
        entry.press(.character("e"), on: layout)
        #expect(entry.text == "ee" && entry.offer?.accents.prefix(2) == ["é", "è"])
        entry.press(.accent("é"), on: layout)
        #expect(entry.text == "é" && entry.offer == nil)
        entry.press(.accent("è"), on: layout)
        #expect(entry.text == "é")
        entry.press(.character("t"), on: layout)
        entry.press(.shift, on: layout)
        entry.press(.character("e"), on: layout)
        entry.press(.character("e"), on: layout)
        entry.press(.accent("É"), on: layout)
        #expect(entry.text == "étÉ")
    }

    @Test func `at the limit an accent still takes the place of its letter`() {
        let layout = KeyboardLayout.prose(in: "en")
        var entry = TextEntry(.comment(limit: 3), text: "ab")
        for _ in 0..<3 { entry.press(.character("c"), on: layout) }
        #expect(entry.text == "abc")
        entry.press(.accent("ç"), on: layout)
        #expect(entry.text == "abç")
    }

    @Test func `marks compose with their letter and do not pile up`() {
        var entry = TextEntry(.comment(limit: 20))
        entry.type("\u{301}")
        #expect(entry.text.isEmpty)
        entry.type("e")
        entry.type("\u{301}")
        #expect(entry.text == "é" && entry.text.unicodeScalars.count == 1)
        entry.type("q")
        for _ in 0..<50 { entry.type("\u{301}") }
        #expect(entry.text.count == 2 && entry.text.unicodeScalars.count <= 4)
    }

    @Test func `an address has no spaces and a number has digits of any script`() {
        var email = TextEntry(.contact(.email))
        for character in "a b@éx.com" { email.type(character) }
        #expect(email.text == "ab@x.com")
        var phone = TextEntry(.contact(.phone))
        for character in "+٩٩٤ 50+x-1" { phone.type(character) }
        #expect(phone.text == "+994 50-1")
    }

    @Test(arguments: ["comment", "contact"])
    func `nothing typed by one customer is in any frame of the next`(question: String) throws {
        for seed in 0..<12 {
            var random = SeededGenerator(seed: UInt64(seed))
            var (used, fresh) = (Kiosk(Surveys.typing(in: "en")), Kiosk(Surveys.typing(in: "en")))
            used.send(.contactKey(isKnown: true))
            fresh.send(.contactKey(isKnown: true))
            used.type("2")
            if question == "contact" { used.press(.enter) }
            for _ in 0..<30 {
                let keys = used.scene.targets.filter { if case .key = $0.action { true } else { false } }
                let key = try #require(keys.randomElement(using: &random))
                used.send(.input(.touch(key.rect.middle)), after: 300)
            }
            switch seed % 3 {
            case 0: used.send(.timer, after: 30_000)
            case 1:
                for _ in 0..<3 { used.press(.escape) }
                used.send(.timer, after: 30_000)
            default:
                used.press(.tab)
                used.send(.timer, after: 30_000)
            }
            // The same steps show the same frames to the next customer.
            fresh.send(.timer, after: 30_000)
            for step in 0..<3 {
                #expect(used.scene.frame == fresh.scene.frame, "seed \(seed), step \(step)")
                let key: InputEvent = step == 0 ? .key(.character("3")) : .key(.enter)
                used.send(.input(key))
                fresh.send(.input(key))
            }
            #expect(used.saved.last?.answers == fresh.saved.last?.answers)
        }
    }

    @Test func `a flood of characters is cut off and typing is not`() {
        var kiosk = Kiosk(Surveys.typing(in: "en", limit: 1_000))
        kiosk.type("1")
        for index in 0..<500 {
            kiosk.sendOnly(.input(.key(.character(index % 2 == 0 ? "a" : "b"))), after: 0)
        }
        #expect(kiosk.model.ignoredInputs == 460)
        kiosk.type("quick")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["comment"] == .text(String(repeating: "ab", count: 20) + "quick"))
    }

    @Test func `letters, digits and signs are text and nothing else`() {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.type("1")
        for letter in "0 sl*u+-/9" { kiosk.send(.input(.key(.character(letter))), after: 80) }
        #expect(kiosk.questionID == "comment" && kiosk.saved.count == 1)
        kiosk.press(.backspace, .backspace, .end, .enter)
        #expect(kiosk.saved.last?.answers["comment"] == .text("0 sl*u+-1"))
    }

    @Test func `a text given before is shown again and can be taken away`() throws {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.send(.contactKey(isKnown: true))
        kiosk.type("1")
        kiosk.type("ok then")
        kiosk.press(.enter)
        kiosk.press(.escape)
        #expect(kiosk.text.contains("ok then"))
        kiosk.type("!")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["comment"] == .text("ok then!"))
        kiosk.press(.escape)
        for _ in 0..<8 { kiosk.press(.backspace) }
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["comment"] == nil && kiosk.saved.last?.skips["comment"] == .customer)
    }

    @Test func `any touch of a key extends the time`() throws {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.type("1")
        for _ in 0..<10 {
            try kiosk.touch(.key(.character("a")))
            kiosk.send(.timer, after: 18_000)
            #expect(kiosk.questionID == "comment")
        }
        kiosk.send(.timer, after: 2_000)
        #expect(kiosk.questionID == "visit" && kiosk.saved.last?.completion == .timeout)
        #expect(kiosk.saved.last?.answers == ["visit": .score(1)])
    }

    @Test func `arrows and Enter alone reach every key`() {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.type("1")
        kiosk.press(.right, .down, .enter)
        kiosk.press(.right, .enter)
        kiosk.type("!")
        kiosk.press(.enter)
        #expect(kiosk.saved.last?.answers["comment"] == .text("qw!"))
    }

    @Test func `a key lights up and goes out by itself`() throws {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.type("1")
        kiosk.type("a")
        try kiosk.touch(.key(.character("k")))
        let lit = kiosk.scene.frame
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == kiosk.now.bootMS + 180)
        kiosk.send(.timer, after: 180)
        #expect(kiosk.scene.frame != lit)
        #expect(kiosk.model.nextDeadline(at: kiosk.now) == kiosk.now.bootMS + 9_820)
    }
}
