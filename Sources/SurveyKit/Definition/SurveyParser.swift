/// Reads one file into a survey, noting every problem and going on.
///
/// The extensions hold one level of the format each: survey, timing and schedule, question, rule, text.
struct SurveyParser {
    let source: SourceText
    private let file: String
    private var diagnostics: [Diagnostic] = []
    /// The survey's languages, once read; empty while they are unknown, when translations go unchecked.
    var languages: [String] = []
    /// The question being read.
    var questionID: String?
    /// The texts read so far.
    var texts: [PlacedText] = []

    init(source: SourceText, file: String) {
        self.source = source
        self.file = file
    }

    /// By place; at one place in the order they were found.
    var sortedDiagnostics: [Diagnostic] {
        diagnostics.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
    }

    /// - Returns: The survey, perhaps from guesses where there were errors; nil where nothing could be made of it.
    mutating func parse() -> Survey? {
        do throws(SourceComposer.Problem) {
            guard let (root, anchors) = try SourceComposer.compose(source) else {
                error(.start, "the file is empty", "begin with `survey: my-survey`")
                return nil
            }
            for place in anchors { error(place, SourceBounds.anchorMessage, SourceBounds.anchorAdvice) }
            return survey(root)
        } catch {
            self.error(error.place, error.message, error.suggestion)
            return nil
        }
    }

    mutating func error(_ place: Place, _ message: String, _ suggestion: String? = nil) {
        note(.error, place, message, suggestion)
    }

    mutating func warning(_ place: Place, _ message: String, _ suggestion: String? = nil) {
        note(.warning, place, message, suggestion)
    }

    private mutating func note(
        _ severity: Diagnostic.Severity, _ place: Place, _ message: String, _ suggestion: String?
    ) {
        diagnostics.append(
            Diagnostic(
                severity: severity, file: file, line: place.line, column: place.column, message: message,
                suggestion: suggestion))
    }
}
