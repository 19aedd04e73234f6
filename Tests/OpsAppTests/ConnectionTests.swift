import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct ConnectionTests {
    private let branches = """
        {"branches":[{"id":"baku-1","name":"Nizami 10","time_zone":"Asia/Baku"}]}
        """

    @Test func `without a collector or token the settings are at fault`() {
        let none = OpsRun("branches", "list")
        #expect(none.code == 78)
        #expect(
            none.messages
                == "smilepost-ops: no collector is named: give --collector URL, or set SMILEPOST_COLLECTOR\n")
        let noToken = OpsRun("branches", "list", "--collector", "http://127.0.0.1:1")
        #expect(noToken.code == 78)
        #expect(noToken.messages.contains("no API token is given: give --token-file FILE, or set SMILEPOST_TOKEN"))
        let empty = OpsRun(
            "branches", "list", environment: ["SMILEPOST_COLLECTOR": "http://127.0.0.1:1", "SMILEPOST_TOKEN": " "])
        #expect(empty.code == 78)
        #expect(empty.messages.contains("the API token is empty or holds spaces"))
    }

    @Test func `the token goes as a bearer token`() throws {
        let server = try LoopbackServer([.collector(200, branches)])
        #expect(OpsRun("branches", "list", server: server).code == 0)
        let request = try #require(server.requests.first)
        #expect(request.method == "GET")
        #expect(request.target == "/api/v1/branches")
        #expect(request.header("Authorization") == "Bearer t0ken")
    }

    @Test func `options count before and after the command and more than the environment`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("from-file\n", to: "token")
        let server = try LoopbackServer { [branches] _, _ in .collector(200, branches) }
        let wrong = ["SMILEPOST_COLLECTOR": "http://127.0.0.1:1", "SMILEPOST_TOKEN": "wrong"]
        let before = OpsRun(
            "--collector", server.url + "/", "--token-file", file, "branches", "list", environment: wrong)
        let after = OpsRun(
            "branches", "list", "--token-file", "-", "--collector", server.url, environment: wrong,
            standardInput: "from-stdin")
        #expect(before.code == 0)
        #expect(after.code == 0)
        #expect(server.requests.map { $0.header("Authorization") } == ["Bearer from-file", "Bearer from-stdin"])
        #expect(server.requests.map(\.target) == ["/api/v1/branches", "/api/v1/branches"])
    }

    @Test func `a collector that is not there is unavailable`() {
        let run = OpsRun(
            "kiosks", "list", environment: ["SMILEPOST_COLLECTOR": "http://127.0.0.1:1", "SMILEPOST_TOKEN": "x"])
        #expect(run.code == 69)
        #expect(run.messages.hasPrefix("smilepost-ops: http://127.0.0.1:1: Failed to connect to 127.0.0.1 port 1"))
        #expect(run.text.isEmpty)
    }

    @Test func `plain HTTP to another machine is a wrong setting`() {
        let run = OpsRun(
            "kiosks", "list",
            environment: ["SMILEPOST_COLLECTOR": "http://collector.example", "SMILEPOST_TOKEN": "x"])
        #expect(run.code == 78)
        #expect(run.messages.contains("http://collector.example:80 is plain HTTP"))
    }

    @Test func `what is no collector is named so`() throws {
        let server = try LoopbackServer([.text(200, "<html>Log in to our Wi-Fi</html>")])
        let run = OpsRun("kiosks", "list", server: server)
        #expect(run.code == 69)
        #expect(
            run.messages
                == "smilepost-ops: what answers at \(server.url) (status 200) is no Smilepost collector: "
                + "check the URL, and for a proxy or login page in between\n")
    }

    @Test(
        arguments: [
            (401, "credential-unknown", "never", 78), (403, "forbidden", "never", 78),
            (400, "bad-request", "after-change", 65), (409, "conflict", "after-change", 65),
            (422, "invalid-survey", "after-change", 65), (404, "not-found", "after-change", 1),
            (429, "too-many-requests", "later", 75), (503, "overloaded", "later", 75), (500, "storage", "later", 75),
            (500, "internal", "never", 69),
        ] as [(Int, String, String, Int32)])
    func `the collector's no ends the command with its words and the right code`(
        status: Int, problem: String, retry: String, code: Int32
    ) throws {
        let server = try LoopbackServer([.problem(status, problem, "Because\\u001b[31m so.", retry: retry)])
        let run = OpsRun("branches", "list", server: server)
        #expect(run.code == code)
        #expect(run.messages.hasSuffix("Because[31m so.\n"))
        #expect(run.text.isEmpty)
    }

    @Test func `an answer that is not understood is named so`() throws {
        let server = try LoopbackServer([.collector(200, "{\"branches\":[{\"id\":")])
        let run = OpsRun("branches", "list", server: server)
        #expect(run.code == 69)
        #expect(
            run.messages == "smilepost-ops: the answer of \(server.url) is not understood: "
                + "use the smilepost-ops of the collector's own version\n")
    }

    @Test(arguments: [["bogus"], ["kiosks", "list", "--bogus"], ["enroll-token", "create", "--uses", "none"]])
    func `a wrong command line is a usage error`(arguments: [String]) {
        let session = OpsRun("--version")
        #expect(session.text == "0.1.0\n")
        let run = arguments.count == 1 ? OpsRun(arguments[0]) : OpsRun(arguments[0], arguments[1], arguments[2])
        #expect(run.code == 64)
        #expect(run.text.isEmpty)
        #expect(run.messages.hasPrefix("Error: "))
    }
}
