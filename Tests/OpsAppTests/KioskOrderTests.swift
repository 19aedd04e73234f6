import Foundation
import TestSupport
import Testing

@testable import OpsApp

/// How central ops let kiosks in, and what they order of them.
struct KioskOrderTests {
    private static let kiosk = """
        {"id":"k_1","name":"Exit 1","branch":"baku-1","last_contact_ms":1760000000000,"created":12,"ledger":11,
         "pending":1,"dead":0,"lost":0,"survey":{"id":"branch-exit","version":3,"sha256":"ab"},"refused":[],
         "app":"0.1.0","revoked":false,"labels":["lobby","north"],"clone_suspected":["two-keys","forks"],"rotating":true}
        """

    @Test func `a token takes labels and approval, and says its id`() throws {
        let token = #"{"token":"T","branch":"b","uses":1,"expires_at_ms":1760604800000,"id":"0123456789ab"}"#
        let server = try LoopbackServer([.collector(201, token)])
        let run = OpsRun(
            "enroll-token", "create", "--branch", "b", "--label", "lobby", "--label", "north", "--approve",
            server: server)
        #expect(run.code == 0)
        #expect(
            run.messages
                == "Good for 1 kiosk of branch b, until 2025-10-16T08:53:20Z. Its id is 0123456789ab.\n")
        let body = try #require(server.requests.first?.body)
        let sent = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
        #expect(sent["labels"] as? [String] == ["lobby", "north"])
        #expect(sent["approve"] as? Bool == true)
    }

    @Test func `a token for longer than 90 days is a usage error`() throws {
        #expect(OpsRun("enroll-token", "create", "--branch", "b", "--expires", "91d").code == 64)
        let token = #"{"token":"T","branch":"b","uses":1,"expires_at_ms":1760604800000}"#
        let server = try LoopbackServer([.collector(201, token)])
        #expect(OpsRun("enroll-token", "create", "--branch", "b", "--expires", "90d", server: server).code == 0)
    }

    @Test func `tokens are listed with their state`() throws {
        func token(_ id: String, used: Int, expires: Int64, revoked: Bool = false, approve: Bool = false) -> String {
            """
            {"id":"\(id)","branch":"b","uses":2,"used":\(used),"created_ms":1,"expires_at_ms":\(expires),
             "revoked":\(revoked),"approve":\(approve),"labels":["lobby"]}
            """
        }
        let (past, future): (Int64, Int64) = (1_759_999_999_000, 1_760_604_800_000)
        let tokens = [
            token("a", used: 0, expires: future), token("b", used: 2, expires: future),
            token("c", used: 1, expires: past), token("d", used: 0, expires: future, revoked: true),
            token("e", used: 1, expires: future, approve: true),
        ]
        let server = try LoopbackServer([.collector(200, "{\"tokens\":[\(tokens.joined(separator: ","))]}")])
        let run = OpsRun("enroll-token", "list", server: server)
        #expect(run.code == 0)
        let rows = run.text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(rows.first == ["ID", "BRANCH", "USED", "EXPIRES", "STATE", "LABELS"])
        #expect(rows.dropFirst().map { $0[2] } == ["0/2", "2/2", "1/2", "0/2", "1/2"])
        let states = rows.dropFirst().map { $0[4..<($0.count - 1)].joined(separator: " ") }
        #expect(states == ["good", "used up", "expired", "revoked", "good, with approval"])
    }

    @Test func `a token is ended by its id`() throws {
        let server = try LoopbackServer([.raw("HTTP/1.1 204 No\r\nSmilepost-Collector: c1\r\n\r\n")])
        let run = OpsRun("enroll-token", "revoke", "0123456789ab", server: server)
        #expect(run.code == 0)
        #expect(server.requests.first?.method == "DELETE")
        #expect(server.requests.first?.target == "/api/v1/enroll-tokens/0123456789ab")
        for id in ["", "0123456789aB", "0123456789a", "../kiosks/k_1"] {
            #expect(OpsRun("enroll-token", "revoke", id, server: server).code == 64)
        }
    }

    @Test(arguments: [
        ("approve", "Kiosk k_1 is let in; it comes for its credential by itself.\n"),
        ("reject", "Kiosk k_1 is not let in; it keeps what it has collected.\n"),
        ("renew-queue", "Kiosk k_1 begins a new queue when nothing of the old one waits any more.\n"),
    ])
    func `an order goes to its kiosk`(order: String, words: String) throws {
        let server = try LoopbackServer([.raw("HTTP/1.1 204 No\r\nSmilepost-Collector: c1\r\n\r\n")])
        let run = OpsRun("kiosks", order, "k_1", server: server)
        #expect(run.code == 0)
        #expect(run.messages == words)
        #expect(server.requests.first?.method == "POST")
        #expect(server.requests.first?.target == "/api/v1/kiosks/k_1/\(order)")
        #expect(OpsRun("kiosks", order, "k/1", server: server).code == 64)
        #expect(server.requests.count == 1)
    }

    @Test func `credentials are rotated for one kiosk or for all, and never for both or neither`() throws {
        let server = try LoopbackServer([.collector(200, #"{"kiosks":1}"#), .collector(200, #"{"kiosks":31}"#)])
        #expect(
            OpsRun("kiosks", "rotate", "k_1", server: server).messages
                == "1 kiosk takes a fresh credential at the next check-in.\n")
        #expect(
            OpsRun("kiosks", "rotate", "--all", server: server).messages
                == "31 kiosks take a fresh credential at the next check-in.\n")
        #expect(server.requests.map(\.target) == ["/api/v1/kiosks/k_1/rotate", "/api/v1/kiosks/rotate"])
        #expect(OpsRun("kiosks", "rotate", server: server).code == 64)
        #expect(OpsRun("kiosks", "rotate", "k_1", "--all", server: server).code == 64)
    }

    @Test func `the list names kiosks that wait, and in a word what needs a look`() throws {
        let waiting = """
            {"id":"k_9","name":"Exit 9","branch":"b","hostname":"h","app":"0.1.0","asked_ms":1760000000000}
            """
        let server = try LoopbackServer([
            .collector(200, "{\"kiosks\":[\(Self.kiosk)],\"waiting\":[\(waiting)]}")
        ])
        let lines = OpsRun("kiosks", "list", server: server).text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].hasSuffix("clone suspected, credential being rotated"))
        #expect(lines[2].hasPrefix("k_9  Exit 9"))
        #expect(lines[2].hasSuffix("waits for approval"))
    }

    @Test func `one kiosk is shown with everything that is known`() throws {
        let server = try LoopbackServer([.collector(200, Self.kiosk)])
        let run = OpsRun("kiosks", "show", "k_1", server: server)
        #expect(run.code == 0)
        #expect(server.requests.first?.target == "/api/v1/kiosks/k_1")
        #expect(
            run.text == """
                id               k_1
                name             Exit 1
                branch           baku-1
                labels           lobby, north
                last contact     2025-10-09T08:53:20Z
                responses        12 created, 11 here, 1 pending, 0 dead, 0 lost
                survey           branch-exit 3
                app              0.1.0
                note             clone suspected, credential being rotated
                clone suspected  two device keys came with one queue; one number of its queue was given to two answers

                """)
    }
}
