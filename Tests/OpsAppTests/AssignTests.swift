import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct AssignTests {
    @Test(arguments: [
        (
            ["--version", "3", "--branch", "baku-1"], #"{"branch":"baku-1","survey":"exit","version":3}"#,
            "exit, version 3, runs at branch baku-1 from the kiosks' next check-in.\n"
        ),
        (
            ["--kiosk", "k_1"], #"{"kiosk":"k_1","survey":"exit"}"#,
            "exit, always the newest version, runs on kiosk k_1 from the kiosks' next check-in.\n"
        ),
        (
            ["--version", "2"], #"{"survey":"exit","version":2}"#,
            "exit, version 2, runs at every branch without a survey of its own from the kiosks' next check-in.\n"
        ),
    ])
    func `a published survey is assigned`(options: [String], body: String, message: String) throws {
        let server = try LoopbackServer([.collector(200, body)])
        let run = OpsRun(arguments: ["survey", "assign", "exit"] + options, server: server)
        #expect(run.code == 0)
        #expect(run.messages == message)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/api/v1/assignments")
        #expect(String(decoding: request.body, as: UTF8.self) == body)
    }

    @Test func `a branch and a kiosk at once, or version 0, is a usage error`() {
        #expect(OpsRun("survey", "assign", "exit", "--branch", "b", "--kiosk", "k").code == 64)
        #expect(OpsRun("survey", "assign", "exit", "--version", "0").code == 64)
    }

    @Test func `what the collector refuses is told in its words`() throws {
        let detail = "exit version 9 was never published here."
        let server = try LoopbackServer([.problem(404, "not-found", detail)])
        let run = OpsRun("survey", "assign", "exit", "--version", "9", server: server)
        #expect(run.code == 1)
        #expect(run.messages == "smilepost-ops: \(detail)\n")
    }

    @Test func `a kiosk is shut out by its id`() throws {
        let server = try LoopbackServer([.collector(204, "")])
        let run = OpsRun("kiosks", "revoke", "k_1", server: server)
        #expect(run.code == 0)
        #expect(run.messages == "Kiosk k_1 is shut out; what it sent is kept.\n")
        let request = try #require(server.requests.first)
        #expect(request.method == "DELETE" && request.target == "/api/v1/kiosks/k_1")
        #expect(OpsRun("kiosks", "revoke", "../users").code == 64)
    }

    @Test func `a kiosk is taken out of service and back by its id`() throws {
        let server = try LoopbackServer([.collector(204, ""), .collector(204, "")])
        let out = OpsRun("kiosks", "retire", "k_1", server: server)
        #expect(out.code == 0)
        #expect(out.messages == "Kiosk k_1 is out of service from its next contact on; what it holds is kept.\n")
        let back = OpsRun("kiosks", "unretire", "k_1", server: server)
        #expect(back.messages == "Kiosk k_1 is back in service; it hears of it within an hour.\n")
        #expect(server.requests.map(\.method) == ["PUT", "DELETE"])
        #expect(server.requests.allSatisfy { $0.target == "/api/v1/kiosks/k_1/retirement" })
        #expect(OpsRun("kiosks", "retire", "../users").code == 64)
    }
}
