import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct PeoplePagesTests {
    private let centre: SiteCentre
    private let cookie = "cookie-of-an-admin"

    init() async throws {
        centre = try await SiteCentre()
        try await centre.store.upsertBranch(
            BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "West"))
        try await centre.addUser("root", role: .admin)
        try await centre.store.addSession(
            hash: Secrets.hash(cookie), user: "root", expiresMS: .max, nowMS: centre.clock.now)
    }

    private func get(_ path: String) async throws -> String {
        try await centre.application.test(.router) { client in
            let page = try await client.execute(
                uri: path, method: .get, headers: [.cookie: "\(SessionCookie.name)=\(cookie)"])
            #expect(page.status == .ok)
            return String(buffer: page.body)
        }
    }

    private func post(_ path: String, _ fields: String, form: String? = nil) async throws -> TestResponse {
        try await centre.application.test(.router) { client in
            try await client.execute(
                uri: path, method: .post,
                headers: [
                    .cookie: "\(SessionCookie.name)=\(cookie)", .contentType: "application/x-www-form-urlencoded",
                ],
                body: ByteBuffer(string: fields + "&form=" + (form ?? SessionCookie.formToken(for: cookie))))
        }
    }

    @Test func `an admin adds a user by hand, changes the rights, and takes them all`() async throws {
        let added = try await post(
            "/users", "name=leyla&role=manager&email=leyla%40example.az&places=region%3AWest%0D%0Abranch%3Abaku%0D%0A")
        #expect(added.status == .ok)
        let shown = String(buffer: added.body)
        let path = try #require(shown.firstMatch(of: #/\/login\/password\/[A-Za-z0-9_-]+/#)).output
        let user = try #require(try await centre.store.user(name: "leyla"))
        #expect(
            (user.role, user.email, user.places) == (.manager, "leyla@example.az", [.region("West"), .branch("baku")]))
        #expect(try await get(String(path)).contains("Choose a password"))
        #expect(try await get("/users").contains("region:West, branch:baku"))
        #expect(try await get("/users/leyla").contains("<option selected>manager</option>"))
        let changed = try await post("/users/leyla", "role=viewer&email=&places=&disabled=on")
        #expect(changed.status == .seeOther)
        let now = try #require(try await centre.store.user(name: "leyla"))
        #expect((now.role, now.email, now.places, now.isDisabled) == (.viewer, nil, [], true))
        #expect(try await post("/users/leyla/remove", "").status == .seeOther)
        #expect(try await centre.store.user(name: "leyla") == nil)
        let audit = try await get("/audit")
        for action in ["user-add", "password-link", "user-change", "user-remove"] { #expect(audit.contains(action)) }
    }

    @Test func `a form of another session does nothing`() async throws {
        try await centre.addUser("leyla", role: .viewer)
        let forms = [
            ("/users", "name=x&role=admin"), ("/users/leyla", "role=admin"), ("/users/leyla/password-link", ""),
            ("/users/leyla/remove", ""), ("/branches/baku/settings", "name=Evil"),
        ]
        for (path, fields) in forms {
            for form in ["", SessionCookie.formToken(for: "another")] {
                let answer = try await post(path, fields, form: form)
                #expect(answer.status == .forbidden)
                #expect(String(buffer: answer.body).contains("The form was too old"))
            }
        }
        #expect(try await centre.store.users().map(\.name) == ["leyla", "root"])
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `what can't be is told in words, and hostile names stay text`() async throws {
        let answer = try await post("/users/root", "role=ops&email=&places=")
        #expect(answer.status == .conflict)
        #expect(String(buffer: answer.body).contains("root is the only admin who can sign in"))
        try await centre.store.addUser(
            name: "<b>&\"{{x}}", role: .viewer, email: "\"><script>@x", passwordHash: "", nowMS: 1)
        for page in [try await get("/users"), try await get("/users/%3Cb%3E%26%22%7B%7Bx%7D%7D")] {
            #expect(!page.contains("<b>&") && !page.contains("<script>@"))
            #expect(page.contains("&lt;b&gt;&amp;&quot;{{x}}"))
        }
    }

    @Test func `the settings of a branch are all changed by ops, the hours alone by a manager`() async throws {
        let fields = "name=Sahil&zone=Asia/Baku&region=East&labels=big%3B+mall&hours=mon-fri+09:00-18:00"
        #expect(try await post("/branches/baku/settings", fields).headers[.location] == "/branches/baku")
        let all = BranchInfo(
            id: "baku", name: "Sahil", timeZone: "Asia/Baku", region: "East", labels: ["big", "mall"],
            openingHours: "mon-fri 09:00-18:00")
        #expect(try await centre.store.branch(id: "baku", in: .all) == all)
        #expect(try await get("/branches/baku/settings").contains("mon-fri 09:00-18:00"))
        try await centre.addUser("second", role: .admin)
        _ = try await centre.store.changeUser(name: "root", UserChange(role: .manager), by: .nobody, nowMS: 5)
        _ = try await post("/branches/baku/settings", "name=Evil&zone=UTC&region=&labels=&hours=")
        #expect(
            try await centre.store.branch(id: "baku", in: .all)
                == BranchInfo(
                    id: "baku", name: "Sahil", timeZone: "Asia/Baku", region: "East", labels: ["big", "mall"]))
        #expect(try await !get("/branches/baku/settings").contains("name=\"region\""))
        let wrong = try await post("/branches/baku/settings", "hours=always")
        #expect(wrong.status == .badRequest && String(buffer: wrong.body).contains("Opening hours:"))
    }
}
