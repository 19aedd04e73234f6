import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct OfferTests {
    private func run(_ arguments: [String], _ answer: String, path: String, body: String) throws -> OpsRun {
        let server = try LoopbackServer([.collector(200, answer)])
        let run = OpsRun(arguments: ["survey"] + arguments, server: server)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == path)
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        return run
    }

    @Test(arguments: [
        ([], #"{"survey":"exit"}"#, "at every branch without a survey of its own"),
        (["--branch", "baku-1"], #"{"branch":"baku-1","survey":"exit"}"#, "at branch baku-1"),
        (["--kiosk", "k_1"], #"{"kiosk":"k_1","survey":"exit"}"#, "on kiosk k_1"),
    ]) func `a survey goes back to the version before`(options: [String], body: String, place: String) throws {
        let answer = body.replacing("}", with: #","version":2}"#)
        let run = try run(["rollback", "exit"] + options, answer, path: "/api/v1/rollbacks", body: body)
        #expect(run.code == 0)
        #expect(run.messages == "exit is back at version 2, \(place), from the kiosks' next check-in.\n")
    }

    @Test(arguments: [
        (
            ["close", "exit"], #"{"state":"closed","survey":"exit"}"#,
            "exit, every version, is closed: no kiosk is offered it from its next check-in on.\n"
        ),
        (
            ["close", "exit", "--version", "3", "--closing"], #"{"state":"closing","survey":"exit","version":3}"#,
            "exit version 3 is closing: no kiosk is offered it from its next check-in on.\n"
        ),
        (
            ["reopen", "exit", "--version", "3"], #"{"state":"published","survey":"exit","version":3}"#,
            "exit version 3 is offered again from the kiosks' next check-in on.\n"
        ),
    ]) func `a survey is closed and opened again`(arguments: [String], body: String, message: String) throws {
        let run = try run(arguments, body, path: "/api/v1/survey-states", body: body)
        #expect(run.code == 0)
        #expect(run.messages == message)
    }

    @Test func `a branch and a kiosk at once is a usage error, and the collector's no is told in its words`() throws {
        #expect(OpsRun("survey", "rollback", "exit", "--branch", "b", "--kiosk", "k").code == 64)
        let detail = "exit version 1 runs there, and no earlier version is offered."
        let server = try LoopbackServer([.problem(409, "conflict", detail)])
        let run = OpsRun("survey", "rollback", "exit", server: server)
        #expect(run.code == 65)
        #expect(run.messages == "smilepost-ops: \(detail)\n")
    }

    @Test func `a kiosk's new survey, and those that it gave up, are in the list`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                """
                {"kiosks":[{"id":"k_1","name":"Exit","branch":"b","created":0,"ledger":0,"pending":0,"dead":0,"lost":0,
                "survey":{"id":"exit","version":2,"sha256":"00"},"refused":[],"app":"1","revoked":false,
                "activation":{"pending":true,"failed":[{"survey":"exit","version":3,"why":"crashed"}],
                "stale_manifest":true}}]}
                """)
        ])
        let text = OpsRun("kiosks", "list", server: server).text
        #expect(text.contains("exit 2 (new)"))
        #expect(text.contains("gave up exit 3: crashed, stale-manifest"))
    }
}
