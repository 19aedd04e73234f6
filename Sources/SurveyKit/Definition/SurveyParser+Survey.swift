extension SurveyParser {
    private static let keys = [
        "survey", "version", "languages", "title", "service", "questions", "thanks", "timing", "schedule",
        "suspect",
    ]

    /// Reads the whole survey; nil where one of its necessary parts could not be read.
    mutating func survey(_ root: SourceNode) -> Survey? {
        guard let fields = fields(root, of: "the survey", known: Self.keys) else { return nil }
        let id = required("survey", in: fields, example: "my-survey").flatMap { slug($0, "survey", "branch-exit") }
        let version = required("version", in: fields, example: "1").flatMap {
            integer($0, "version", in: 1...Self.maximumVersion)
        }
        languages = required("languages", in: fields, example: "[en]").map { readLanguages($0) } ?? []
        let title = required("title", in: fields, example: localizedExample).flatMap {
            localized($0, "title", limit: Self.titleLimit)
        }
        let service = fields["service"].flatMap { slug($0, "service", "checkout") }
        let questions = required("questions", in: fields, example: "[…]").flatMap { self.questions($0) }
        let thanks = required("thanks", in: fields, example: localizedExample).flatMap {
            localized($0, "thanks", limit: Self.askLimit)
        }
        let timing = fields["timing"].flatMap { self.timing($0) } ?? Timing()
        let schedule = fields["schedule"].flatMap { self.schedule($0) }
        let suspect = fields["suspect"].map { self.suspect($0) } ?? .standard
        guard let id, let version, let title, let questions, let thanks else { return nil }
        return Survey(
            id: id, version: version, languages: languages, title: title, service: service, questions: questions,
            thanks: thanks, timing: timing, schedule: schedule, suspect: suspect)
    }

    private static let maximumVersion = 999_999
    private static let titleLimit = 80
    /// Questions and thanks, in characters.
    static let askLimit = 120
    /// Options and levels, in characters.
    static let labelLimit = 40
    static let consentLimit = 200

    /// `{en: …, ar: …}` in the survey's languages.
    var localizedExample: String {
        "{\((languages.isEmpty ? ["en"] : languages).map { "\($0): …" }.joined(separator: ", "))}"
    }

    private mutating func slug(_ node: SourceNode, _ key: String, _ example: String) -> String? {
        identifier(node, key, example: example, rule: "1 to 64 of a-z, 0-9 and -", isValid: \.isSlug)
    }

    /// The codes without repetitions; empty where one can't be read, since every translation in it would seem wrong.
    private mutating func readLanguages(_ node: SourceNode) -> [String] {
        guard let items = list(node, "languages", example: "[en, ar]") else { return [] }
        if items.isEmpty { error(node.place, "`languages` is empty", "write at least one, such as `[en]`") }
        var codes: [String] = []
        var isReadable = true
        for item in items {
            let code = identifier(
                item, "language", example: "en", rule: "a BCP 47 code", isValid: \.isLanguageCode)
            guard let code else {
                isReadable = false
                continue
            }
            if codes.contains(where: { $0.lowercased() == code.lowercased() }) {
                error(item.place, "the language `\(code)` is here twice", "remove one of the two")
            } else {
                codes.append(code)
            }
        }
        return isReadable ? codes : []
    }
}
