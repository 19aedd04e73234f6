import Foundation
import Mustache

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
    func render(_ name: String, _ view: Any) -> String {
        library.render(ViewTree.of(view), withTemplate: name) ?? ""
    }

    private static let contentType = "SMILEPOST"
    private static let files: [(String, [UInt8])] = [
        ("audit", PackageResources.audit_mustache),
        ("causes", PackageResources.causes_mustache),
        ("rule", PackageResources.rule_mustache),
        ("rules", PackageResources.rules_mustache),
        ("secret", PackageResources.secret_mustache),
        ("said", PackageResources.said_mustache),
        ("ticketline", PackageResources.ticketline_mustache),
        ("ticketreport", PackageResources.ticketreport_mustache),
        ("tokens", PackageResources.tokens_mustache),
        ("webhooks", PackageResources.webhooks_mustache),
        ("places", PackageResources.places_mustache),
        ("settings", PackageResources.settings_mustache),
        ("user", PackageResources.user_mustache),
        ("users", PackageResources.users_mustache),
        ("bottom", PackageResources.bottom_mustache),
        ("branch", PackageResources.branch_mustache),
        ("branches", PackageResources.branches_mustache),
        ("breakdown", PackageResources.breakdown_mustache),
        ("cards", PackageResources.cards_mustache),
        ("comments", PackageResources.comments_mustache),
        ("comment", PackageResources.comment_mustache),
        ("filters", PackageResources.filters_mustache),
        ("fleet", PackageResources.fleet_mustache),
        ("heat", PackageResources.heat_mustache),
        ("pages", PackageResources.pages_mustache),
        ("ranking", PackageResources.ranking_mustache),
        ("reasons", PackageResources.reasons_mustache),
        ("standings", PackageResources.standings_mustache),
        ("surveys", PackageResources.surveys_mustache),
        ("trend", PackageResources.trend_mustache),
        ("level", PackageResources.level_mustache),
        ("interval", PackageResources.interval_mustache),
        ("login", PackageResources.login_mustache),
        ("message", PackageResources.message_mustache),
        ("notice", PackageResources.notice_mustache),
        ("overview", PackageResources.overview_mustache),
        ("password", PackageResources.password_mustache),
        ("report", PackageResources.report_mustache),
        ("score", PackageResources.score_mustache),
        ("ticket", PackageResources.ticket_mustache),
        ("tickets", PackageResources.tickets_mustache),
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
