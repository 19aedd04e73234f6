import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Real answers of every route, and values of the types that they are made of, against `openapi.yaml`; the judge is
/// `Tests/ApiDescription/answers.py`.
@Suite struct DescribedAnswersTests {
    @Test func `answers are as described, and what is described is in the types`() async throws {
        var evidence = try Evidence()
        for (schema, value) in DescribedValues.all { try evidence.add(schema, value) }
        try await askAll(&evidence)
        try await tellWebhooks(&evidence)
        try await changeRules(&evidence)
        let (status, faults) = try await evidence.judged()
        #expect(status == 0, "\(faults)")
    }

    /// Calls every route as nobody, with too low a role, with a broken body, for what is not there, and as it should be;
    /// what takes something away comes last, so that it is there before.
    private func askAll(_ evidence: inout Evidence) async throws {
        let site = try await TwoBranches()
        var headers: [Role: HTTPFields] = [:]
        for role in Role.allCases { headers[role] = try await site.centre.bearer(role) }
        let admin = headers[.admin] ?? [:]
        let order: [HTTPTypes.HTTPRequest.Method] = [.get, .put, .post, .delete]
        for method in order {
            for route in AccessRoute.all where !route.isPage && route.method == method {
                try await call(route, at: .baku, of: site, [:], route.body, &evidence)
                if let lower = Role.allCases.last(where: { $0 < route.least }), let headers = headers[lower] {
                    try await call(route, at: .baku, of: site, headers, route.body, &evidence)
                }
                if !route.body.isEmpty { try await call(route, at: .baku, of: site, admin, "[", &evidence) }
                for place in [TwoBranches.Place.nowhere, .baku] {
                    try await call(route, at: place, of: site, admin, route.body, &evidence)
                }
            }
        }
    }

    private func call(
        _ route: AccessRoute, at place: TwoBranches.Place, of site: TwoBranches, _ headers: HTTPFields, _ body: String,
        _ evidence: inout Evidence
    ) async throws {
        let name = try site.name(of: route.subject, at: place)
        let survey = place == .nowhere ? "nothing" : "branch-exit"
        let path = route.path.replacing(":id", with: name).replacing(":name", with: name)
            .replacing(":survey", with: survey)
        try await evidence.ask(
            site.centre, route.method, path + route.query, as: route.path, headers: headers, body: body)
    }

    private func tellWebhooks(_ evidence: inout Evidence) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.admin)
        // Nobody listens there.
        let wish = #"{"url":"http://127.0.0.1:9/","events":["ticket.opened"],"branches":["baku"]}"#
        let made = try await evidence.ask(centre, .post, Api.Path.webhooks, headers: headers, body: wish)
        let id = try made.decoded(ApiWebhookSecret.self).id
        try await evidence.ask(
            centre, .post, Api.Path.webhookTest(id), as: Api.Path.webhookTest(":id"), headers: headers)
        try await evidence.ask(centre, .get, Api.Path.webhooks, headers: headers)
        try await evidence.ask(centre, .delete, Api.Path.webhook(id), as: Api.Path.webhook(":id"), headers: headers)
    }

    private func changeRules(_ evidence: inout Evidence) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        let path = Api.Path.ticketRules(of: ":survey")
        for survey in ["branch-exit", "%2A"] {
            let rules = #"{"rules":[{"name":"Low","any_low":true,"close_minutes":60}]}"#
            let set = try await evidence.ask(
                centre, .put, Api.Path.ticketRules(of: survey), as: path, headers: headers, body: rules)
            #expect(set.status == .ok)
            let removed = try await evidence.ask(
                centre, .delete, Api.Path.ticketRules(of: survey), as: path, headers: headers)
            #expect(removed.status == .noContent)
        }
    }
}
