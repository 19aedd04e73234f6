import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import WireProtocol

@testable import CollectorApp

/// `openapi.yaml` and the router tell the same.
@Suite struct DescriptionTests {
    /// The part of an OpenAPI file that says who may call what.
    private struct Description: Decodable {
        let paths: [String: Path]

        struct Path: Decodable {
            let operations: [String: Operation]

            init(from decoder: any Decoder) throws {
                let fields = try decoder.singleValueContainer().decode([String: Entry].self)
                operations = fields.compactMapValues(\.operation)
            }
        }

        /// An operation, or what all operations of a path share.
        struct Entry: Decodable {
            let operation: Operation?

            init(from decoder: any Decoder) throws {
                operation = try? decoder.singleValueContainer().decode(Operation.self)
            }
        }

        struct Operation: Decodable {
            let operationId: String
            let security: [[String: [String]]]
        }

        /// `GET /api/v1/kiosks/{id}` with what it takes.
        var operations: [String: Operation] {
            var all: [String: Operation] = [:]
            for (path, entry) in paths {
                for (method, operation) in entry.operations { all["\(method.uppercased()) \(path)"] = operation }
            }
            return all
        }
    }

    private func description() async throws -> Description {
        try await SiteCentre().application.test(.router) { client in
            try await client.execute(uri: ApiDescription.path, method: .get).decoded(Description.self)
        }
    }

    /// As the description writes it.
    static func described(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
    }

    @Test func `the description is open to anybody, as JSON`() async throws {
        let answer = try await SiteCentre().application.test(.router) { client in
            try await client.execute(uri: ApiDescription.path, method: .get)
        }
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/json")
        let fields =
            try JSONSerialization.jsonObject(
                with: Data(String(buffer: answer.body).utf8)) as? [String: Any]
        #expect(fields?["openapi"] as? String == "3.1.0")
    }

    @Test func `every route is described, and nothing else is`() async throws {
        let described = Set(try await description().operations.keys)
        let routes = Set(
            try await SiteCentre().collector.router().routes.filter { $0.method != .head }.map { route in
                "\(route.method.rawValue) \(Self.described("\(route.path)"))"
            }.filter { $0.contains(" /api/") })
        for route in routes.subtracting(described).sorted() {
            Issue.record("\(route) is missing in Sources/CollectorApp/Api/Description/openapi.yaml: describe it there")
        }
        for route in described.subtracting(routes).sorted() {
            Issue.record("\(route) is described in openapi.yaml, and the collector has no such route: take it out")
        }
    }

    @Test func `each operation names the least role that may call it, and has a name of its own`() async throws {
        let operations = try await description().operations
        for route in AccessRoute.all where !route.isPage {
            let name = "\(route.method.rawValue) \(Self.described(route.path))"
            #expect(operations[name]?.security == [["token": [route.least.rawValue]]], "\(name) in openapi.yaml")
        }
        #expect(operations["GET \(ApiDescription.path)"]?.security == [])
        #expect(Set(operations.values.map(\.operationId)).count == operations.count)
    }
}
