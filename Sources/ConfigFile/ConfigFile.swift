package import SurveyKit
import TOMLKit

/// A TOML file that was held against a schema: every value in it is known and of its type.
///
/// TOMLKit passes over unknown keys and reports a wrong type as a missing key, and its nodes carry no lines; so both
/// checks and the lines are made here.
package struct ConfigFile: Sendable {
    package enum Value: Equatable, Sendable {
        case string(String)
        case integer(Int)
        case boolean(Bool)
        case strings([String])
    }

    private let values: [String: Value]
    private let lines: LineIndex

    /// Where a key stands, from 1; 1 where it is not in the file.
    package func line(_ section: String, _ key: String) -> Int { lines.line(section: section, key: key) }

    package func string(_ section: String, _ key: String) -> String? {
        if case .string(let text)? = values["\(section).\(key)"] { text } else { nil }
    }

    package func integer(_ section: String, _ key: String) -> Int? {
        if case .integer(let number)? = values["\(section).\(key)"] { number } else { nil }
    }

    package func boolean(_ section: String, _ key: String) -> Bool? {
        if case .boolean(let flag)? = values["\(section).\(key)"] { flag } else { nil }
    }

    package func strings(_ section: String, _ key: String) -> [String]? {
        if case .strings(let list)? = values["\(section).\(key)"] { list } else { nil }
    }

    /// Reads a file's text.
    ///
    /// - Returns: The values, or everything that is wrong, in the order of the file.
    package static func read(
        _ text: String, file: String, schema: ConfigSchema
    ) -> Result<ConfigFile, ConfigError> {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            return .failure(ConfigError(diagnostics: [syntaxError(error, file: file)]))
        } catch {
            return .failure(ConfigError(diagnostics: [unreadable(file: file, "\(error)")]))
        }
        var check = ConfigCheck(file: file, lines: LineIndex(text), schema: schema)
        check.check(table)
        guard check.diagnostics.isEmpty else {
            return .failure(ConfigError(diagnostics: check.diagnostics.sorted { $0.line < $1.line }))
        }
        return .success(ConfigFile(values: check.values, lines: check.lines))
    }

    private static func syntaxError(_ error: TOMLParseError, file: String) -> Diagnostic {
        Diagnostic(
            severity: .error, file: file, line: error.source.begin.line, column: error.source.begin.column,
            message: "not TOML: \(error.description)", suggestion: "write key = \"value\" under a [section]")
    }

    private static func unreadable(file: String, _ reason: String) -> Diagnostic {
        Diagnostic(severity: .error, file: file, line: 1, column: 1, message: reason, suggestion: nil)
    }
}

/// Everything that is wrong with a configuration file.
package struct ConfigError: Error, Equatable, Sendable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
