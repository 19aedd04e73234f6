import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// Every route of /api/v1 with a body that it takes, and the least role that may call it.
struct ApiRoute: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String
    var body = ""
    let least: Role
    let success: Int

    var testDescription: String { "\(method.rawValue) \(path)" }

    static let all: [ApiRoute] = [
        ApiRoute(method: .get, path: Api.Path.manifest, least: .viewer, success: 200),
        ApiRoute(method: .get, path: Api.Path.surveys, least: .viewer, success: 200),
        // A body that is no publication: whoever may publish is told so, whoever may not is told that instead.
        ApiRoute(method: .post, path: Api.Path.surveys, body: "{}", least: .ops, success: 400),
        ApiRoute(method: .get, path: Api.Path.branches, least: .viewer, success: 200),
        ApiRoute(
            method: .put, path: Api.Path.branch("ganja"), body: #"{"name":"Ganja","time_zone":"Asia/Baku"}"#,
            least: .ops, success: 201),
        ApiRoute(
            method: .post, path: Api.Path.enrolTokens, body: #"{"branch":"baku","uses":1,"expires_ms":60000}"#,
            least: .ops, success: 201),
        ApiRoute(method: .get, path: Api.Path.kiosks, least: .viewer, success: 200),
        ApiRoute(method: .get, path: Api.Path.ledger(ofKiosk: "k_0"), least: .viewer, success: 404),
        ApiRoute(method: .delete, path: Api.Path.kiosk("k_0"), least: .admin, success: 404),
        ApiRoute(
            method: .post, path: Api.Path.assignments, body: #"{"survey":"branch-exit","version":1}"#, least: .ops,
            success: 200),
        ApiRoute(
            method: .post, path: Api.Path.surveyStates, body: #"{"survey":"branch-exit","state":"closing"}"#,
            least: .ops, success: 200),
        // Nothing to go back to: whoever may is told so.
        ApiRoute(
            method: .post, path: Api.Path.rollbacks, body: #"{"survey":"branch-exit"}"#, least: .ops, success: 409),
        ApiRoute(method: .get, path: Api.Path.responses, least: .viewer, success: 200),
        ApiRoute(method: .get, path: Api.Path.responses + "?format=csv", least: .viewer, success: 200),
        ApiRoute(
            method: .post, path: Api.Path.reveal(String(repeating: "0", count: 32)), body: #"{"reason":"x"}"#,
            least: .agent, success: 404),
        ApiRoute(method: .get, path: Api.Path.audit, least: .admin, success: 200),
        ApiRoute(method: .get, path: Api.Path.webhooks, least: .admin, success: 200),
        ApiRoute(
            method: .post, path: Api.Path.webhooks, body: #"{"url":"https://x.example","events":["ticket.opened"]}"#,
            least: .admin, success: 201),
        ApiRoute(method: .delete, path: Api.Path.webhook("w_0"), least: .admin, success: 404),
        ApiRoute(method: .post, path: Api.Path.webhookTest("w_0"), body: "{}", least: .admin, success: 404),
        ApiRoute(method: .get, path: Api.Path.tickets, least: .viewer, success: 200),
        ApiRoute(method: .get, path: Api.Path.ticket("1"), least: .viewer, success: 404),
        ApiRoute(method: .post, path: Api.Path.ticket("1", .note), body: #"{"text":"x"}"#, least: .agent, success: 404),
        ApiRoute(method: .get, path: Api.Path.ticketReport, least: .viewer, success: 200),
        ApiRoute(method: .get, path: Api.Path.ticketRules, least: .viewer, success: 200),
        ApiRoute(
            method: .put, path: Api.Path.ticketRules(of: "branch-exit"), body: #"{"rules":[]}"#, least: .ops,
            success: 200),
        ApiRoute(method: .delete, path: Api.Path.ticketRules(of: "branch-exit"), least: .ops, success: 404),
        ApiRoute(method: .get, path: Api.Path.rootCauses, least: .viewer, success: 200),
        ApiRoute(
            method: .put, path: Api.Path.rootCauses, body: #"{"causes":[{"id":"a","name":"A"}]}"#, least: .ops,
            success: 200),
    ]
}

@Suite struct ApiRolesTests {
    @Test(arguments: ApiRoute.all, [Role?.none] + Role.allCases)
    func `each route answers the roles that may call it and no other`(route: ApiRoute, role: Role?) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(role)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: route.path, method: route.method, headers: headers, body: ByteBuffer(string: route.body))
            let expected = role.map { $0 >= route.least ? route.success : 403 } ?? 401
            #expect(answer.status.code == expected)
            #expect(answer.headers.value(Wire.Header.collector) == centre.store.identity.id)
            #expect(answer.headers.value(Wire.Header.epoch) == centre.store.identity.epoch)
            #expect(answer.headers.value(Wire.Header.time) == String(SiteCentre.start))
            if expected >= 400 { #expect(answer.problem?.status == expected) }
        }
    }

    @Test func `a kiosk that an admin revokes is shut out, and what it sent stays`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(5)]])
        let headers = try await centre.bearer(.admin)
        let id = try #require(try await centre.store.kiosks().first).id
        try await centre.application.test(.router) { client in
            for _ in 1...2 {
                let answer = try await client.execute(uri: Api.Path.kiosk(id), method: .delete, headers: headers)
                #expect(answer.status == .noContent)
            }
            let list = try await client.execute(uri: Api.Path.kiosks, method: .get, headers: headers)
            #expect(try list.decoded(ApiKiosks.self).kiosks.map(\.revoked) == [true])
            let unknown = try await client.execute(uri: Api.Path.kiosk("k_x"), method: .delete, headers: headers)
            #expect(unknown.problem?.detail == "There is no kiosk k_x; smilepost-ops kiosks list shows them.")
        }
        #expect(try await centre.store.responses().rows.count == 1)
    }

    @Test func `a session cookie opens no API, and an unknown token neither`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.store.addSession(
            hash: Secrets.hash("cookie"), user: "leyla", expiresMS: centre.clock.now + 1_000)
        try await centre.application.test(.router) { client in
            let cookie = try await client.execute(
                uri: Api.Path.kiosks, method: .get, headers: [.cookie: "\(SessionCookie.name)=cookie"])
            #expect(cookie.status == .unauthorized)
            let unknown = try await client.execute(
                uri: Api.Path.kiosks, method: .get, headers: [.authorization: "Bearer nothing"])
            #expect(unknown.problem?.detail == "This API token is not known here. Check it, or make another one.")
        }
    }

    @Test func `an enrolment token is told once and kept as a hash`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        let token = try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.enrolTokens, method: .post, headers: headers,
                body: ByteBuffer(string: #"{"branch":"baku","uses":2,"expires_ms":60000}"#))
            return try answer.decoded(ApiToken.self)
        }
        #expect(token.expiresAtMS == SiteCentre.start + 60_000)
        #expect(token.uses == 2)
        let request = EnrolRequest(
            token: token.token, publicKey: Data(count: 32), enrolmentID: "e",
            queue: .init(uncheckedHex: String(repeating: "a", count: 32)),
            hostname: "", name: "exit", app: "")
        let enrolled = try await centre.store.enrol(
            request, tokenHash: Secrets.hash(token.token), credentialHash: Data([1]), nowMS: SiteCentre.start)
        #expect(enrolled.branch.id == "baku")
    }

    @Test(arguments: [
        (
            #"{"name":"Ganja","time_zone":"Asia/Bakoo"}"#, "ganja",
            "There is no time zone \"Asia/Bakoo\"; did you mean Asia/Baku?"
        ),
        (#"{"name":" ","time_zone":"UTC"}"#, "ganja", "The branch name must be 1 to 100 characters on one line."),
        (
            #"{"name":"Ganja","time_zone":"UTC"}"#, "Ganja",
            "The branch id \"Ganja\" must be 1 to 64 letters a to z, digits or hyphens."
        ),
    ])
    func `a branch that can't be is refused with what to write`(body: String, id: String, detail: String) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.admin)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(
                uri: Api.Path.branch(id), method: .put, headers: headers, body: ByteBuffer(string: body))
            #expect(answer.status == .badRequest)
            #expect(answer.problem?.detail == detail)
        }
    }

    @Test func `a branch is made once and changed after that`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        try await centre.application.test(.router) { client in
            for (name, status) in [("Ganja", 201), ("Ganja Mall", 200)] {
                let answer = try await client.execute(
                    uri: Api.Path.branch("ganja"), method: .put, headers: headers,
                    body: ByteBuffer(string: #"{"name":"\#(name)","time_zone":"Asia/Baku"}"#))
                #expect(answer.status.code == status)
                #expect(
                    try answer.decoded(BranchInfo.self) == BranchInfo(id: "ganja", name: name, timeZone: "Asia/Baku"))
            }
        }
    }

    @Test func `an assignment names one place, which must be there`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        try await centre.application.test(.router) { client in
            for (place, status) in [
                (#""branch":"baku""#, 200), (#""branch":"nowhere""#, 404), (#""kiosk":"k_x""#, 404),
                (#""branch":"baku","kiosk":"k_x""#, 400), (#""version":7"#, 404),
            ] {
                let answer = try await client.execute(
                    uri: Api.Path.assignments, method: .post, headers: headers,
                    body: ByteBuffer(string: #"{"survey":"branch-exit",\#(place)}"#))
                #expect(answer.status.code == status, "\(place)")
            }
        }
        #expect(try await centre.store.publishedSurveys().map(\.assignedTo) == [["*", "baku"]])
    }

    @Test func `an unknown path and a body beyond the limit are problems too`() async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.ops)
        try await centre.application.test(.router) { client in
            let missing = try await client.execute(uri: "/api/v1/nothing", method: .get, headers: headers)
            #expect(missing.problem?.code == .notFound)
            let large = try await client.execute(
                uri: Api.Path.enrolTokens, method: .post, headers: headers,
                body: ByteBuffer(repeating: 32, count: 70_000))
            #expect(large.problem?.code == .tooLarge)
            #expect(large.headers[.connection] == "close")
        }
    }
}
