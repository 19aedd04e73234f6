import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Tickets as people see and change them, over HTTP.
@Suite struct TicketPageTests {
    private func centre(_ role: Role) async throws -> SiteCentre {
        let centre = try await SiteCentre()
        try await centre.addUser("leyla", role: role)
        try await centre.store.addOneTimeLogin(
            hash: Secrets.hash("once"), user: "leyla", expiresMS: centre.clock.now + 1_000)
        try await centre.send([["visit": .score(1), "comment": .text("<script>alert(1)</script> növbə")]])
        return centre
    }

    private func headers(_ client: some TestClientProtocol) async throws -> HTTPFields {
        let welcome = try await client.execute(uri: "/login/once/once", method: .get)
        return [
            .cookie: welcome.cookie(SessionCookie.name), .contentType: "application/x-www-form-urlencoded",
        ]
    }

    @Test func `the list says what is overdue by word and sign, and its filters are in the address`() async throws {
        let centre = try await centre(.agent)
        try await centre.application.test(.router) { client in
            var headers = try await headers(client)
            let fresh = String(buffer: try await client.execute(uri: "/tickets", method: .get, headers: headers).body)
            #expect(fresh.contains(#"<a href="/tickets/1">#1</a>"#))
            #expect(!fresh.contains("overdue by"))
            #expect(fresh.contains(#"href="/tickets?owner=leyla""#))
            centre.clock.advance(by: 30 * 3_600_000)
            // The session is over by then.
            try await centre.store.addOneTimeLogin(
                hash: Secrets.hash("once"), user: "leyla", expiresMS: centre.clock.now + 1_000)
            headers = try await self.headers(client)
            let late = String(
                buffer: try await client.execute(uri: "/tickets?overdue=true", method: .get, headers: headers).body)
            #expect(late.contains("⚠ overdue by 14 h"))
            let other = try await client.execute(uri: "/tickets?owner=-", method: .get, headers: headers)
            #expect(String(buffer: other.body).contains("No such ticket."))
            let bad = try await client.execute(uri: "/tickets?state=shut", method: .get, headers: headers)
            #expect(bad.status == .badRequest)
        }
    }

    @Test func `the ticket shows the whole answer as text, and is noted, closed and opened again`() async throws {
        let centre = try await centre(.agent)
        try await centre.application.test(.router) { client in
            let headers = try await headers(client)
            let page = try await client.execute(uri: "/tickets/1", method: .get, headers: headers)
            let text = String(buffer: page.body)
            #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; növbə"))
            #expect(text.contains("How was it?"))
            let form = "form=\(page.formToken)"
            for (order, body) in [
                ("note", "text=Called+%3Cb%3E"), ("state", "state=waiting"), ("take", "owner="),
                ("close", "cause=staff&action=Talked"),
            ] {
                let answer = try await client.execute(
                    uri: "/tickets/1/\(order)", method: .post, headers: headers,
                    body: ByteBuffer(string: form + "&" + body))
                #expect(answer.status == .seeOther, "\(order)")
            }
            let closed = String(
                buffer: try await client.execute(uri: "/tickets/1", method: .get, headers: headers).body)
            #expect(closed.contains("Called &lt;b&gt;"))
            #expect(closed.contains("Closed: <b>Staff</b>. Talked"))
            #expect(!closed.contains("/tickets/1/close"))
            let again = try await client.execute(
                uri: "/tickets/1/reopen", method: .post, headers: headers,
                body: ByteBuffer(string: form + "&text=Called+again"))
            #expect(again.status == .seeOther)
        }
        let detail = try await centre.store.ticket(1, reach: .all, nowMS: 0)
        #expect(detail.history.map(\.what).suffix(4) == ["noted", "state", "closed", "reopened"])
    }

    @Test func `a ticket is handed over to somebody of its branch, chosen from a list`() async throws {
        let centre = try await centre(.agent)
        try await centre.addUser("anar", role: .agent)
        try await centre.addUser("viewer")
        try await centre.application.test(.router) { client in
            let headers = try await headers(client)
            let page = try await client.execute(uri: "/tickets/1", method: .get, headers: headers)
            let text = String(buffer: page.body)
            // It is leyla's: she gives it to another one, or to nobody.
            #expect(text.contains(#"<option value="">Choose one</option><option value="anar">anar</option></select>"#))
            #expect(!text.contains(#"value="viewer""#))
            _ = try await client.execute(
                uri: "/tickets/1/take", method: .post, headers: headers,
                body: ByteBuffer(string: "form=\(page.formToken)&owner=anar"))
            let handed = try await client.execute(uri: "/tickets/1", method: .get, headers: headers)
            let back = #"aria-describedby="owner-hint"><option value="leyla" selected>leyla (you)</option></select>"#
            #expect(String(buffer: handed.body).contains(back))
        }
    }

    @Test func `e-mail is spoken of where it is sent, and a file of its settings to ops alone`() async throws {
        let centre = try await centre(.viewer)
        let (agent, ops) = (try await SignedIn(.agent, at: centre), try await SignedIn(.ops, at: centre))
        let list = try await agent.get("/tickets")
        #expect(list.contains("has no mail server. Central ops can give it one.") && !list.contains("collector.conf"))
        #expect(try await ops.get("/tickets").contains("collector.conf"))
        #expect(try await agent.get("/tickets/1").contains("No e-mail tells them"))
        try await centre.store.setMail(on: true)
        #expect(try await !agent.get("/tickets").contains("e-mail"))
        let told = try await agent.get("/tickets/1")
        #expect(told.contains("New owner, who is told by e-mail</label>") && !told.contains("No e-mail"))
        #expect(told.contains(#"<a href="/tickets?branch=baku">Tickets of Baku</a>"#))
    }

    @Test func `where a contact is sealed, the page says who can open it`() async throws {
        let centre = try await TwoBranches().centre
        let (agent, ops) = (try await SignedIn(.agent, at: centre), try await SignedIn(.ops, at: centre))
        #expect(try await agent.get("/tickets/1").contains("Ask central ops to run this: they have the key."))
        #expect(try await ops.get("/tickets/1").contains("Run this where the organisation's contact key is."))
    }

    @Test func `a form of another site or of a viewer changes nothing`() async throws {
        for (role, token) in [(Role.agent, "form=x&"), (.agent, ""), (.viewer, nil)] as [(Role, String?)] {
            let centre = try await centre(role)
            try await centre.application.test(.router) { client in
                let headers = try await headers(client)
                let page = try await client.execute(uri: "/tickets/1", method: .get, headers: headers)
                #expect(page.status == .ok)
                #expect(String(buffer: page.body).contains("/tickets/1/note") == (role == .agent))
                let form = token ?? "form=\(page.formToken)&"
                let answer = try await client.execute(
                    uri: "/tickets/1/note", method: .post, headers: headers,
                    body: ByteBuffer(string: form + "text=x"))
                #expect(answer.status == .forbidden)
            }
            #expect(try await centre.store.ticket(1, reach: .all, nowMS: 0).history.map(\.what) == ["opened"])
        }
    }
}
