import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

@Suite struct WebhooksTests {
    private static let id = "w_" + String(repeating: "a", count: 32)

    @Test func `the list shows what waits and what went wrong, and no terminal escape gets through`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                """
                {"mail":{"on":false,"refused":0,"waiting":0},"webhooks":[{"id":"\(Self.id)","url":"https://crm.example",\
                "events":["response.created"],"waiting":3,"refused":1,"paused":true,"last_error":"410\\u001b[2J"}]}
                """)
        ])
        let run = OpsRun("webhooks", "list", server: server)
        #expect(run.code == 0)
        #expect(
            run.text.contains(
                "\(Self.id)  https://crm.example  response.created  all       3        1        never      paused: 410[2J"
            ))
        #expect(run.messages.contains("E-mail is off"))
    }

    @Test func `add asks for all events unless told, and prints the secret alone`() throws {
        let server = try LoopbackServer([.collector(201, #"{"id":"\#(Self.id)","secret":"s3cret"}"#)])
        let run = OpsRun("webhooks", "add", "https://crm.example", "--branch", "baku", server: server)
        #expect(run.text == "s3cret\n")
        let wish = try JSONDecoder().decode(ApiWebhookWish.self, from: try #require(server.requests.first).body)
        #expect(wish.events == [.responseCreated, .ticketOpened, .ticketChanged])
        #expect(wish.branches == ["baku"])
        #expect(OpsRun("webhooks", "add", "https://x", "--event", "ping", server: server).code == 64)
    }

    @Test func `a test that fails is a failure of the command`() throws {
        let server = try LoopbackServer([.collector(200, #"{"delivered":false,"error":"no"}"#)])
        let run = OpsRun("webhooks", "test", Self.id, server: server)
        #expect(run.code == 1)
        #expect(run.messages.contains("was not reached: no"))
        #expect(OpsRun("webhooks", "remove", "../kiosks", server: server).code == 64)
    }
}
