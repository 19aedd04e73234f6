import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WireProtocol

@testable import CollectorApp

/// Methods that an address does not take, and HEAD.
@Suite struct MethodTests {
    @Test(arguments: [
        ("/healthz", "GET, HEAD"), ("/login", "GET, HEAD, POST"), (Api.Path.surveys, "GET, HEAD, POST"),
        (Api.Path.kiosk("k_1"), "DELETE, GET, HEAD"), (Wire.Path.checkin, "POST"),
        ("/device/v1/blob/sha256/ab", "GET, HEAD"), (Api.Path.branchImport, "POST"), (Api.Path.rotateAll, "POST"),
        (ApiDescription.path, "GET, HEAD"),
    ])
    func `a wrong method is told with those that are right`(path: String, allowed: String) async throws {
        let centre = try await SiteCentre()
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: path, method: .patch)
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == allowed)
            guard path.hasPrefix("/api") || path.hasPrefix("/device") else { return }
            #expect(answer.problem?.code == .methodNotAllowed)
            #expect(answer.problem?.detail == "\(path) does not take PATCH; Allow names what it takes.")
        }
    }

    @Test func `an address where nothing is stays not found`() async throws {
        let centre = try await SiteCentre()
        try await centre.application.test(.router) { client in
            for path in ["/nothing", "/api/v1/nothing", Api.Path.kiosk("k_1") + "/more", "/login/once"] {
                let answer = try await client.execute(uri: path, method: .patch)
                #expect(answer.status == .notFound)
                #expect(answer.headers[.allow] == nil)
            }
        }
    }

    @Test(arguments: ["/healthz", "/login", "/assets/smilepost.css", Api.Path.surveys, Wire.Path.time])
    func `HEAD answers like GET without a body`(path: String) async throws {
        let centre = try await SiteCentre()
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            let whole = try await client.execute(uri: path, method: .get, headers: headers)
            let head = try await client.execute(uri: path, method: .head, headers: headers)
            #expect(head.status == whole.status)
            #expect(head.headers[.contentType] == whole.headers[.contentType])
            #expect(whole.body.readableBytes > 0 && head.body.readableBytes == 0)
        }
    }

    @Test func `looking where a login link leads does not use it up`() async throws {
        let centre = try await SiteCentre()
        try await centre.addUser("leyla")
        try await centre.store.addOneTimeLogin(
            hash: Secrets.hash("once"), user: "leyla", expiresMS: centre.clock.now + 1_000)
        try await centre.application.test(.router) { client in
            #expect(try await client.execute(uri: "/login/once/once", method: .head).status == .ok)
            let welcome = try await client.execute(uri: "/login/once/once", method: .get)
            #expect(!welcome.cookie(SessionCookie.name).isEmpty)
        }
    }
}
