/// One finding about a survey file, with its place and what to write instead.
package struct Diagnostic: Equatable, Sendable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        /// The survey can't be used.
        case error
        /// The survey works, but hardly as meant.
        case warning
    }

    package let severity: Severity
    /// The file's name as it was given to the reader.
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    /// What is wrong.
    package let message: String
    /// What to write instead.
    package let suggestion: String?

    package init(
        severity: Severity, file: String, line: Int, column: Int, message: String, suggestion: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.suggestion = suggestion
    }

    /// As compilers write it: `file:line:column: severity: message; suggestion`.
    package var description: String {
        let advice = suggestion.map { "; \($0)" } ?? ""
        return "\(file):\(line):\(column): \(severity.rawValue): \(message)\(advice)"
    }
}
