import ConfigFile
import Foundation
import SurveyKit
import Transport

/// `[mail]` of collector.conf: how e-mails leave.
struct MailConfiguration: Equatable, Sendable {
    let options: MailOptions
    let from: MailAddress
    /// How browsers reach the collector: the links in the mails.
    let site: String

    static let keys: [ConfigSchema.Key] = [
        .init("url", .string), .init("from", .string), .init("user", .string), .init("password_file", .path),
        .init("ca_file", .path), .init("allow_plain", .boolean),
    ]

    var carrier: MailCarrier { MailCarrier(exchange: CurlMail(options: options), from: from, site: site) }

    /// Nil where the file says nothing of mail.
    ///
    /// - Parameter site: `public_url`.
    /// - Throws: `ConfigError` for a key that is missing, and for a value or file that can't be used.
    init?(_ values: ConfigFile, file: String, site: String?) throws(ConfigError) {
        func problem(_ key: String, _ message: String, _ suggestion: String) -> ConfigError {
            ConfigError(diagnostics: [
                Diagnostic(
                    severity: .error, file: file, line: values.line("mail", key), column: 1,
                    message: "`\(key)` in [mail] \(message)", suggestion: suggestion)
            ])
        }
        guard let url = values.string("mail", "url") else {
            let given = Self.keys.first { values.string("mail", $0.name) != nil }
            if let given { throw problem(given.name, "is of no use without `url`", "add url, or take it out") }
            return nil
        }
        var options = MailOptions(url: url, allowPlain: values.boolean("mail", "allow_plain") ?? false)
        if let fault = options.fault {
            throw problem("url", fault, "write it as \"smtp://host:port\" or \"smtps://host:port\"")
        }
        guard let from = values.string("mail", "from").flatMap(MailAddress.init) else {
            throw problem("from", "must be an address", "write one such as \"smilepost@example.org\"")
        }
        guard let site else {
            throw problem("url", "needs `public_url` in [collector], for the links in the mails", "set it")
        }
        options.user = values.string("mail", "user")
        if let path = values.string("mail", "password_file") {
            guard options.user != nil else { throw problem("password_file", "needs `user` too", "add user") }
            guard let password = Self.line(of: path) else {
                throw problem("password_file", "names no file with one line", "write the password alone into \(path)")
            }
            options.password = password
        }
        options.caFile = values.string("mail", "ca_file")
        if let path = options.caFile, !FileManager.default.isReadableFile(atPath: path) {
            throw problem("ca_file", "can't be read", "check the path and its permissions")
        }
        (self.options, self.from, self.site) = (options, from, site)
    }

    /// The one line of a file, without its end; nil for anything else.
    private static func line(of path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path), let text = String(data: bytes, encoding: .utf8)
        else { return nil }
        let line = text.trimmingCharacters(in: .newlines)
        return line.isEmpty || line.contains(where: \.isNewline) ? nil : line
    }
}
