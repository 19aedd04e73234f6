import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WireProtocol

@testable import CollectorApp

extension TalkativeCentre {
    /// What can be read of this centre by an admin, by the route and the number of the text that its subject has.
    func answers() async throws -> [String: TestResponse] {
        var answers: [String: TestResponse] = [:]
        let (session, token) = try await admin()
        for route in AccessRoute.all where route.method == .get {
            for (number, path) in paths(of: route).enumerated() {
                let name = "\(route.testDescription) #\(number)"
                answers[name] = try await get(path, route.isPage ? session : token)
            }
        }
        for path in ["/metrics", "/readyz"] { answers["GET \(path)"] = try await get(path, [:]) }
        for path in Self.tables {
            answers["GET \(path)"] = try await get(path, path.hasPrefix("/api") ? token : session)
        }
        return answers
    }

    /// Tables of pages, beside those that are routes of their own.
    private static let tables =
        (["/", "/branches", "/branches/baku", "/comments", "/surveys", "/fleet"]
        + [Api.Path.scores, Api.Path.ranking, Api.Path.funnel, Api.Path.reasons]).map { $0 + "?format=csv" }

    func admin() async throws -> (session: HTTPFields, token: HTTPFields) {
        let store = site.store
        try await store.addUser(name: "admin", role: .admin, passwordHash: "", nowMS: site.clock.now)
        try await store.addSession(
            hash: Secrets.hash("admin"), user: "admin", expiresMS: .max, nowMS: site.clock.now)
        return ([.cookie: "\(SessionCookie.name)=admin"], try await site.bearer(.admin))
    }

    /// Texts of every sort, where all of them would take long.
    var some: [Int] { texts.indices.filter { $0 % 5 == 0 || $0 >= texts.count - 8 } }

    /// A route's path for each subject that there is.
    func paths(of route: AccessRoute) -> [String] {
        let names: [String] =
            switch route.subject {
            case .kiosk: some.map { kiosks[$0] }
            case .ticket: texts.indices.map { "\($0 + 1)" }
            case .branch: ["baku"]
            case .user: ["leyla"]
            case .survey: ["branch-exit"]
            case .nothing: [""]
            case .response, .enrolToken, .token, .webhook, .cause: []
            }
        return names.map { route.path.replacing(":id", with: $0).replacing(":name", with: $0) + route.query }
    }

    func get(_ path: String, _ headers: HTTPFields) async throws -> TestResponse {
        try await site.application.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers)
        }
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// Without its parameters.
    var type: String { headers[.contentType].map { String($0.prefix { $0 != ";" }) } ?? "" }

    /// As a document of pages or tables; nil for anything else.
    var document: Shapes.Document? {
        switch type {
        case "text/html": Shapes.Document(type: .html, body: text)
        case "text/csv": Shapes.Document(type: .csv, body: text)
        default: nil
        }
    }

    /// Its JSON values, one a line in ndjson; nil for anything else.
    var values: [Any]? {
        get throws {
            switch type {
            case Wire.MediaType.json:
                [try JSONSerialization.jsonObject(with: Data(body.readableBytesView))]
            case Wire.MediaType.ndjson:
                try text.split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
            default: nil
            }
        }
    }
}
