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

/// Tickets over the API: who reads, who changes, and within which reach.
@Suite struct TicketRoutesTests {
    /// One ticket in Baku.
    private func centre() async throws -> SiteCentre {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(1), "comment": .text("=cmd|' /C calc'!A0 <b>")]])
        return centre
    }

    private func token(_ centre: SiteCentre, _ role: Role, _ branches: [String] = []) async throws -> HTTPFields {
        let token = "token \(role) \(branches)"
        try await centre.store.addApiToken(hash: Secrets.hash(token), role: role, branches: branches)
        return [.authorization: "Bearer \(token)"]
    }

    private static let orders: [(TicketOrder, String)] = [
        (.take, #"{"owner":"leyla"}"#), (.note, #"{"text":"x"}"#), (.state, #"{"state":"waiting"}"#),
        (.close, #"{"root_cause":"staff","action":"talked"}"#), (.reopen, #"{"text":"again"}"#),
    ]

    @Test(arguments: [Role.viewer, .agent, .manager, .ops, .admin])
    func `viewers read, agents and above change`(role: Role) async throws {
        let centre = try await centre()
        try await centre.addUser(role: .agent)
        let headers = try await token(centre, role)
        try await centre.application.test(.router) { client in
            let list = try await client.execute(uri: Api.Path.tickets, method: .get, headers: headers)
            let tickets = try JSONDecoder().decode(ApiTickets.self, from: Data(list.body.readableBytesView))
            #expect(tickets.tickets.map(\.ticket) == [1])
            for path in [Api.Path.ticket("1"), Api.Path.ticketReport, Api.Path.ticketRules, Api.Path.rootCauses] {
                #expect(try await client.execute(uri: path, method: .get, headers: headers).status == .ok)
            }
            for (order, body) in Self.orders {
                let answer = try await client.execute(
                    uri: Api.Path.ticket("1", order), method: .post, headers: headers, body: ByteBuffer(string: body))
                #expect(answer.status == (role >= .agent ? .ok : .forbidden))
            }
            let rules = ByteBuffer(string: #"{"rules":[{"name":"x","any_low":true,"close_minutes":60}]}"#)
            let set = try await client.execute(
                uri: Api.Path.ticketRules(of: "branch-exit"), method: .put, headers: headers, body: rules)
            #expect(set.status == (role >= .ops ? .ok : .forbidden))
            let causes = ByteBuffer(string: #"{"causes":[{"id":"a","name":"A"}]}"#)
            let put = try await client.execute(
                uri: Api.Path.rootCauses, method: .put, headers: headers, body: causes)
            #expect(put.status == (role >= .ops ? .ok : .forbidden))
        }
    }

    @Test func `who is held to another branch gets nothing of it, by list, guessed number or order`() async throws {
        let centre = try await centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        let headers = try await token(centre, .manager, ["ganja"])
        try await centre.application.test(.router) { client in
            for query in ["", "?branch=baku", "?state=closed", "?overdue=true"] {
                let list = try await client.execute(uri: Api.Path.tickets + query, method: .get, headers: headers)
                #expect(String(buffer: list.body) == #"{"tickets":[]}"#)
            }
            let report = try await client.execute(
                uri: Api.Path.ticketReport + "?branch=baku", method: .get, headers: headers)
            #expect(String(buffer: report.body) == #"{"branches":[],"causes":[],"closed":0}"#)
            let one = try await client.execute(uri: Api.Path.ticket("1"), method: .get, headers: headers)
            let none = try await client.execute(uri: Api.Path.ticket("2"), method: .get, headers: headers)
            #expect((one.status, none.status) == (.notFound, .notFound))
            #expect(
                String(buffer: one.body).replacing("ticket 1", with: "ticket 2") == String(buffer: none.body))
            for (order, body) in Self.orders {
                let answer = try await client.execute(
                    uri: Api.Path.ticket("1", order), method: .post, headers: headers, body: ByteBuffer(string: body))
                #expect(answer.status == .notFound)
            }
        }
    }

    @Test(arguments: [
        Api.Path.tickets + "?state=shut", Api.Path.tickets + "?priority=x", Api.Path.tickets + "?limit=0",
        Api.Path.tickets + "?limit=x", Api.Path.tickets + "?after=x", Api.Path.ticket("x"), Api.Path.ticket("0"),
        Api.Path.ticketReport + "?from=x", Api.Path.ticket("99999999999999999999"),
    ])
    func `what can't be is told as such`(path: String) async throws {
        let centre = try await centre()
        let headers = try await token(centre, .viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: path, method: .get, headers: headers)
            #expect(answer.status == .badRequest)
        }
    }

    @Test func `the whole answer is there, as text`() async throws {
        let centre = try await centre()
        let headers = try await token(centre, .viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: Api.Path.ticket("1"), method: .get, headers: headers)
            let detail = try JSONDecoder().decode(ApiTicketDetail.self, from: Data(answer.body.readableBytesView))
            #expect(detail.answer?.answers["comment"] == .text("=cmd|' /C calc'!A0 <b>"))
            #expect(detail.answer?.answers["visit"] == .score(1))
        }
    }
}
