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

/// What a script can get wrong is told to it, and does nothing.
@Suite struct ApiStrictnessTests {
    /// A collector and an admin's token for it.
    private struct Desk {
        let centre: SiteCentre
        let headers: HTTPFields

        init() async throws {
            centre = try await SiteCentre()
            headers = try await centre.bearer(.admin)
        }

        func call(_ method: HTTPRequest.Method, _ uri: String, _ body: String = "") async throws -> TestResponse {
            try await centre.application.test(.router) { client in
                try await client.execute(uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
            }
        }
    }

    @Test(arguments: ["True", "1", "yes", ""])
    func `a rehearsal that is not asked for in the right word is not the real thing`(word: String) async throws {
        let desk = try await Desk()
        let file = "id,name,time_zone,region,labels,opening_hours\nganja,Ganja,Asia/Baku,,,\n"
        let answer = try await desk.call(.post, Api.Path.branchImport + "?dry_run=\(word)", file)
        #expect(answer.status == .badRequest)
        #expect(try await desk.centre.store.branches(in: .all).map(\.id) == ["baku"])
    }

    @Test func `overdue is true or false`() async throws {
        let desk = try await Desk()
        for word in ["true", "false"] {
            #expect(try await desk.call(.get, Api.Path.tickets + "?overdue=\(word)").status == .ok)
        }
        let answer = try await desk.call(.get, Api.Path.tickets + "?overdue=yes")
        #expect(answer.problem?.detail == "\"overdue\" must be true or false.")
    }

    @Test(arguments: [
        Api.Path.scores + "?branch=", Api.Path.ranking + "?to=", Api.Path.comments + "?days=7&score=",
        Api.Path.tickets + "?owner=", Api.Path.ticketReport + "?branch=", Api.Path.responses + "?format",
    ])
    func `a parameter without a value is not taken for none`(uri: String) async throws {
        let desk = try await Desk()
        let answer = try await desk.call(.get, uri)
        #expect(answer.status == .badRequest)
        #expect(answer.problem?.detail.hasSuffix("has no value in the query; give one, or leave it out.") == true)
    }

    @Test func `a period is told in one way`() async throws {
        let desk = try await Desk()
        for query in ["?days=7&from=2026-11-01&to=2026-11-02", "?days=7&to=x", "?from=2026-11-01", "?days=0"] {
            #expect(try await desk.call(.get, Api.Path.funnel + query).status == .badRequest)
        }
        #expect(try await desk.call(.get, Api.Path.funnel + "?from=2026-11-01&to=2026-11-02").status == .ok)
    }

    @Test func `percent escapes in a path are the letters that they stand for`() async throws {
        let desk = try await Desk()
        try await desk.centre.send([["visit": .score(5)]])
        let kiosk = try #require(try await desk.centre.store.kiosks(in: .all).first).id
        let escaped = kiosk.replacing("_", with: "%5F")
        #expect(try await desk.call(.get, Api.Path.kiosk(escaped)).status == .ok)
        #expect(try await desk.call(.get, Api.Path.branch("b%61ku")).status == .ok)
        for broken in ["%zz", "%", "%ff", "%00"] {
            #expect(try await desk.call(.get, Api.Path.kiosk(broken)).status == .notFound)
        }
    }

    @Test func `no branch takes the address to which files are sent`() async throws {
        let desk = try await Desk()
        let file = "id,name,time_zone,region,labels,opening_hours\nimport,Import,Asia/Baku,,,\n"
        let answer = try await desk.call(.post, Api.Path.branchImport, file)
        #expect(
            answer.problem?.detail
                == "Line 2: The branch id \"import\" is an address of the API; choose another one.")
    }

    @Test(arguments: [
        (#"{"role":"viewer"}"#, "label is missing"), (#"{"label":1,"role":"viewer"}"#, "label is of another type"),
        (#"{"label":"x","role":"viewer","places":["a",7]}"#, "places[1] is of another type"),
        (#"{"label":null,"role":"viewer"}"#, "label is null"), ("[]", "it is of another type"),
        ("{", "it can't be read"), ("", "it can't be read"), (#"{"label":"secret words"#, "it can't be read"),
    ])
    func `a body that can't be read is told where, and not in its own words`(body: String, fault: String) async throws {
        let answer = try await Desk().call(.post, Api.Path.tokens, body)
        #expect(answer.status == .badRequest)
        #expect(
            answer.problem?.detail
                == "The body is not the JSON that this address takes (\(fault)); /api/v1/openapi.json describes it.")
    }
}
