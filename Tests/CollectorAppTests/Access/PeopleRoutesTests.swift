import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct PeopleRoutesTests {
    private let centre: SiteCentre
    private let admin: HTTPFields

    init() async throws {
        centre = try await SiteCentre()
        try await centre.store.upsertBranch(
            BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "West"))
        admin = try await centre.bearer(.admin)
    }

    private func call(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, _ body: String = "", headers: HTTPFields? = nil
    ) async throws -> TestResponse {
        try await centre.application.test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers ?? admin, body: ByteBuffer(string: body))
        }
    }

    private func submit(_ path: String, _ form: String) async throws -> TestResponse {
        try await call(.post, path, form, headers: [.contentType: "application/x-www-form-urlencoded"])
    }

    private func users() async throws -> [ApiUser] {
        try await call(.get, Api.Path.users).decoded(ApiUsers.self).users
    }

    @Test func `somebody who is added chooses a password by a link that works once`() async throws {
        let added = try await call(
            .post, Api.Path.users,
            #"{"name":"leyla","role":"manager","email":"leyla@example.az","places":["region:West","branch:baku"]}"#)
        #expect(added.status == .created)
        let link = try added.decoded(ApiPasswordLink.self)
        #expect(link.user == "leyla" && link.expiresAtMS == SiteCentre.start + 86_400_000)
        #expect(
            try await users() == [
                ApiUser(
                    name: "leyla", role: "manager", email: "leyla@example.az", places: ["region:West", "branch:baku"],
                    createdMS: SiteCentre.start, disabled: false, signedInMS: nil)
            ])
        // Who has not chosen one has none: not even an empty one is right.
        #expect(PasswordHash(stored: try #require(try await centre.store.passwordHash(of: "leyla"))) == nil)
        for _ in 1...2 {
            let page = try await call(.get, link.path, headers: [:])
            #expect(page.status == .ok && String(buffer: page.body).contains("leyla"))
        }
        for form in ["password=short&again=short", "password=kolu-ridu-beni&again=kolu-ridu-benu", "", "password="] {
            #expect(try await submit(link.path, form).status == .unprocessableContent, "\(form)")
        }
        let chosen = try await submit(link.path, "password=kolu-ridu-beni&again=kolu-ridu-beni")
        #expect(chosen.status == .seeOther && chosen.headers[.location] == "/login")
        let stored = try #require(try await centre.store.passwordHash(of: "leyla"))
        #expect(PasswordHash(stored: stored)?.matches("kolu-ridu-beni") == true)
        for answer in [
            try await submit(link.path, "password=other-words&again=other-words"),
            try await call(.get, link.path, headers: [:]), try await call(.get, PasswordRoutes.path("x"), headers: [:]),
        ] { #expect(answer.status == .gone) }
    }

    @Test func `a newer link ends the one before, and a link ends after a day`() async throws {
        try await centre.addUser()
        let links = try await [1, 2].asyncMap { _ in
            try await call(.post, Api.Path.passwordLink(of: "leyla")).decoded(ApiPasswordLink.self)
        }
        #expect(try await call(.get, links[0].path, headers: [:]).status == .gone)
        #expect(try await call(.get, links[1].path, headers: [:]).status == .ok)
        centre.clock.advance(by: PeopleRoutes.linkLifetimeMS)
        #expect(try await call(.get, links[1].path, headers: [:]).status == .gone)
        #expect(try await call(.post, Api.Path.passwordLink(of: "nobody")).status == .notFound)
    }

    @Test func `who is disabled is signed out at once and can't come back by any way`() async throws {
        try await centre.addUser()
        let (store, now) = (centre.store, centre.clock.now)
        try await store.addSession(hash: Secrets.hash("s"), user: "leyla", expiresMS: .max, nowMS: now)
        try await store.addOneTimeLogin(hash: Secrets.hash("once"), user: "leyla", expiresMS: .max)
        let link = try await call(.post, Api.Path.passwordLink(of: "leyla")).decoded(ApiPasswordLink.self)
        let answer = try await call(.put, Api.Path.user("leyla"), #"{"disabled":true}"#)
        #expect(try answer.decoded(ApiUser.self).disabled)
        #expect(try await store.session(hash: Secrets.hash("s"), nowMS: now) == nil)
        #expect(try await call(.get, "/login/once/once", headers: [:]).status == .gone)
        #expect(try await call(.get, link.path, headers: [:]).status == .gone)
        #expect(try await store.passwordHash(of: "leyla") == nil)
        // Also what is made while the user is disabled opens nothing.
        let later = try await call(.post, Api.Path.passwordLink(of: "leyla")).decoded(ApiPasswordLink.self)
        #expect(try await submit(later.path, "password=kolu-ridu-beni&again=kolu-ridu-beni").status == .gone)
        _ = try await call(.put, Api.Path.user("leyla"), #"{"disabled":false}"#)
        #expect(try await store.passwordHash(of: "leyla") != nil)
        #expect(try await store.session(hash: Secrets.hash("s"), nowMS: now) == nil)
    }

    @Test func `the last admin can be neither removed, demoted nor disabled`() async throws {
        try await centre.addUser("root", role: .admin)
        let tries: [() async throws -> TestResponse] = [
            { try await call(.delete, Api.Path.user("root")) },
            { try await call(.put, Api.Path.user("root"), #"{"role":"ops"}"#) },
            { try await call(.put, Api.Path.user("root"), #"{"disabled":true}"#) },
        ]
        try await centre.addUser("second", role: .admin)
        _ = try await call(.put, Api.Path.user("second"), #"{"disabled":true}"#)
        for attempt in tries {
            let answer = try await attempt()
            #expect(answer.status == .conflict)
            #expect(answer.problem?.detail.contains("root is the only admin who can sign in") == true)
        }
        _ = try await call(.put, Api.Path.user("second"), #"{"disabled":false}"#)
        #expect(try await call(.delete, Api.Path.user("root")).status == .noContent)
    }

    @Test(arguments: [
        (#"{"name":"a b","role":"viewer"}"#, "A name must be 1 to 64 characters without spaces."),
        (#"{"name":"a\u0000","role":"viewer"}"#, "A name must be 1 to 64 characters without spaces."),
        (#"{"name":"a","role":"editor"}"#, "The role must be viewer, agent, manager, ops or admin."),
        (
            #"{"name":"a","role":"viewer","places":["baku","region:","branch:baku"]}"#,
            #"A place is written region:NAME or branch:ID, not "baku", "region:"."#
        ),
        (
            #"{"name":"a","role":"ops","places":["branch:baku"]}"#,
            "The role ops is for the whole chain: leave its places out, or give a lower role."
        ),
    ])
    func `a user that can't be is refused with what to write`(body: String, detail: String) async throws {
        let answer = try await call(.post, Api.Path.users, body)
        #expect(answer.status == .badRequest)
        #expect(answer.problem?.detail == detail)
        #expect(try await users().isEmpty)
    }

    @Test func `an e-mail address is taken when mail can plausibly go there`() throws {
        for good in ["leyla.h+cx@example.co.az", " x@y.z ", ""] {
            #expect(throws: Never.self) { try User.checkedEmail(good) }
        }
        for bad in [
            "leyla", "ünü@bücher.example", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "a@b,c@d", "a@b..c",
            "<a@b>", "a@b\u{0}",
            String(repeating: "x", count: 65) + "@b", "a@" + String(repeating: "b", count: 253), "a@.b", "a\u{85}@b",
        ] {
            #expect(throws: Problem.self, "\(bad)") { try User.checkedEmail(bad) }
        }
    }

    @Test func `a token is told once, reaches what it was made for, shows its last use, and ends`() async throws {
        let made = try await call(
            .post, Api.Path.tokens, #"{"label":"grafana","role":"viewer","places":["branch:baku"]}"#)
        #expect(made.status == .created)
        let token = try made.decoded(ApiNewAccessToken.self)
        let bearer: HTTPFields = [.authorization: "Bearer \(token.token)"]
        let list = { try await call(.get, Api.Path.tokens).decoded(ApiAccessTokens.self).tokens }
        #expect(try await list().first { $0.id == token.id }?.usedMS == nil)
        centre.clock.advance(by: 60_000)
        #expect(try await call(.get, Api.Path.branches, headers: bearer).status == .ok)
        let used = try #require(try await list().first { $0.id == token.id })
        #expect(used.usedMS == SiteCentre.start + 60_000)
        #expect((used.label, used.role, used.places) == ("grafana", "viewer", ["branch:baku"]))
        #expect(try await call(.delete, Api.Path.token(token.id)).status == .noContent)
        #expect(try await call(.get, Api.Path.branches, headers: bearer).status == .unauthorized)
        #expect(try await call(.delete, Api.Path.token(token.id)).status == .notFound)
        #expect(try await call(.delete, Api.Path.token("%25")).status == .notFound)
    }

    @Test func `names with signs of their own are found under them`() async throws {
        for name in ["ünal", "a%b", "x/y", "o'hara"] {
            let body = try JSONEncoder().encode(ApiUserRequest(name: name, role: "viewer"))
            #expect(try await call(.post, Api.Path.users, String(decoding: body, as: UTF8.self)).status == .created)
            let coded = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let path = Api.Path.user(coded)
            #expect(try await call(.put, path, #"{"email":"x@y.z"}"#).decoded(ApiUser.self).email == "x@y.z")
            #expect(try await call(.delete, path).status == .noContent)
        }
    }

    @Test func `tries that are turned away are in the audit log once a minute, without what was typed`() async throws {
        try await centre.addUser()
        for name in ["leyla", "my-password"] {
            for _ in 1...8 { try await signIn(name) }
            centre.clock.advance(by: 60_000)
        }
        let entries = try await centre.store.auditEntries(limit: 9)
        #expect(entries.map(\.action) == ["sign-in-refused", "sign-in-refused"])
        #expect(entries.map(\.subject) == [.address("local"), .user("leyla")])
        #expect(entries.map(\.reason).first == "3 tries turned away, the last from local")
        #expect(entries.allSatisfy { $0.actor == .nobody })
    }

    private func signIn(_ name: String) async throws {
        let page = try await call(.get, "/login", headers: [:])
        _ = try await call(
            .post, "/login", "name=\(name)&password=wrong-password&form=\(page.formToken)",
            headers: [
                .contentType: "application/x-www-form-urlencoded", .cookie: page.cookie(SessionCookie.visitorName),
            ])
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var values: [T] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
