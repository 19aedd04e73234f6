import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SurveyKit
import Transport
import WireProtocol

/// `/api/v1/users` and `/api/v1/tokens`: who may come in and what they may do, for admins.
struct PeopleRoutes: Sendable {
    let collector: Collector

    /// A day: long enough for a mail, too short for a forgotten one.
    static let linkLifetimeMS: Int64 = 86_400_000

    func add(to api: RouterGroup<CollectorContext>) {
        api.get("\(Api.Path.users)", use: users)
        api.post("\(Api.Path.users)", use: addUser)
        api.put("\(Api.Path.user(":name"))", use: changeUser)
        api.delete("\(Api.Path.user(":name"))", use: removeUser)
        api.post("\(Api.Path.passwordLink(of: ":name"))", use: passwordLink)
        api.get("\(Api.Path.tokens)", use: tokens)
        api.post("\(Api.Path.tokens)", use: createToken)
        api.delete("\(Api.Path.token(":id"))", use: removeToken)
    }

    private var store: CollectorStore { collector.store }

    @Sendable
    private func users(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        return try .json(ApiUsers(users: try await store.users().map(\.api)))
    }

    @Sendable
    private func addUser(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let wish = try await request.decoded(ApiUserRequest.self, upTo: 65_536)
        try await add(wish, by: actor, context)
        return try .json(try await link(for: wish.name, by: actor), status: .created)
    }

    /// - Throws: `Problem` for a user that can't be.
    func add(_ wish: ApiUserRequest, by actor: AuditActor, _ context: CollectorContext) async throws {
        guard User.isName(wish.name) else {
            throw Problem.badField("A name must be 1 to 64 characters without spaces.")
        }
        let email = try wish.email.map(User.checkedEmail) ?? ""
        try await store.addUser(
            name: wish.name, role: try Role.named(wish.role), email: email.isEmpty ? nil : email,
            places: try ReachPlace.list(wish.places ?? []), passwordHash: "", by: actor, nowMS: collector.now())
        context.logger.notice("user added", metadata: ["user": "\(wish.name)", "by": "\(actor.name)"])
    }

    @Sendable
    private func changeUser(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let wish = try await request.decoded(ApiUserChange.self, upTo: 65_536)
        let change = UserChange(
            role: try wish.role.map(Role.named), email: try wish.email.map(User.checkedEmail),
            places: try wish.places.map(ReachPlace.list), isDisabled: wish.disabled)
        let user = try await store.changeUser(
            name: context.pathParameter("name"), change, by: actor, nowMS: collector.now())
        context.logger.notice("user changed", metadata: ["user": "\(user.name)", "by": "\(actor.name)"])
        return try .json(user.api)
    }

    @Sendable
    private func removeUser(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let name = context.pathParameter("name")
        try await store.removeUser(name: name, by: actor, nowMS: collector.now())
        context.logger.notice("user removed", metadata: ["user": "\(name)", "by": "\(actor.name)"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    @Sendable
    private func passwordLink(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        return try .json(try await link(for: context.pathParameter("name"), by: actor), status: .created)
    }

    /// Makes the link by which a user chooses a password.
    ///
    /// - Throws: `Problem` `not-found`, `storage`.
    func link(for name: String, by actor: AuditActor) async throws(Problem) -> ApiPasswordLink {
        let (token, now) = (Secrets.token(), collector.now())
        let expires = now + Self.linkLifetimeMS
        try await store.addPasswordLink(
            hash: Secrets.hash(token), user: name, expiresMS: expires, by: actor, nowMS: now)
        return ApiPasswordLink(user: name, path: PasswordRoutes.path(token), expiresAtMS: expires)
    }

    @Sendable
    private func tokens(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try context.require(.admin)
        return try .json(ApiAccessTokens(tokens: try await store.apiTokens().map(\.api)))
    }

    @Sendable
    private func createToken(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let wish = try await request.decoded(ApiAccessTokenRequest.self, upTo: 65_536)
        return try .json(try await makeToken(wish, by: actor, context), status: .created)
    }

    /// - Throws: `Problem` for a token that can't be.
    func makeToken(
        _ wish: ApiAccessTokenRequest, by actor: AuditActor, _ context: CollectorContext
    ) async throws -> ApiNewAccessToken {
        guard wish.label.isPlainLine(1...64) else {
            throw Problem.badField("A token's label must be 1 to 64 characters on one line: what the token is for.")
        }
        let token = Secrets.token()
        let hash = Secrets.hash(token)
        try await store.addApiToken(
            hash: hash, role: try Role.named(wish.role), places: try ReachPlace.list(wish.places ?? []),
            label: wish.label, by: actor, nowMS: collector.now())
        let id = ApiTokenRecord.prefix(of: hash)
        context.logger.notice("API token created", metadata: ["token": "\(id)", "by": "\(actor.name)"])
        return ApiNewAccessToken(token: token, id: id)
    }

    @Sendable
    private func removeToken(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let actor = try context.actor(atLeast: .admin)
        let id = context.pathParameter("id")
        try await store.removeApiToken(prefix: id, by: actor, nowMS: collector.now())
        context.logger.notice("API token removed", metadata: ["token": "\(id)", "by": "\(actor.name)"])
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }
}

extension User {
    fileprivate var api: ApiUser {
        ApiUser(
            name: name, role: role.rawValue, email: email, places: places.map(\.description), createdMS: createdMS,
            disabled: isDisabled, signedInMS: signedInMS)
    }

    /// Whether somebody may sign in under this name.
    static func isName(_ text: String) -> Bool {
        text.isPlainLine(1...64) && !text.contains(where: \.isWhitespace)
    }

    /// An address that mail can plausibly go to; empty for none.
    ///
    /// Whether it is somebody's, only a mail tells.
    /// - Throws: `Problem` `bad-request`.
    static func checkedEmail(_ text: String) throws(Problem) -> String {
        let text = text.trimmingWhitespace
        guard !text.isEmpty else { return "" }
        guard MailAddress(text) != nil else {
            throw .badField("The e-mail address must be one such as leyla@example.org.")
        }
        return text
    }
}

extension ApiTokenRecord {
    fileprivate var api: ApiAccessToken {
        ApiAccessToken(
            id: prefix, label: label, role: role.rawValue, places: places.map(\.description), createdMS: createdMS,
            usedMS: usedMS)
    }
}

extension Role {
    /// - Throws: `Problem` `bad-request` for a word that is none.
    static func named(_ word: String) throws(Problem) -> Role {
        guard let role = Role(rawValue: word) else {
            throw .badField("The role must be viewer, agent, manager, ops or admin.")
        }
        return role
    }
}

extension ReachPlace {
    /// Most places of one user or token.
    private static let most = 200

    /// - Throws: `Problem` `bad-request` naming every word that is none.
    static func list(_ words: [String]) throws(Problem) -> [ReachPlace] {
        guard words.count <= most else { throw .badField("\(most) places are the most; group branches by region.") }
        let wrong = words.filter { ReachPlace($0) == nil }
        guard wrong.isEmpty else {
            throw .badField(
                "A place is written region:NAME or branch:ID, not "
                    + wrong.map { "\"\($0.prefix(64))\"" }.joined(separator: ", ") + ".")
        }
        return words.compactMap { ReachPlace($0) }
    }
}
