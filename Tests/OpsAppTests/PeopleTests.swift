import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct PeopleTests {
    private let users = """
        {"users":[
        {"name":"leyla","role":"manager","email":"leyla@example.az","places":["region:West","branch:baku"],
         "created_ms":1,"disabled":false,"signed_in_ms":1760000000000},
        {"name":"rauf\\u001b[2J","role":"admin","places":[],"created_ms":1,"disabled":true}]}
        """

    private func body(_ server: LoopbackServer) throws -> String {
        String(decoding: try #require(server.requests.first).body, as: UTF8.self)
    }

    @Test func `users come as a table, or as JSON`() throws {
        let server = try LoopbackServer([.collector(200, users), .collector(200, users)])
        #expect(
            OpsRun("users", "list", server: server).text == """
                NAME     ROLE     PLACES                    E-MAIL            SIGNED IN             NOTE
                leyla    manager  region:West, branch:baku  leyla@example.az  2025-10-09T08:53:20Z
                rauf[2J  admin    the whole chain                             never                 disabled

                """)
        let json = OpsRun("users", "list", "--json", server: server)
        #expect(try JSONSerialization.jsonObject(with: json.output) is [String: Any])
        #expect(!json.text.unicodeScalars.contains("\u{1B}"))
    }

    @Test func `a user is added, and the link is printed behind the collector's address`() throws {
        let link = #"{"user":"leyla","path":"/login/password/abc","expires_at_ms":1760000000000}"#
        let server = try LoopbackServer([.collector(201, link)])
        let run = OpsRun(
            "users", "add", "leyla", "--role", "manager", "--place", "region:West", "--email", "l@e.az", server: server)
        #expect(run.text == server.url + "/login/password/abc\n")
        #expect(run.messages == "Give it to leyla: it is good once, until 2025-10-09T08:53:20Z.\n")
        #expect(try body(server) == #"{"email":"l@e.az","name":"leyla","places":["region:West"],"role":"manager"}"#)
    }

    @Test func `only what is given is changed, and a name stays one part of the path`() throws {
        let user = #"{"name":"a/../b","role":"viewer","places":[],"created_ms":1,"disabled":true}"#
        let server = try LoopbackServer([.collector(200, user), .collector(204, "")])
        let run = OpsRun("users", "set", "a/../b", "--whole-chain", "--disable-sign-in", server: server)
        #expect(run.messages == "a/../b is viewer of the whole chain, and may not sign in.\n")
        #expect(try body(server) == #"{"disabled":true,"places":[]}"#)
        #expect(OpsRun("users", "remove", "a/../b", server: server).code == 0)
        #expect(server.requests.map(\.method) == ["PUT", "DELETE"])
        #expect(server.requests.allSatisfy { $0.target == "/api/v1/users/a%2F%2E%2E%2Fb" })
        #expect(OpsRun("users", "set", "x", "--whole-chain", "--place", "branch:b").code == 64)
    }

    @Test func `a token is printed once, and removed by its id`() throws {
        let server = try LoopbackServer([
            .collector(201, #"{"token":"s3cret","id":"0123456789ab"}"#), .collector(204, ""),
        ])
        let made = OpsRun(
            "tokens", "create", "--label", "grafana", "--role", "viewer", "--place", "branch:baku", server: server)
        #expect(made.text == "s3cret\n")
        #expect(made.messages == "“grafana” is viewer of branch:baku. Its id is 0123456789ab.\n")
        #expect(try body(server) == #"{"label":"grafana","places":["branch:baku"],"role":"viewer"}"#)
        #expect(OpsRun("tokens", "remove", "0123456789ab", server: server).code == 0)
        #expect(OpsRun("tokens", "remove", "../users").code == 64)
    }

    @Test func `tokens are listed with their last use`() throws {
        let tokens = """
            {"tokens":[{"id":"0123456789ab","label":"ci","role":"ops","places":[],"created_ms":1760000000000}]}
            """
        #expect(
            OpsRun("tokens", "list", server: try LoopbackServer([.collector(200, tokens)])).text == """
                ID            LABEL  ROLE  PLACES           CREATED               LAST USED
                0123456789ab  ci     ops   the whole chain  2025-10-09T08:53:20Z  never

                """)
    }

    @Test func `a refusal is told in the collector's words`() throws {
        let server = try LoopbackServer([.problem(409, "conflict", "root is the only admin who can sign in.")])
        let run = OpsRun("users", "remove", "root", server: server)
        #expect(run.code == 65)
        #expect(run.messages == "smilepost-ops: root is the only admin who can sign in.\n")
    }
}

