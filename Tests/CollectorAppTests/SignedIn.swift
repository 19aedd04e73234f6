import CollectorStore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import CollectorApp

/// Somebody with a session, who reads pages and sends their forms; the name is the role's.
struct SignedIn {
    let centre: SiteCentre
    private let cookie: String

    init(_ role: Role, at centre: SiteCentre? = nil, places: [ReachPlace] = []) async throws {
        let centre = if let centre { centre } else { try await SiteCentre() }
        self.centre = centre
        cookie = "cookie-of-\(role.rawValue)"
        try await centre.addUser(role.rawValue, role: role, places: places)
        try await centre.store.addSession(
            hash: Secrets.hash(cookie), user: role.rawValue, expiresMS: .max, nowMS: centre.clock.now)
    }

    func get(_ path: String) async throws -> String {
        try await centre.application.test(.router) { client in
            let page = try await client.execute(
                uri: path, method: .get, headers: [.cookie: "\(SessionCookie.name)=\(cookie)"])
            #expect(page.status == .ok, "\(path)")
            return String(buffer: page.body)
        }
    }

    /// - Parameter form: The token of the form; nil for the right one.
    func post(_ path: String, _ fields: String, form: String? = nil) async throws -> TestResponse {
        try await centre.application.test(.router) { client in
            try await client.execute(
                uri: path, method: .post,
                headers: [
                    .cookie: "\(SessionCookie.name)=\(cookie)", .contentType: "application/x-www-form-urlencoded",
                ],
                body: ByteBuffer(string: fields + "&form=" + (form ?? SessionCookie.formToken(for: cookie))))
        }
    }
}
