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

/// Webhooks over the API, as an admin makes and watches them.
@Suite struct WebhookRoutesTests {
    private func wish(_ url: String, events: String = #"["response.created"]"#, more: String = "") -> ByteBuffer {
        ByteBuffer(string: #"{"url":"\#(url)","events":\#(events)\#(more)}"#)
    }

    @Test func `made, tested, watched and removed; the secret is told once`() async throws {
        let receiver = try LoopbackServer { _, index in .text(index == 0 ? 500 : 200, "") }
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let made = try await client.execute(
                uri: Api.Path.webhooks, method: .post, headers: headers, body: wish(receiver.url))
            #expect(made.status == .created)
            let hook = try JSONDecoder().decode(ApiWebhookSecret.self, from: Data(made.body.readableBytesView))
            let path = Api.Path.webhookTest(hook.id)
            let failed = try await client.execute(uri: path, method: .post, headers: headers)
            #expect(
                String(buffer: failed.body) == #"{"delivered":false,"error":"the receiver answered 500"}"#)
            let went = try await client.execute(uri: path, method: .post, headers: headers)
            #expect(String(buffer: went.body) == #"{"delivered":true}"#)
            #expect(receiver.requests.last?.header(Webhook.Header.signature)?.hasPrefix("t=") == true)

            try await centre.send([["visit": .score(1)]])
            let list = try await client.execute(uri: Api.Path.webhooks, method: .get, headers: headers)
            let status = try JSONDecoder().decode(ApiWebhooks.self, from: Data(list.body.readableBytesView))
            #expect(status.webhooks.map(\.waiting) == [1])
            #expect(!status.mail.isOn)
            #expect(!String(buffer: list.body).contains(hook.secret))

            let gone = try await client.execute(uri: Api.Path.webhook(hook.id), method: .delete, headers: headers)
            #expect(gone.status == .noContent)
        }
        #expect(try await centre.store.waitingLanes().isEmpty)
    }

    @Test(arguments: [
        ("http://crm.example/x", #"["response.created"]"#, "", 400),
        ("ftp://127.0.0.1", #"["response.created"]"#, "", 400),
        ("https://user:pw@crm.example", #"["response.created"]"#, "", 400),
        ("https://crm.example/\\r\\nHost: x", #"["response.created"]"#, "", 400),
        ("file:///etc/passwd", #"["response.created"]"#, "", 400), ("", #"["response.created"]"#, "", 400),
        ("https://crm.example", "[]", "", 400), ("https://crm.example", #"["ping"]"#, "", 400),
        ("https://crm.example", #"["no.such"]"#, "", 400),
        ("https://crm.example", #"["ticket.opened","ticket.opened"]"#, "", 400),
        ("https://crm.example", #"["ticket.opened"]"#, #","branches":[]"#, 400),
        ("https://crm.example", #"["ticket.opened"]"#, #","branches":["nowhere"]"#, 404),
        ("https://crm.example", #"["ticket.opened"]"#, #","branches":["baku"]"#, 201),
        ("http://127.0.0.1:9/x", #"["ticket.opened"]"#, "", 201),
    ])
    func `only what can be told safely is taken`(url: String, events: String, more: String, status: Int) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.webhooks, method: .post, headers: headers, body: wish(url, events: events, more: more))
            #expect(answer.status.code == status)
        }
    }
}
