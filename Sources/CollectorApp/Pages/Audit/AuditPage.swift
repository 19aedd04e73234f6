import CollectorStore
import HTTPTypes
import Hummingbird
import WireProtocol

/// Who did what, newest first, for admins.
struct AuditPage: Sendable {
    let collector: Collector

    static let path = Tab.audit.path
    private static let rows = 100

    private struct View {
        let frame: PageFrame
        let entries: [Entry]
        let hasEntries: Bool
        let next: String?
        let csv = "\(AuditPage.path)?format=csv"
    }

    private struct Entry {
        let number: String
        let time: String
        let who: String
        let role: String
        let action: String
        let subject: String
        let reason: String

        init(_ entry: AuditEntry) {
            number = "\(entry.number)"
            time = Words.moment(entry.atMS, zone: "UTC")
            who = entry.actor.name + (entry.actor.token.map { " (token \($0))" } ?? "")
            role = entry.actor.role?.rawValue ?? ""
            action = entry.action
            subject = entry.subject.map { "\($0.kind) \($0.id)" } ?? ""
            reason = entry.reason
        }
    }

    func add(to pages: RouterGroup<CollectorContext>) { pages.get("\(Self.path)", use: show) }

    @Sendable
    private func show(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let before = request.uri.queryParameters["before"].map(String.init)
        guard before == nil || before.flatMap({ Int64($0) }) != nil else {
            throw Problem.badField("\"before\" must be the number of an entry.")
        }
        if context.isCSV(request) { return try await csv() }
        // One more than shown tells whether there is another page.
        let found = try await collector.store.auditEntries(before: before.flatMap { Int64($0) }, limit: Self.rows + 1)
        let shown = found.prefix(Self.rows)
        let next = found.count > shown.count ? shown.last.map { "\(Self.path)?before=\($0.number)" } : nil
        return collector.page(
            "audit",
            View(
                frame: try context.frame("Audit log", Tab.audit, now: collector.now()), entries: shown.map(Entry.init),
                hasEntries: !shown.isEmpty, next: next))
    }

    /// All of it, newest first.
    private func csv() async throws -> Response {
        let store = collector.store
        return try await .csv("audit", header: Self.header) { (before: Int64?) in
            let entries = try await store.auditEntries(before: before, limit: Self.piece)
            return (entries.map(Self.row), entries.count < Self.piece ? nil : entries.last?.number)
        }
    }

    /// Rows of a file that are read at once.
    private static let piece = 1_000
    private static let header = ["n", "time", "who", "token", "role", "action", "kind", "subject", "reason"]

    private static func row(_ entry: AuditEntry) -> [String] {
        [
            "\(entry.number)", Words.iso(entry.atMS), entry.actor.name, entry.actor.token ?? "",
            entry.actor.role?.rawValue ?? "", entry.action, entry.subject?.kind ?? "", entry.subject?.id ?? "",
            entry.reason,
        ]
    }
}
