/// The kiosk's own words in one language; what a survey asks comes from the survey.
package struct Words: Equatable, Sendable {
    /// Under five faces, worst first; four leave the middle out, three also the second and the fourth.
    package let faces: [String]
    /// The ends of the scale of stars, of recommendation and of effort.
    package let stars: Ends
    package let recommend: Ends
    package let effort: Ends
    package let yes: String
    package let no: String
    package let back: String
    package let next: String
    package let skip: String
    package let undo: String
    /// Seconds, as a short sign after a number.
    package let second: String
    /// `#` stands for the number of options.
    let chooseUpTo: String
    /// `#` stands for the highest digit.
    let touchFace: String
    let touchOption: String
    package let digitsThenEnter: String
    package let outOfService: Notice
    package let noSurvey: Notice
    package let closed: Notice

    package struct Ends: Equatable, Sendable {
        package let low: String
        package let high: String

        init(_ low: String, _ high: String) {
            self.low = low
            self.high = high
        }
    }

    /// A screen that only says something.
    package struct Notice: Equatable, Sendable {
        package let title: String
        package let text: String

        init(_ title: String, _ text: String) {
            self.title = title
            self.text = text
        }
    }

    /// Under the faces of a smiley question, worst first.
    package func faces(levels: Int) -> [String] {
        switch levels {
        case 3: [faces[0], faces[2], faces[4]]
        case 4: [faces[0], faces[1], faces[3], faces[4]]
        default: faces
        }
    }

    package func chooseUpTo(_ count: Int) -> String { chooseUpTo.replacingFirst("#", with: String(count)) }
    package func touchFace(_ count: Int) -> String { touchFace.replacingFirst("#", with: String(count)) }
    package func touchOption(_ count: Int) -> String { touchOption.replacingFirst("#", with: String(count)) }
}

extension Words {
    /// The words of a language by its BCP 47 code; of English where the kiosk doesn't speak it.
    package static func of(_ language: String) -> Words { all[primary(language)] ?? english }

    /// The languages whose words the kiosk has.
    package static var languages: [String] { all.keys.sorted() }

    /// What a language calls itself; its code where we don't know.
    package static func name(of language: String) -> String { names[primary(language)] ?? language.uppercased() }

    /// Whether a language is written from the right.
    package static func isRightToLeft(_ language: String) -> Bool {
        ["ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi"].contains(primary(language))
    }

    static func primary(_ language: String) -> String {
        language.split(separator: "-").first.map { $0.lowercased() } ?? language
    }

    private static let all = [
        "en": english, "az": azerbaijani, "ar": arabic, "ru": russian, "tr": turkish, "de": german, "fr": french,
        "es": spanish, "zh": chinese, "el": greek, "he": hebrew,
    ]

    private static let names = [
        "en": "English", "az": "Azərbaycan", "ar": "العربية", "ru": "Русский", "tr": "Türkçe", "de": "Deutsch",
        "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português", "nl": "Nederlands", "pl": "Polski",
        "uk": "Українська", "ka": "ქართული", "hy": "Հայերեն", "kk": "Қазақша", "uz": "Oʻzbekcha", "ky": "Кыргызча",
        "tk": "Türkmen", "fa": "فارسی", "he": "עברית", "ur": "اردو", "ckb": "کوردی", "ku": "Kurdî", "ro": "Română",
        "bg": "Български", "el": "Ελληνικά", "cs": "Čeština", "sk": "Slovenčina", "hu": "Magyar", "sr": "Српски",
        "hr": "Hrvatski", "sl": "Slovenščina", "sq": "Shqip", "sv": "Svenska", "no": "Norsk", "nb": "Norsk",
        "da": "Dansk", "fi": "Suomi", "et": "Eesti", "lv": "Latviešu", "lt": "Lietuvių", "zh": "中文", "ja": "日本語",
        "ko": "한국어", "vi": "Tiếng Việt", "th": "ไทย", "id": "Indonesia", "ms": "Melayu", "hi": "हिन्दी",
        "sw": "Kiswahili", "ga": "Gaeilge", "cy": "Cymraeg", "eu": "Euskara", "ca": "Català",
    ]
}

extension String {
    fileprivate func replacingFirst(_ mark: Character, with text: String) -> String {
        guard let index = firstIndex(of: mark) else { return self }
        return self[..<index] + text + self[self.index(after: index)...]
    }
}
