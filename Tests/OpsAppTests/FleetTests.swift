import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct FleetTests {
    private let kiosks = """
        {"kiosks":[
        {"id":"k1","name":"Çıxış \\u001b[2J","branch":"baku-1","last_contact_ms":1760000000000,"created":12,"ledger":11,
         "pending":1,"dead":0,"lost":0,"survey":{"id":"branch-exit","version":3,"sha256":"ab"},"refused":[],
         "app":"0.1.0","revoked":false},
        {"id":"k22","name":"入口","branch":"b","last_contact_ms":null,"created":0,"ledger":0,"pending":0,"dead":0,
         "lost":0,"survey":null,"refused":[{"survey":"branch-exit","version":4,"code":"bad-signature"}],"app":"",
         "revoked":true}]}
        """

    @Test func `kiosks come as a table whose columns line up and hold no control characters`() throws {
        let server = try LoopbackServer([.collector(200, kiosks)])
        let run = OpsRun("kiosks", "list", server: server)
        #expect(run.code == 0)
        #expect(run.messages.isEmpty)
        #expect(
            run.text == """
                ID   NAME       BRANCH  LAST CONTACT          CREATED  LEDGER  PENDING  DEAD  LOST  SURVEY         APP    NOTE
                k1   Çıxış [2J  baku-1  2025-10-09T08:53:20Z  12       11      1        0     0     branch-exit 3  0.1.0
                k22  入口       b       never                 0        0       0        0     0     -                     revoked, refused branch-exit 4: bad-signature

                """)
    }

    @Test func `kiosks come as JSON for scripts`() throws {
        let server = try LoopbackServer([.collector(200, kiosks)])
        let run = OpsRun("kiosks", "list", "--json", server: server)
        #expect(run.code == 0)
        let value = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: [[String: Any]]])
        #expect(value["kiosks"]?.first?["last_contact_ms"] as? Int64 == 1_760_000_000_000)
        #expect(value["kiosks"]?.first?["name"] as? String == "Çıxış \u{1B}[2J")
        #expect(!run.text.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `an empty fleet says what to do`() throws {
        let server = try LoopbackServer([.collector(200, "{\"kiosks\":[]}")])
        let run = OpsRun("kiosks", "list", server: server)
        #expect(run.code == 0)
        #expect(run.text.isEmpty)
        #expect(
            run.messages == "No kiosk is enrolled yet: make a token with smilepost-ops enroll-token create.\n")
    }

    @Test func `branches are listed`() throws {
        let server = try LoopbackServer([
            .collector(200, "{\"branches\":[{\"id\":\"baku-1\",\"name\":\"Nizami 10\",\"time_zone\":\"Asia/Baku\"}]}")
        ])
        #expect(
            OpsRun("branches", "list", server: server).text == """
                ID      NAME       TIME ZONE  REGION  LABELS  OPENING HOURS
                baku-1  Nizami 10  Asia/Baku

                """)
    }

    @Test func `a branch is put under its id`() throws {
        let server = try LoopbackServer([
            .collector(201, "{\"id\":\"baku-1\",\"name\":\"Nizami 10\",\"time_zone\":\"Asia/Baku\"}")
        ])
        let run = OpsRun(
            "branches", "add", "baku-1", "--name", "Nizami 10", "--time-zone", "Asia/Baku", server: server)
        #expect(run.code == 0)
        #expect(run.messages == "Branch baku-1 is “Nizami 10”, in Asia/Baku.\n")
        let request = try #require(server.requests.first)
        #expect(request.method == "PUT")
        #expect(request.target == "/api/v1/branches/baku-1")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.body == Data(#"{"name":"Nizami 10","time_zone":"Asia/Baku"}"#.utf8))
    }

    @Test(arguments: ["", "Baku", "a/b", "a b", "ə", String(repeating: "x", count: 65)])
    func `an id that can't be is refused before anything is sent`(id: String) throws {
        let server = try LoopbackServer([])
        #expect(OpsRun("branches", "add", id, "--name", "N", "--time-zone", "UTC", server: server).code == 64)
        #expect(server.connections == 0)
    }

    private let token = #"{"token":"ABCD-1234","branch":"baku-1","uses":5,"expires_at_ms":1760604800000}"#

    @Test func `an enrolment token is printed alone and explained beside`() throws {
        let server = try LoopbackServer([.collector(201, token)])
        let run = OpsRun(
            "enroll-token", "create", "--branch", "baku-1", "--uses", "5", "--expires", "7d", server: server)
        #expect(run.code == 0)
        #expect(run.text == "ABCD-1234\n")
        #expect(run.messages == "Good for 5 kiosks of branch baku-1, until 2025-10-16T08:53:20Z.\n")
        #expect(
            server.requests.first?.body == Data(#"{"branch":"baku-1","expires_ms":604800000,"uses":5}"#.utf8))
    }

    @Test func `the only branch need not be named`() throws {
        let server = try LoopbackServer([
            .collector(200, #"{"branches":[{"id":"baku-1","name":"N","time_zone":"UTC"}]}"#), .collector(201, token),
        ])
        #expect(OpsRun("enroll-token", "create", server: server).code == 0)
        #expect(server.requests.last?.body == Data(#"{"branch":"baku-1","expires_ms":604800000,"uses":1}"#.utf8))
    }

    @Test func `one of several branches must be named`() throws {
        let server = try LoopbackServer([
            .collector(
                200,
                #"{"branches":[{"id":"a","name":"A","time_zone":"UTC"},{"id":"b","name":"B","time_zone":"UTC"}]}"#)
        ])
        let run = OpsRun("enroll-token", "create", server: server)
        #expect(run.code == 64)
        #expect(run.messages == "smilepost-ops: there are 2 branches: give --branch with one of a, b\n")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["7", "d", "-1d", "0h", "1y", "1.5d", "9223372036854775807w"])
    func `a span that is none is a usage error`(span: String) {
        #expect(Span.ms(from: span) == nil)
        #expect(OpsRun("enroll-token", "create", "--expires=\(span)").code == 64)
    }
}
