import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// Who may come in and what they may do, for admins: the same as `/api/v1/users`, by hand.
struct UserPages: Sendable {
    let collector: Collector

    static let path = Tab.users.path

    func add(to pages: RouterGroup<CollectorContext>) {
        pages.get("\(Self.path)", use: list)
        pages.post("\(Self.path)", use: addUser)
        pages.get("\(Self.path)/:name", use: user)
        pages.post("\(Self.path)/:name", use: change)
        pages.post("\(Self.path)/:name/password-link", use: passwordLink)
        pages.post("\(Self.path)/:name/remove", use: remove)
    }

    private var store: CollectorStore { collector.store }

    private struct Form: SessionForm {
        var form: String?
        var name: String?
        var role: String?
        var email: String?
        /// One a line.
        var places: String?
        /// Sent where it is ticked.
        var disabled: String?
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let now = collector.now()
        let users = try await store.users()
        if context.isCSV(request) { return .csv("users", [UserRow.header] + users.map(UserRow.cells)) }
        let view = UsersView(
            frame: try context.frame("Users", .users, now: now), formToken: context.formToken,
            users: users.map { UserRow($0, now: now) }, roles: RoleChoice.all(.viewer),
            regions: try await store.regionPlaces())
        return collector.page("users", view)
    }

    @Sendable
    private func addUser(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let form = try await request.fields(Form.self, context)
        let name = (form.name ?? "").trimmingWhitespace
        try await PeopleRoutes(collector: collector).add(
            ApiUserRequest(
                name: name, role: form.role ?? "", email: form.email,
                places: try ReachPlace.lines(form.places).map(\.description)), by: actor, context)
        return try await link(for: name, by: actor, request, context)
    }

    @Sendable
    private func user(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let name = context.pathParameter("name")
        guard let user = try await store.user(name: name) else { throw Problem.noUser(name) }
        let view = UserView(
            frame: try context.frame(name, .users, now: collector.now()),
            formToken: context.formToken, user: UserRow(user, now: collector.now()),
            roles: RoleChoice.all(user.role), places: user.places.map(\.description).joined(separator: "\n"),
            regions: try await store.regionPlaces())
        return collector.page("user", view)
    }

    @Sendable
    private func change(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let form = try await request.fields(Form.self, context)
        let change = UserChange(
            role: try form.role.map(Role.named), email: try User.checkedEmail(form.email ?? ""),
            places: try ReachPlace.lines(form.places), isDisabled: form.disabled != nil)
        let user = try await store.changeUser(
            name: context.pathParameter("name"), change, by: actor, nowMS: collector.now())
        context.logger.notice("user changed", metadata: ["user": "\(user.name)", "by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }

    @Sendable
    private func passwordLink(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        _ = try await request.fields(Form.self, context)
        return try await link(for: context.pathParameter("name"), by: actor, request, context)
    }

    @Sendable
    private func remove(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        _ = try await request.fields(Form.self, context)
        let name = context.pathParameter("name")
        try await store.removeUser(name: name, by: actor, nowMS: collector.now())
        context.logger.notice("user removed", metadata: ["user": "\(name)", "by": "\(actor.name)"])
        return .redirect(to: Self.path, type: .normal)
    }

    /// The page that shows the link, this once.
    private func link(
        for name: String, by actor: AuditActor, _ request: Request, _ context: CollectorContext
    ) async throws -> Response {
        let link = try await PeopleRoutes(collector: collector).link(for: name, by: actor)
        let host = request.head.authority.map { (collector.isSecure ? "https://" : "http://") + $0 } ?? ""
        return collector.page(
            "secret",
            SecretView(
                frame: try context.frame("Link for \(name)", .users, now: collector.now()), title: "Link for \(name)",
                words: "Give it to \(name), who chooses a password there. It is shown this once, works once, and is "
                    + "good until \(Words.moment(link.expiresAtMS, zone: "UTC")) UTC.",
                secret: host + link.path, back: Self.path, backName: "All users"))
    }
}

private struct UsersView {
    let frame: PageFrame
    let formToken: String
    let csv = "\(UserPages.path)?format=csv"
    let users: [UserRow]
    let roles: [RoleChoice]
    let regions: String
}

private struct UserView {
    let frame: PageFrame
    let formToken: String
    let user: UserRow
    let roles: [RoleChoice]
    let places: String
    let regions: String
}

/// A user in the list and on the own page.
private struct UserRow {
    let name: String
    let path: String
    let role: String
    let places: String
    let email: String
    let signedIn: String
    let isDisabled: Bool

    init(_ user: User, now: Int64) {
        name = user.name
        path = UserPages.path + "/" + (user.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        role = user.role.rawValue
        places = user.places.words
        email = user.email ?? ""
        signedIn = user.signedInMS.map { Words.ago($0, now: now) } ?? "never"
        isDisabled = user.isDisabled
    }

    static let header = ["name", "role", "places", "email", "created", "signed_in", "disabled"]

    static func cells(_ user: User) -> [String] {
        [
            user.name, user.role.rawValue, user.places.map(\.description).joined(separator: ";"), user.email ?? "",
            Words.iso(user.createdMS), user.signedInMS.map(Words.iso) ?? "", user.isDisabled ? "yes" : "no",
        ]
    }
}
