/// The words of the staff menu in one language.
///
/// `#` stands for a number or a time, in the order in which they are given.
struct StaffWords: Equatable, Sendable {
    let pin: PINWords
    let state: StateWords
    let rows: RowWords
    let items: ItemWords
    let texts: TextWords

    struct PINWords: Equatable, Sendable {
        let staff, technician, checking, wrong, locked, noStaff, noTechnician: String
        let closesIn, returnsIn, close: String
    }

    /// The sentence that comes first.
    struct StateWords: Equatable, Sendable {
        let arrived, none, waitingOne, waitingMany, since, sinceYesterday, sinceDays: String
        let online, starting, offline, portal, refused, retired, notEnrolled, noCollector, notRunning: String
    }

    /// What stands beside it, and how it is said.
    struct RowWords: Equatable, Sendable {
        let contact, delivered, waiting, survey, clock, touch, disk: String
        let created, dead, lost, collector, kiosk, failure: String
        let ago, never, noTouch, clockRight, clockUnsure, free, nothing: String
        let minutes, hours, days: String
    }

    struct ItemWords: Equatable, Sendable {
        let sync, touches, language, theme, restartApp, restartDevice, technician, details, doctor, leave: String
        let dark, light, contrast, further, earlier: String
    }

    struct TextWords: Equatable, Sendable {
        let restartApp, restartDevice, leave, technician: String
        let sending, restarting, failed, done: String
        let touchesHint, place, millimetres: String
        let faults, noFaults: String
    }
}

extension StaffWords {
    /// The words of a language by its BCP 47 code; English where the menu doesn't speak it.
    static func of(_ language: String) -> StaffWords { all[primary(language)] ?? english }

    /// Whether the menu speaks a language.
    static func has(_ language: String) -> Bool { all[primary(language)] != nil }

    /// The languages of the menu, in the order in which they are offered.
    static let languages = ["en", "az", "ar", "ru", "fr", "de", "es", "tr", "el", "he", "zh"]

    private static let all = [
        "en": english, "az": azerbaijani, "ar": arabic, "ru": russian, "tr": turkish, "de": german, "fr": french,
        "es": spanish, "el": greek, "he": hebrew, "zh": chinese,
    ]

    private static func primary(_ language: String) -> String {
        language.split(separator: "-").first.map { $0.lowercased() } ?? language
    }
}

extension String {
    /// This pattern with its `#` marks filled in, one after the other.
    func filled(_ values: String...) -> String {
        var rest = values[...]
        return reduce(into: "") { text, character in
            if character == "#", let value = rest.popFirst() { text += value } else { text.append(character) }
        }
    }
}
