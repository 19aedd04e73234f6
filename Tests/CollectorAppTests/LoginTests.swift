import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import CollectorApp

@Suite struct LoginTests {
    private func signIn(
        _ client: some TestClientProtocol, name: String = "leyla", password: String = SiteCentre.password,
        form: String? = nil
    ) async throws -> TestResponse {
        let page = try await client.execute(uri: "/login", method: .get)
        return try await client.execute(
            uri: "/login", method: .post,
            headers: [
                .contentType: "application/x-www-form-urlencoded", .cookie: page.cookie(SessionCookie.visitorName),
            ], body: ByteBuffer(string: "name=\(name)&password=\(password)&form=\(form ?? page.formToken)"))
    }

    @Test func `the right password opens a session and the page`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            let welcome = try await signIn(client)
            #expect(welcome.status == .seeOther)
            #expect(welcome.headers[.location] == "/")
            let set = welcome.headers[.setCookie] ?? ""
            #expect(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"))
            #expect(!set.contains("Secure"))
            let page = try await client.execute(
                uri: "/", method: .get, headers: [.cookie: welcome.cookie(SessionCookie.name)])
            #expect(page.status == .ok)
            #expect(String(buffer: page.body).contains("leyla"))
        }
    }

    @Test func `cookies are for https only unless people come by plain http from this machine`() async throws {
        let centre = try await SiteCentre(isSecure: true)
        try await centre.application.test(.router) { client in
            let page = try await client.execute(uri: "/login", method: .get)
            #expect(page.headers[.setCookie]?.contains("Secure") == true)
            #expect(page.headers.value("Strict-Transport-Security") == "max-age=31536000")
        }
    }

    @Test func `a wrong password and an unknown name read the same`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            for name in ["leyla", "nobody"] {
                let answer = try await signIn(client, name: name, password: "wrong-password")
                #expect(answer.status == .unauthorized)
                #expect(String(buffer: answer.body).contains("Name or password is wrong."))
                #expect(answer.cookie(SessionCookie.name) == "")
            }
        }
    }

    @Test func `guessing is slowed down, also for the right password, until the wait is over`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            for _ in 1...5 { _ = try await signIn(client, password: "wrong-password") }
            let early = try await signIn(client)
            #expect(early.status == .tooManyRequests)
            #expect(early.headers.value("Retry-After") == "1")
            #expect(String(buffer: early.body).contains("Too many tries. Wait 1 s and try again."))
            centre.clock.advance(by: 1_000)
            #expect(try await signIn(client).status == .seeOther)
        }
    }

    @Test func `a form without this browser's token is refused`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            let answer = try await signIn(client, form: "0000")
            #expect(answer.status == .forbidden)
            #expect(answer.cookie(SessionCookie.name) == "")
        }
    }

    @Test func `signing out takes the session's form token and ends the session`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            let cookie = try await signIn(client).cookie(SessionCookie.name)
            let headers: HTTPFields = [.cookie: cookie, .contentType: "application/x-www-form-urlencoded"]
            let forged = try await client.execute(
                uri: "/logout", method: .post, headers: headers, body: ByteBuffer(string: "form=guess"))
            #expect(forged.status == .forbidden)
            let page = try await client.execute(uri: "/", method: .get, headers: [.cookie: cookie])
            #expect(page.status == .ok)
            let ended = try await client.execute(
                uri: "/logout", method: .post, headers: headers, body: ByteBuffer(string: "form=\(page.formToken)"))
            #expect(ended.headers[.location] == "/login")
            let after = try await client.execute(uri: "/", method: .get, headers: [.cookie: cookie])
            #expect(after.headers[.location] == "/login")
        }
    }

    @Test func `a session is over after twelve hours`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.application.test(.router) { client in
            let cookie = try await signIn(client).cookie(SessionCookie.name)
            centre.clock.advance(by: SessionCookie.lifetimeMS)
            let page = try await client.execute(uri: "/", method: .get, headers: [.cookie: cookie])
            #expect(page.status == .seeOther)
        }
    }

    @Test func `a link signs in once`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.store.addOneTimeLogin(
            hash: Secrets.hash("abc"), user: "leyla", expiresMS: centre.clock.now + 1_000)
        try await centre.application.test(.router) { client in
            let first = try await client.execute(uri: "/login/once/abc", method: .get)
            #expect(first.status == .seeOther)
            #expect(first.cookie(SessionCookie.name) != "")
            let second = try await client.execute(uri: "/login/once/abc", method: .get)
            #expect(second.status == .gone)
            #expect(second.cookie(SessionCookie.name) == "")
        }
    }

    @Test func `a link is over after its time`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.store.addOneTimeLogin(
            hash: Secrets.hash("abc"), user: "leyla", expiresMS: centre.clock.now + LoginLinkCommand.lifetimeMS)
        centre.clock.advance(by: 900_000)
        try await centre.application.test(.router) { client in
            let late = try await client.execute(uri: "/login/once/abc", method: .get)
            #expect(late.status == .gone)
        }
    }

    @Test(arguments: ["/", "/export/responses.csv"])
    func `a page without a session leads to the login`(path: String) async throws {
        let centre = try await SiteCentre()
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get, headers: [.cookie: "smilepost_session=x"])
            #expect(answer.status == .seeOther)
            #expect(answer.headers[.location] == "/login")
        }
    }
}
