package import Foundation

/// Reads survey files: YAML as people write it, JSON as it is published.
///
/// The format is in docs/survey-format.md. Every problem of a file is found at once, except that broken YAML hides what
/// lies behind it.
package enum SurveyReader {
    /// What came out of reading one file.
    package struct Reading: Equatable, Sendable {
        /// Nil exactly when there is an error among the diagnostics.
        package let survey: Survey?
        /// In the order of the file.
        package let diagnostics: [Diagnostic]
        /// Every text for the screen with its place, in the order of the file.
        package let texts: [PlacedText]

        package init(survey: Survey?, diagnostics: [Diagnostic], texts: [PlacedText] = []) {
            self.survey = survey
            self.diagnostics = diagnostics
            self.texts = texts
        }

        /// The diagnostics that keep the survey from being used.
        package var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
    }

    /// Reads and checks a survey.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - file: Its name, for the diagnostics.
    package static func read(_ text: String, file: String) -> Reading {
        var parser = SurveyParser(source: SourceText(text), file: file)
        let survey = parser.parse()
        let diagnostics = parser.sortedDiagnostics
        let isUsable = !diagnostics.contains { $0.severity == .error }
        return Reading(survey: isUsable ? survey : nil, diagnostics: diagnostics, texts: parser.texts)
    }

    /// Reads and checks a survey from its bytes, which must be UTF-8.
    package static func read(bytes: Data, file: String) -> Reading {
        if let text = String(bytes: bytes, encoding: .utf8) { return read(text, file: file) }
        let diagnostic = Diagnostic(
            severity: .error, file: file, line: 1, column: 1, message: "the file is not UTF-8",
            suggestion: "save it as UTF-8")
        return Reading(survey: nil, diagnostics: [diagnostic])
    }
}
