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

/// What the routes of /api/v1 do for those who may call them; who may, AccessTests tells.
@Suite struct ApiRouteTests {
    @Test func `a kiosk that an admin revokes is shut out, and what it sent stays`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(5)]])
        let headers = try await centre.bearer(.admin)
        let id = try #require(try await centre.store.kiosks(in: .all).first).id
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
        #expect(try await centre.store.responses(in: .all).rows.count == 1)
    }

    @Test func `a session cookie opens no API, and an unknown token neither`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser()
        try await centre.store.addSession(
            hash: Secrets.hash("cookie"), user: "leyla", expiresMS: centre.clock.now + 1_000, nowMS: 5)
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
        #expect(try await centre.store.publishedSurveys(in: .all).map(\.assignedTo) == [["*", "baku"]])
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
