import CollectorStore
import Hummingbird
import Logging
import WireProtocol

/// What a ticket can be closed with: everybody reads the list, central ops changes it.
struct RootCausePages: Sendable {
    let collector: Collector

    static let path = Tab.causes.path

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path)", use: list)
        pages.post("\(Self.path)") { request, context in
            try await change(request, context) { form, actor, now in
                try await store.addRootCause(form.wishedName, by: actor, nowMS: now)
            }
        }
        pages.post("\(Self.path)/:id/rename") { request, context in
            try await change(request, context) { form, actor, now in
                try await store.renameRootCause(context.pathParameter("id"), to: form.wishedName, by: actor, nowMS: now)
            }
        }
        for (word, isRetired) in [("retire", true), ("offer", false)] {
            pages.post("\(Self.path)/:id/\(word)") { request, context in
                try await change(request, context) { _, actor, now in
                    try await store.setRootCause(
                        context.pathParameter("id"), isRetired: isRetired, by: actor, nowMS: now)
                }
            }
        }
    }

    private var store: CollectorStore { collector.store }

    private struct Form: SessionForm {
        var form: String?
        var name: String?

        var wishedName: String { (name ?? "").trimmingWhitespace }
    }

    private struct View {
        let frame: PageFrame
        let formToken: String
        let mayChange: Bool
        let offered: [CauseRow]
        let retired: [CauseRow]
        let hasRetired: Bool
        let csv = "\(RootCausePages.path)?format=csv"
    }

    private struct CauseRow {
        let name: String
        let path: String
        let closed: String
        /// Whether its last place among the offered ones can be given up.
        let mayRetire: Bool
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.viewer)
        let causes = try await store.allRootCauses(in: context.reach)
        if context.isCSV(request) { return .csv("root-causes", Self.table(causes)) }
        let offered = causes.filter { !$0.isRetired }
        let row = { (cause: RootCause) in
            CauseRow(
                name: cause.name, path: "\(Self.path)/\(cause.id)", closed: Words.count(Int64(cause.closed)),
                mayRetire: offered.count > 1)
        }
        let retired = causes.filter(\.isRetired).map(row)
        return collector.page(
            "causes",
            View(
                frame: try context.frame("Root causes", .causes, now: collector.now()), formToken: context.formToken,
                mayChange: context.mayChangeLoop, offered: offered.map(row), retired: retired,
                hasRetired: !retired.isEmpty))
    }

    private func change(
        _ request: Request, _ context: CollectorContext,
        _ what: (Form, AuditActor, Int64) async throws -> Void
    ) async throws -> Response {
        let actor = try context.actor(atLeast: .ops)
        try await what(try await request.fields(Form.self, context), actor, collector.now())
        context.logger.notice("root causes changed", metadata: ["by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }

    private static func table(_ causes: [RootCause]) -> [[String]] {
        [["id", "name", "offered", "closed"]]
            + causes.map { [$0.id, $0.name, $0.isRetired ? "no" : "yes", "\($0.closed)"] }
    }
}

extension CollectorContext {
    /// Whether whoever asks may change what opens and what closes tickets, in the whole chain.
    var mayChangeLoop: Bool { (try? require(.ops)) != nil }
}