struct BranchTests {
    private let baku = #"{"id":"baku","name":"Sahil","time_zone":"Asia/Baku","region":"East","labels":["big"]}"#

    @Test func `a branch is shown`() throws {
        #expect(
            OpsRun("branches", "show", "baku", server: try LoopbackServer([.collector(200, baku)])).text == """
                id             baku
                name           Sahil
                time zone      Asia/Baku
                region         East
                labels         big
                opening hours  not known: counts as always open

                """)
        #expect(OpsRun("branches", "show", "../kiosks").code == 64)
    }

    @Test func `opening hours alone go where a manager may set them, the rest with what was there`() throws {
        let server = try LoopbackServer([.collector(200, baku), .collector(200, baku), .collector(200, baku)])
        #expect(OpsRun("branches", "set", "baku", "--opening-hours", "mon 09:00-10:00", server: server).code == 0)
        #expect(OpsRun("branches", "set", "baku", "--region", "West", "--label", "", server: server).code == 0)
        #expect(
            server.requests.map { "\($0.method) \($0.target) " + String(decoding: $0.body, as: UTF8.self) } == [
                #"PUT /api/v1/branches/baku/opening-hours {"opening_hours":"mon 09:00-10:00"}"#,
                "GET /api/v1/branches/baku ",
                #"PUT /api/v1/branches/baku {"labels":[],"name":"Sahil","region":"West","time_zone":"Asia/Baku"}"#,
            ])
    }

    @Test func `a file is sent as it is, and each of its faults is told`() throws {
        let done = #"{"added":["ganja"],"changed":["baku"],"unchanged":3,"dry_run":true}"#
        let detail = #"Line 2: The branch name must be 1 to 100 characters on one line.\nLine 9: The column is wrong."#
        let server = try LoopbackServer([.collector(200, done), .problem(400, "bad-request", detail)])
        let run = OpsRun(
            arguments: ["branches", "import", "-", "--dry-run"], server: server, standardInput: "id,name\r\nx,\"y\"")
        #expect(
            run.text == """
                ID     WHAT
                ganja  new
                baku   changed

                """)
        #expect(run.messages == "1 new, 1 changed, 3 as before; nothing is stored.\n")
        let request = try #require(server.requests.first)
        #expect(request.target == "/api/v1/branches/import?dry_run=true")
        #expect(String(decoding: request.body, as: UTF8.self) == "id,name\r\nx,\"y\"")
        let refused = OpsRun(arguments: ["branches", "import", "-"], server: server, standardInput: "x")
        #expect(refused.code == 65)
        #expect(refused.messages.contains("on one line.\nLine 9: The column"))
    }

    @Test func `a kiosk is moved`() throws {
        let server = try LoopbackServer([
            .collector(200, #"{"kiosk":"k_1","from":"baku","to":"ganja"}"#),
            .collector(200, #"{"kiosk":"k_1","from":"ganja","to":"ganja"}"#),
        ])
        #expect(
            OpsRun("kiosks", "move", "k_1", "--branch", "ganja", server: server).messages
                == "Kiosk k_1 stands at ganja from now on; what it collected at baku stays there.\n")
        #expect(
            OpsRun("kiosks", "move", "k_1", "--branch", "ganja", server: server).messages
                == "Kiosk k_1 stands at ganja already.\n")
        #expect(server.requests.allSatisfy { $0.target == "/api/v1/kiosks/k_1/branch" && $0.method == "PUT" })
        #expect(OpsRun("kiosks", "move", "../users", "--branch", "x").code == 64)
    }
}
