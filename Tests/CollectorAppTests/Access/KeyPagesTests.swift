import CollectorStore
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WireProtocol

@testable import CollectorApp

/// API tokens and webhooks, by hand.
@Suite struct KeyPagesTests {
    private let site: SignedIn

    private var store: CollectorStore { site.centre.store }

    init() async throws { site = try await SignedIn(.admin) }

    private func secret(_ page: String) throws -> String {
        String(try #require(page.firstMatch(of: #/<p><code>([^<]+)<\/code>/#)).output.1)
    }

    @Test func `a token is shown once, opens what it may, and nothing any more when it was revoked`() async throws {
        #expect(try await site.get("/tokens").contains("No tokens: no tool may come in."))
        let made = try await site.post("/tokens", "label=%3Cb%3Enightly&role=agent&places=branch%3Abaku")
        let token = try secret(String(buffer: made.body))
        let record = try #require(try await store.apiTokens().first)
        #expect((record.label, record.role, record.places) == ("<b>nightly", .agent, [.branch("baku")]))
        #expect(record.hash == Secrets.hash(token))
        let list = try await site.get("/tokens")
        #expect(list.contains("&lt;b&gt;nightly") && !list.contains("<b>nightly"))
        #expect(list.contains("branch:baku") && !list.contains(token))
        #expect(try await !site.get("/tokens?format=csv").contains(token))
        #expect(try await !site.get("/audit").contains(token))
        let removed = try await site.post("/tokens/\(record.prefix)/remove", "")
        #expect(removed.headers[.location] == "/tokens")
        #expect(try await store.apiTokens().isEmpty)
        #expect(try await store.auditEntries(limit: 2).map(\.action) == ["token-remove", "token-create"])
    }

    @Test func `a token that can't be is told, and none is made`() async throws {
        for (fields, words) in [
            ("label=&role=viewer", "label must be"), ("label=x&role=king", "The role must be"),
            ("label=x&role=admin&places=branch%3Abaku", "for the whole chain"),
            ("label=x&role=viewer&places=baku", "A place is written"),
        ] {
            let answer = try await site.post("/tokens", fields)
            #expect(answer.status == .badRequest && String(buffer: answer.body).contains(words))
        }
        #expect(try await store.apiTokens().isEmpty)
    }

    @Test func `a webhook is added, tried and removed, and its secret shown once`() async throws {
        #expect(try await site.get("/webhooks").contains("No other program is told."))
        // Nobody listens at the first port.
        let made = try await site.post(
            "/webhooks", "url=http%3A%2F%2F127.0.0.1%3A1%2Fhook&opened=on&responses=on&branches=baku%0D%0A")
        let secret = try secret(String(buffer: made.body))
        let webhook = try #require(try await store.outboxStatus().webhooks.first)
        #expect((webhook.events, webhook.branches) == ([.responseCreated, .ticketOpened], ["baku"]))
        #expect(try await store.webhook(webhook.id)?.secret == secret)
        let list = try await site.get("/webhooks")
        #expect(list.contains("http://127.0.0.1:1/hook") && list.contains("responses, tickets opened"))
        #expect(list.contains("nothing yet") && !list.contains(secret))
        let tried = try await site.post("/webhooks/\(webhook.id)/test", "")
        #expect(String(buffer: tried.body).contains("The test did not arrive:"))
        #expect(try await site.post("/webhooks/\(webhook.id)/remove", "").headers[.location] == "/webhooks")
        #expect(try await store.outboxStatus().webhooks.isEmpty)
        #expect(try await store.auditEntries(limit: 2).map(\.action) == ["webhook-remove", "webhook-create"])
    }

    @Test func `a webhook that can't be is told`() async throws {
        for (fields, words) in [
            ("url=http%3A%2F%2Fx.example&opened=on", "must be https://"), ("url=https%3A%2F%2Fx.example", "events"),
            ("url=https%3A%2F%2Fx.example&opened=on&branches=nowhere", "There is no branch nowhere"),
        ] {
            let answer = try await site.post("/webhooks", fields)
            #expect([400, 404].contains(answer.status.code) && String(buffer: answer.body).contains(words))
        }
        #expect(try await store.outboxStatus().webhooks.isEmpty)
    }

    @Test func `a form of another session makes and ends nothing`() async throws {
        try await store.addApiToken(
            hash: Data(repeating: 0xAA, count: 32), role: .viewer, label: "tool", nowMS: site.centre.clock.now)
        let forms = [
            ("/tokens", "label=x&role=admin"), ("/tokens/aaaaaaaaaaaa/remove", ""),
            ("/webhooks", "url=https%3A%2F%2Fx.example&opened=on"), ("/webhooks/w_0/test", ""),
            ("/webhooks/w_0/remove", ""), ("/root-causes", "name=x"), ("/root-causes/staff/retire", ""),
            ("/root-causes/staff/rename", "name=x"), ("/root-causes/staff/offer", ""),
            ("/ticket-rules/*/rule", "name=x&low=on&priority=low&hours=1&minutes=0"),
            ("/ticket-rules/*/switch", "number=0"), ("/ticket-rules/*/remove", "number=0"),
            ("/ticket-rules/*/general", ""),
        ]
        for (path, fields) in forms {
            for form in ["", SessionCookie.formToken(for: "another")] {
                let answer = try await site.post(path, fields, form: form)
                #expect(answer.status == .forbidden)
                #expect(String(buffer: answer.body).contains("The form was too old"))
            }
        }
        #expect(try await store.apiTokens().map(\.label) == ["tool"])
        #expect(try await store.auditEntries(limit: 9).isEmpty)
    }
}
