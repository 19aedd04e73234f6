import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// Who may come in and what they may do, for admins: the same as `/api/v1/users`, by hand.
struct UserPages: Sendable {
    let collector: Collector

    static let path = "/users"

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

        func wishedPlaces() throws(Problem) -> [ReachPlace] {
            let lines = (places ?? "").split(whereSeparator: \.isNewline).map { String($0).trimmingWhitespace }
            return try ReachPlace.list(lines.filter { !$0.isEmpty })
        }
    }

    @Sendable
    private func list(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let now = collector.now()
        let view = UsersView(
            frame: try context.frame("Users", .users, now: now), formToken: context.principal?.formToken ?? "",
            users: try await store.users().map { UserRow($0, now: now) }, roles: RoleChoice.all(.viewer),
            regions: try await regions())
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
                places: try form.wishedPlaces().map(\.description)), by: actor, context)
        return try await link(for: name, by: actor, request, context)
    }

    @Sendable
    private func user(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        let name = context.pathParameter("name")
        guard let user = try await store.user(name: name) else { throw Problem.noUser(name) }
        let view = UserView(
            frame: try context.frame(name, .users, now: collector.now()),
            formToken: context.principal?.formToken ?? "", user: UserRow(user, now: collector.now()),
            roles: RoleChoice.all(user.role), places: user.places.map(\.description).joined(separator: "\n"),
            regions: try await regions())
        return collector.page("user", view)
    }

    @Sendable
    private func change(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let form = try await request.fields(Form.self, context)
        let change = UserChange(
            role: try form.role.map(Role.named), email: try User.checkedEmail(form.email ?? ""),
            places: try form.wishedPlaces(), isDisabled: form.disabled != nil)
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
            "link",
            LinkView(
                frame: try context.frame("Link for \(name)", .users, now: collector.now()), name: name,
                link: host + link.path, until: Words.moment(link.expiresAtMS, zone: "UTC") + " UTC"))
    }

    private func regions() async throws -> String {
        Set(try await store.branches(in: .all).map(\.region)).filter { !$0.isEmpty }.sorted()
            .map { "region:\($0)" }.joined(separator: ", ")
    }
}

private struct UsersView {
    let frame: PageFrame
    let formToken: String
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

private struct LinkView {
    let frame: PageFrame
    let name: String
    let link: String
    let until: String
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
        places = user.places.isEmpty ? "whole chain" : user.places.map(\.description).joined(separator: ", ")
        email = user.email ?? ""
        signedIn = user.signedInMS.map { Words.ago($0, now: now) } ?? "never"
        isDisabled = user.isDisabled
    }
}

private struct RoleChoice {
    let name: String
    let isChosen: Bool

    static func all(_ chosen: Role) -> [RoleChoice] {
        Role.allCases.map { RoleChoice(name: $0.rawValue, isChosen: $0 == chosen) }
    }
}
