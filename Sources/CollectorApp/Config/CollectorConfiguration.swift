import CollectorStore
import ConfigFile
import Foundation
import SurveyKit

/// What collector.conf says; command-line options win over it.
struct CollectorConfiguration: Equatable, Sendable {
    /// The folder that holds the database.
    var data = "/var/lib/smilepost-collector"
    var listen = ListenAddress(host: "127.0.0.1", port: 8480)
    /// How people's browsers reach the collector, without a slash at the end; nil: at `listen`.
    var publicURL: String?
    /// The longest time between two backups, days: kiosks keep what they delivered for so long.
    var backupIntervalDays = 14
    /// Nil without a mail server.
    var mail: MailConfiguration?
    /// How long what customers said is kept.
    var retention = RetentionRule()

    static let defaultPath = "/etc/smilepost/collector.conf"

    static let schema = ConfigSchema([
        (name: "collector", keys: [.init("data", .string), .init("listen", .string), .init("public_url", .string)]),
        (name: "backup", keys: [.init("interval_days", .integer(1...365))]),
        (name: "mail", keys: MailConfiguration.keys),
        (
            name: "retention",
            keys: [.init("contact_days", .integer(1...3_650)), .init("comment_days", .integer(1...3_650))]
        ),
    ])

    /// Reads `path`; without one the default file, which may be missing.
    ///
    /// - Throws: `ConfigError` for a syntax error, an unknown key, a wrong type or value; `CommandFailure` for a file
    ///   that can't be read.
    static func load(path: String?) throws -> CollectorConfiguration {
        let file = path ?? defaultPath
        if path == nil, !FileManager.default.fileExists(atPath: file) { return CollectorConfiguration() }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.badConfig, "can't read \(file); check that it exists and is readable")
        }
        return try read(String(decoding: bytes, as: UTF8.self), file: file)
    }

    /// Checks the text of a collector.conf.
    static func read(_ text: String, file: String) throws -> CollectorConfiguration {
        let values = try ConfigFile.read(text, file: file, schema: schema).get()
        var configuration = CollectorConfiguration()
        if let data = values.string("collector", "data") {
            guard data.hasPrefix("/") else {
                throw problem(file, text, "data", "is no absolute path", "write one such as \"\(configuration.data)\"")
            }
            configuration.data = data
        }
        if let listen = values.string("collector", "listen") {
            guard let address = ListenAddress(listen) else {
                throw problem(file, text, "listen", "is no HOST:PORT", "write one such as \"127.0.0.1:8480\"")
            }
            configuration.listen = address
        }
        if let url = values.string("collector", "public_url") {
            guard let checked = publicURL(url) else {
                throw problem(
                    file, text, "public_url", "is no address of a site",
                    "write one without a path, such as \"https://smilepost.example\"")
            }
            configuration.publicURL = checked
        }
        if let days = values.integer("backup", "interval_days") { configuration.backupIntervalDays = days }
        configuration.retention = RetentionRule(
            contactDays: values.integer("retention", "contact_days"),
            commentDays: values.integer("retention", "comment_days"))
        configuration.mail = try MailConfiguration(values, file: file, site: configuration.publicURL)
        return configuration
    }

    private static func problem(
        _ file: String, _ text: String, _ key: String, _ message: String, _ suggestion: String
    ) -> ConfigError {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let index = lines.firstIndex { line in
            line.drop { $0 == " " || $0 == "\t" }.prefix { $0 != "=" && $0 != " " && $0 != "\t" } == key
        }
        return ConfigError(diagnostics: [
            Diagnostic(
                severity: .error, file: file, line: (index ?? 0) + 1, column: 1,
                message: "`\(key)` in [collector] \(message)", suggestion: suggestion)
        ])
    }

    private static func publicURL(_ text: String) -> String? {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.scheme == "https" || parts.scheme == "http", ["", "/"].contains(parts.path),
            parts.query == nil, parts.fragment == nil, parts.user == nil
        else { return nil }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
