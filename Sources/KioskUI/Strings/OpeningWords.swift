import SurveyKit

/// When the kiosk opens again, in one language.
struct OpeningWords: Equatable, Sendable {
    /// `#` stands for the time of day, `@` for the day.
    let today: String
    let tomorrow: String
    let later: String
    /// From Monday to Sunday, as `later` needs them.
    let days: [String]

    func sentence(_ opening: OpeningTime) -> String {
        let (hour, minute) = opening.minutes.quotientAndRemainder(dividingBy: 60)
        let time = (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
        let sentence =
            switch opening.daysAhead {
            case 0: today
            case 1: tomorrow
            default: later.replacing("@", with: days[(opening.day.rawValue - 1) % days.count])
            }
        return sentence.replacing("#", with: time)
    }

    /// Of English where the kiosk doesn't speak the language.
    static func of(_ language: String) -> OpeningWords { all[Words.primary(language)] ?? english }

    private static let all = [
        "en": english, "az": azerbaijani, "ar": arabic, "ru": russian, "tr": turkish, "de": german, "fr": french,
        "es": spanish,
    ]

    private static let english = OpeningWords(
        today: "Open again at #.", tomorrow: "Open again tomorrow at #.", later: "Open again on @ at #.",
        days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])

    private static let german = OpeningWords(
        today: "Wieder geöffnet um # Uhr.", tomorrow: "Wieder geöffnet morgen um # Uhr.",
        later: "Wieder geöffnet am @ um # Uhr.",
        days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"])

    private static let french = OpeningWords(
        today: "Réouverture à #.", tomorrow: "Réouverture demain à #.", later: "Réouverture @ à #.",
        days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])

    private static let spanish = OpeningWords(
        today: "Abrimos de nuevo hoy: #.", tomorrow: "Abrimos de nuevo mañana: #.", later: "Abrimos de nuevo el @: #.",
        days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"])

    private static let azerbaijani = OpeningWords(
        today: "Yenidən açılış: bu gün, #.", tomorrow: "Yenidən açılış: sabah, #.", later: "Yenidən açılış: @, #.",
        days: ["bazar ertəsi", "çərşənbə axşamı", "çərşənbə", "cümə axşamı", "cümə", "şənbə", "bazar"])

    private static let turkish = OpeningWords(
        today: "Yeniden açılış: bugün, #.", tomorrow: "Yeniden açılış: yarın, #.", later: "Yeniden açılış: @, #.",
        days: ["Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"])

    private static let russian = OpeningWords(
        today: "Откроемся сегодня в #.", tomorrow: "Откроемся завтра в #.", later: "Откроемся @ в #.",
        days: [
            "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье",
        ])

    private static let arabic = OpeningWords(
        today: "نفتح من جديد اليوم الساعة #.", tomorrow: "نفتح من جديد غدا الساعة #.",
        later: "نفتح من جديد يوم @ الساعة #.",
        days: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"])
}

extension Painter {
    /// Closed, and until when where that is known.
    var closedNotice: Words.Notice {
        guard let opening = model.opensAgain else { return words.closed }
        let sentence = OpeningWords.of(model.language).sentence(opening)
        return Words.Notice(words.closed.title, "\(sentence) \(words.closed.text)")
    }
}
