import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Erasing over the API: who may, what is told, and what stays in the audit log.
@Suite struct ErasureRouteTests {
    private let id = Examples.responseID(0)
    private let centre: SiteCentre

    init() async throws {
        centre = try await SiteCentre()
        try await centre.send([["visit": .score(1), "comment": .option("rude")], ["visit": .score(5)]])
    }

    @Test func `ops erases a response, and the audit log says who, when and why`() async throws {
        let ops = try await centre.bearer(.ops)
        let admin = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            // A lost answer is asked for again.
            for _ in 1...2 {
                let answer = try await client.execute(
                    uri: Api.Path.response(id.hex) + "?reason=customer%20asked", method: .delete, headers: ops)
                #expect(answer.status == .noContent)
            }
            let lines = String(
                buffer: try await client.execute(uri: Api.Path.responses, method: .get, headers: ops).body)
            #expect(!lines.contains(id.hex))
            #expect(lines.contains(Examples.responseID(1).hex))
            let log = try await client.execute(uri: Api.Path.audit, method: .get, headers: admin)
            let audit = try JSONDecoder().decode(ApiAudit.self, from: Data(log.body.readableBytesView))
            #expect(
                audit.entries == [
                    ApiAuditEntry(
                        n: 1, atMS: centre.clock.now, who: "ops",
                        token: String(Secrets.hash("token-ops").hex.prefix(12)), role: "ops", action: "erasure",
                        kind: "response", subject: id.hex, reason: "customer asked")
                ])
        }
        #expect(try await centre.store.comments(CommentQuery(limit: 9)).comments.isEmpty)
    }

    @Test(arguments: [
        ("ffff", "?reason=x", 400), (Examples.responseID(9).hex, "?reason=x", 404),
        (Examples.responseID(0).hex, "", 400),
        (Examples.responseID(0).hex, "?reason=%20", 400), (Examples.responseID(0).hex, "?reason=a%0Ab", 400),
    ])
    func `an id or a reason that is none erases nothing`(id: String, query: String, status: Int) async throws {
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.response(id) + query, method: .delete, headers: headers)
            #expect(answer.status.code == status)
        }
        #expect(try await centre.store.responses(in: .all).rows.count == 2)
        #expect(try await centre.store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `a viewer erases nothing`() async throws {
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.response(id.hex) + "?reason=x", method: .delete, headers: headers)
            #expect(answer.status == .forbidden)
        }
        #expect(try await centre.store.responses(in: .all).rows.count == 2)
    }
}
