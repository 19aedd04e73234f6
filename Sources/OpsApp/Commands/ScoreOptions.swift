import ArgumentParser
import WireProtocol

/// What of the responses a command of scores looks at.
struct ScoreOptions: ParsableArguments {
    @Option(help: "So many days up to today, by the branches' calendars.") var days: Int?
    @Option(help: "First date, such as 2026-11-14; not with --days.") var from: String?
    @Option(help: "Last date.") var to: String?
    @Option(help: "Only this survey.") var survey: String?
    @Option(help: "Only this version of it.") var version: Int?
    @Option(help: "Only this language, such as az.") var language: String?
    @Flag(help: "Also count suspect presses.") var suspect = false
    @Flag(help: "Also count responses whose hour is a guess.") var uncertain = false

    func validate() throws {
        guard days == nil || (from == nil && to == nil) else {
            throw ValidationError("Give --days, or --from and --to, not both.")
        }
        guard (from == nil) == (to == nil) else { throw ValidationError("--from and --to go together.") }
    }

    /// A path of the API with these filters and some more.
    func path(_ path: String, _ more: [(String, String?)] = []) -> String {
        let items: [(String, String?)] =
            more + [
                ("days", days.map(String.init)), ("from", from), ("to", to), ("survey", survey),
                ("version", version.map(String.init)), ("language", language), ("suspect", suspect ? "include" : nil),
                ("uncertain", uncertain ? "include" : nil),
            ]
        return path + AddressQuery.text(items.map { (name: $0.0, value: $0.1) })
    }
}
