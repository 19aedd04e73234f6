/// The keys of one script or purpose, as data.
///
/// Rows run from the left in every language, as on the keyboards people know.
package struct KeyboardLayout: Equatable, Sendable {
    /// On the key that comes back to the letters.
    package let sample: String
    package let letters: [[Character]]
    package let symbols: [[Character]]
    /// The script has capitals.
    package let hasCase: Bool
    /// Capitals of `i` and `ı` are İ and I.
    let hasDottedCapital: Bool
    package let purpose: Purpose

    package enum Purpose: Sendable { case prose, email, phone }

    init(
        _ sample: String, _ rows: String..., symbols: [String] = proseSymbols, hasCase: Bool = true,
        hasDottedCapital: Bool = false, purpose: Purpose = .prose
    ) {
        self.sample = sample
        letters = rows.map(Array.init)
        self.symbols = symbols.map(Array.init)
        self.hasCase = hasCase
        self.hasDottedCapital = hasDottedCapital
        self.purpose = purpose
    }

    static let proseSymbols = ["1234567890", "-/:;()&@\"!", "#%+=*_,.?'"]

    /// Keys side by side in the longest row.
    package var columns: Int { max(10, letters.map(\.count).max() ?? 0) }

    /// A letter's capital; itself where it has none of one character.
    package func capital(of letter: Character) -> Character {
        if hasDottedCapital, letter == "i" { return "İ" }
        if letter == "ı" { return "I" }
        let capital = letter.uppercased()
        return capital.count == 1 ? capital.first ?? letter : letter
    }

    /// What a second touch of a key offers, without letters that have a key of their own.
    package func accents(of letter: Character) -> [Character] {
        let own = Set(letters.joined())
        return (Accents.table[letter] ?? []).filter { !own.contains($0) }
    }
}

extension KeyboardLayout {
    /// Free text in a language by its BCP 47 code; Latin letters where we have no layout for its script.
    package static func prose(in language: String) -> KeyboardLayout { all[primary(language)] ?? qwerty }

    /// An e-mail address: letters in the order this language's customers know, as far as they are Latin.
    package static func email(in language: String) -> KeyboardLayout {
        switch primary(language) {
        case "fr": email("azertyuiop", "qsdfghjklm", "wxcvbn._-+")
        case "de", "cs", "sk", "hu", "sl", "hr", "sq": email("qwertzuiop", "asdfghjkl-", "yxcvbnm._+")
        default: email("qwertyuiop", "asdfghjkl-", "zxcvbnm._+")
        }
    }

    private static func email(_ first: String, _ second: String, _ third: String) -> KeyboardLayout {
        KeyboardLayout(
            "abc", first, second, third, symbols: ["1234567890", "!#$%&'*+/=", "?^`{|}~-_."], hasCase: false,
            purpose: .email)
    }

    /// A telephone's keys.
    package static let phone = KeyboardLayout(
        "123", "123", "456", "789", "+0", symbols: [], hasCase: false, purpose: .phone)

    /// The languages that have a layout of their own.
    package static var languages: [String] { all.keys.sorted() }

    private static func primary(_ language: String) -> String {
        language.split(separator: "-").first.map { $0.lowercased() } ?? language
    }

    private static let qwertz = KeyboardLayout("abc", "qwertzuiopü", "asdfghjklöä", "yxcvbnmß,.?")
    private static let cyrillic = KeyboardLayout("абв", "йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю,.?")
    private static let arabic = KeyboardLayout(
        "أبج", "ضصثقفغعهخحجد", "شسيبلاتنمكطذ", "ئءؤرىةوزظ،.؟", symbols: arabicSymbols, hasCase: false)
    private static let arabicSymbols = ["1234567890", "-/:؛()&@\"!", "#%+=*_،.؟'"]
    private static let qwerty = KeyboardLayout("abc", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?")

    private static let all: [String: KeyboardLayout] = [
        "en": qwerty,
        "de": qwertz,
        "fr": KeyboardLayout("abc", "azertyuiopé", "qsdfghjklmè", "wxcvbnà',.?"),
        "es": KeyboardLayout("abc", "qwertyuiop", "asdfghjklñ", "zxcvbnm,.?"),
        "tr": KeyboardLayout(
            "abc", "qwertyuıopğü", "asdfghjklşi,", "zxcvbnmöç.?'", hasDottedCapital: true),
        "az": KeyboardLayout(
            "abc", "qüertyuiopöğ", "asdfghjklıə,", "zxcvbnmçş.?'", hasDottedCapital: true),
        "ru": cyrillic, "kk": cyrillic, "ky": cyrillic, "sr": cyrillic, "be": cyrillic,
        "uk": KeyboardLayout("абв", "йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю,.'"),
        "bg": KeyboardLayout("абв", "явертъуиопшщ", "асдфгхйключ,", "зьцжбнм.?'"),
        "el": KeyboardLayout("αβγ", "ςερτυθιοπ'", "ασδφγηξκλ,", "ζχψωβνμ.;!"),
        "ar": arabic, "fa": arabic, "ur": arabic,
        "he": KeyboardLayout("אבג", "',קראטוןםפ", "שדגכעיחלךף", "זסבהנמצתץ.", hasCase: false),
        "ka": KeyboardLayout("აბგ", "ქწერტყუიოპღ", "ასდფგჰჯკლთშ", "ზხცვბნმძჩჟჭ", hasCase: false),
    ]
}
