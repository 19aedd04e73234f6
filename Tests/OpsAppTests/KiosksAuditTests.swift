import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import OpsApp

struct KiosksAuditTests {
    private let kiosks = """
        {"kiosks":[
        {"id":"k1","name":"Exit 1","branch":"baku-1","created":12,"ledger":12,"pending":0,"dead":0,"lost":0,"refused":[],
         "app":"0.1.0","revoked":false},
        {"id":"k2","name":"Exit 2 \\u001b[2J","branch":"ganja","created":9,"ledger":6,"pending":0,"dead":0,"lost":0,
         "refused":[],"app":"0.1.0","revoked":false}]}
        """

    private func ledger(_ id: String, _ name: String, _ branch: String, missing: [[Int64]] = []) throws -> String {
        let queue = ApiQueueLedger(
            queue: String(repeating: "a", count: 32),
            books: ApiQueueLedger.Books(created: 12, pending: 0, dead: 0, lost: 0), ledger: 12, durableSeq: 12,
            missing: missing)
        let ledger = ApiLedger(kiosk: id, name: name, branch: branch, queues: [queue])
        return String(decoding: try JSONEncoder().encode(ledger), as: UTF8.self)
    }

    @Test func `every kiosk gets a verdict, and one that is not well ends the audit with 1`() throws {
        let server = try LoopbackServer([
            .collector(200, kiosks), .collector(200, try ledger("k1", "Exit 1", "baku-1")),
            .collector(200, try ledger("k2", "Exit 2 \u{1B}[2J", "ganja", missing: [[4, 5], [9, 9]])),
        ])
        let run = OpsRun("kiosks", "audit", server: server)
        #expect(run.code == 1)
        #expect(run.messages.isEmpty)
        #expect(
            run.text == """
                ID  NAME        BRANCH  VERDICT
                k1  Exit 1      baku-1  whole
                k2  Exit 2 [2J  ganja   missing 3 lines: 4-5, 9

                """)
        #expect(
            server.requests.map(\.target) == [
                "/api/v1/kiosks", "/api/v1/kiosks/k1/ledger", "/api/v1/kiosks/k2/ledger",
            ])
    }

    @Test func `a kiosk that is named is the only one that is asked for`() throws {
        let server = try LoopbackServer([.collector(200, try ledger("k1", "Exit 1", "baku-1"))])
        let run = OpsRun("kiosks", "audit", "k1", "--json", server: server)
        #expect(run.code == 0)
        let value = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: [[String: Any]]])
        let verdict = value["kiosks"]?.first?["verdict"] as? [String: String]
        #expect(verdict == ["state": "whole", "words": "whole"])
        #expect(server.requests.map(\.target) == ["/api/v1/kiosks/k1/ledger"])
    }

    @Test func `a kiosk that is not there is said, and what is no id is never sent`() throws {
        let server = try LoopbackServer([.problem(404, "not-found", "There is no kiosk k9.")])
        let run = OpsRun("kiosks", "audit", "k9", server: server)
        #expect(run.code != 0)
        #expect(run.messages.contains("There is no kiosk k9."))
        #expect(OpsRun("kiosks", "audit", "../k9", server: server).code == 64)
        #expect(server.requests.count == 1)
    }
}
