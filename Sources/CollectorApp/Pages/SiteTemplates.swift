import Crypto
import Foundation
import Mustache
import SurveyKit

/// The pages' templates and style, built into the program.
struct SiteTemplates: Sendable {
    private let library: MustacheLibrary

    /// - Throws: The parser's error for a broken template; a test renders each of them.
    init() throws {
        MustacheContentTypes.register(HTMLText(), named: Self.contentType)
        var library = MustacheLibrary()
        for (name, bytes) in Self.files {
            let pragma = "{{% CONTENT_TYPE: \(Self.contentType)}}"
            try library.register(pragma + String(decoding: bytes, as: UTF8.self), named: name)
        }
        self.library = library
    }

    /// Renders a page; `view` is a struct whose stored properties are the template's names.
    func render(_ name: String, _ view: Any) -> String { library.render(view, withTemplate: name) ?? "" }

    static let style = Data(PackageResources.smilepost_css)
    /// Names this very style in its address, so that browsers may keep it for ever.
    static let styleVersion = String(Data(SHA256.hash(data: style)).hex.prefix(12))

    private static let contentType = "SMILEPOST"
    private static let files: [(String, [UInt8])] = [
        ("bottom", PackageResources.bottom_mustache),
        ("interval", PackageResources.interval_mustache),
        ("login", PackageResources.login_mustache),
        ("message", PackageResources.message_mustache),
        ("overview", PackageResources.overview_mustache),
        ("password", PackageResources.password_mustache),
        ("score", PackageResources.score_mustache),
        ("top", PackageResources.top_mustache),
    ]
}

/// Escapes by Unicode scalars.
///
/// The library's own escaping goes by Characters, where a quote with a combining mark is another Character than a
/// quote, and would close an attribute.
private struct HTMLText: MustacheContentType {
    func escapeText(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
