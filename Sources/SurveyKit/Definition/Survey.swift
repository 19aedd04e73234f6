/// A checked survey: what is left after `SurveyReader` found nothing wrong with a file.
///
/// Immutable once published: another content under the same `id` and `version` is refused everywhere.
package struct Survey: Equatable, Sendable {
    /// `[a-z0-9-]{1,64}`, the same over all versions.
    package let id: String
    /// 1 and up; rises with every published change.
    package let version: Int
    /// BCP 47 codes in the order they are offered; the first is the default.
    package let languages: [String]
    package let title: LocalizedText
    /// What the customer came for, such as `checkout`: a dimension for scores by service.
    package let service: String?
    /// At least one; the first is the attract screen.
    package let questions: [Question]
    package let thanks: LocalizedText
    package let timing: Timing
    package let schedule: Schedule?
    /// Which votes are left out of the scores; nil where all count.
    package let suspect: SuspectRule?

    package init(
        id: String, version: Int, languages: [String], title: LocalizedText, service: String? = nil,
        questions: [Question], thanks: LocalizedText, timing: Timing = Timing(), schedule: Schedule? = nil,
        suspect: SuspectRule? = .standard
    ) {
        self.id = id
        self.version = version
        self.languages = languages
        self.title = title
        self.service = service
        self.questions = questions
        self.thanks = thanks
        self.timing = timing
        self.schedule = schedule
        self.suspect = suspect
    }

    package var defaultLanguage: String { languages.first ?? "en" }
}

/// One text in every language of its survey.
package struct LocalizedText: Equatable, Sendable {
    package let values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    /// The text in `language`; a checked survey has every one of its languages, so the fallback (the first by code)
    /// only serves a text that was built by hand.
    package func text(in language: String) -> String {
        values[language] ?? values.sorted { $0.key < $1.key }.first?.value ?? ""
    }
}

/// How long the kiosk waits, in milliseconds.
package struct Timing: Equatable, Sendable {
    /// Without a touch for this long, an interview ends as `timeout`.
    package let idle: Int64
    /// The countdown shows in this last part of `idle`.
    package let warn: Int64
    /// How long the thank-you screen, and with it undo, stays.
    package let thanks: Int64

    package init(idle: Int64 = 20_000, warn: Int64 = 10_000, thanks: Int64 = 3_000) {
        self.idle = idle
        self.warn = warn
        self.thanks = thanks
    }
}

/// When the kiosk asks at all, in branch time.
package struct Schedule: Equatable, Sendable {
    package enum Day: Int, CaseIterable, Sendable { case mon = 1, tue, wed, thu, fri, sat, sun }

    package let days: Set<Day>
    /// Minutes after midnight; `from` is included, `to` is not.
    package let from: Int
    package let to: Int

    package init(days: Set<Day>, from: Int, to: Int) {
        self.days = days
        self.from = from
        self.to = to
    }
}
