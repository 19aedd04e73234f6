import CollectorStore
import Hummingbird
import Logging
import WireProtocol

/// The keys of tools to the API, for admins: the same as `/api/v1/tokens`, by hand.
struct TokenPages: Sendable {
    let collector: Collector

    static let path = Tab.tokens.path

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path)", use: list)
        pages.post("\(Self.path)", use: create)
        pages.post("\(Self.path)/:id/remove", use: remove)
    }

    private var store: CollectorStore { collector.store }

    private struct Form: SessionForm {
        var form: String?
        var label: String?
        var role: String?
        /// One a line.
        var places: String?
    }

    private struct View {
        let frame: PageFrame
        let formToken: String
        let tokens: [TokenRow]
        let hasTokens: Bool
        let roles: [RoleChoice]
        /// What the field holds at first.
        let places = ""
        let regions: String
        let csv = "\(TokenPages.path)?format=csv"
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let now = collector.now()
        let tokens = try await store.apiTokens()
        if context.isCSV(request) { return .csv("tokens", [TokenRow.header] + tokens.map(TokenRow.cells)) }
        return collector.page(
            "tokens",
            View(
                frame: try context.frame("API tokens", .tokens, now: now), formToken: context.formToken,
                tokens: tokens.map { TokenRow($0, now: now) }, hasTokens: !tokens.isEmpty,
                roles: RoleChoice.all(.viewer), regions: try await store.regionPlaces()))
    }

    @Sendable
    private func create(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let form = try await request.fields(Form.self, context)
        let label = (form.label ?? "").trimmingWhitespace
        let token = try await PeopleRoutes(collector: collector).makeToken(
            ApiAccessTokenRequest(
                label: label, role: form.role ?? "", places: try ReachPlace.lines(form.places).map(\.description)),
            by: actor, context)
        return collector.page(
            "secret",
            SecretView(
                frame: try context.frame("API token", .tokens, now: collector.now()), title: "Token for “\(label)”",
                words: "It is shown this once. Whoever has it may do what it may: keep it where only the tool reads "
                    + "it, and send it as “Authorization: Bearer …”.",
                secret: token.token, back: Self.path, backName: "All API tokens"))
    }

    @Sendable
    private func remove(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        _ = try await request.fields(Form.self, context)
        let id = context.pathParameter("id")
        try await store.removeApiToken(prefix: id, by: actor, nowMS: collector.now())
        context.logger.notice("API token removed", metadata: ["token": "\(id)", "by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }
}

/// A token in the list: all but the secret, which nobody knows any more.
private struct TokenRow {
    let id: String
    let path: String
    let label: String
    let role: String
    let places: String
    let made: String
    let used: String

    init(_ token: ApiTokenRecord, now: Int64) {
        id = token.prefix
        path = "\(TokenPages.path)/\(token.prefix)/remove"
        label = token.label
        role = token.role.rawValue
        places = token.places.words
        made = Words.ago(token.createdMS, now: now)
        used = token.usedMS.map { Words.ago($0, now: now) } ?? "never"
    }

    static let header = ["id", "label", "role", "places", "created", "used"]

    static func cells(_ token: ApiTokenRecord) -> [String] {
        [
            token.prefix, token.label, token.role.rawValue,
            token.places.map(\.description).joined(separator: ";"), Words.iso(token.createdMS),
            token.usedMS.map(Words.iso) ?? "",
        ]
    }
}
