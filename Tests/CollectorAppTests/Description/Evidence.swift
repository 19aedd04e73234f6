import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport

@testable import CollectorApp

/// Answers and values for `Tests/ApiDescription/answers.py`, which says how they are written down.
struct Evidence {
    private struct Answer: Encodable {
        let method: String
        let path: String
        let status: Int
        let type: String
        let headers: [String: String]
        let body: String
    }

    private struct Value: Encodable {
        let schema: String
        let value: any Encodable & Sendable

        private enum Key: String, CodingKey { case schema, value }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: Key.self)
            try fields.encode(schema, forKey: .schema)
            try fields.encode(value, forKey: .value)
        }
    }

    private let folder: TemporaryFolder
    private var lines: [String] = []

    init() throws { folder = try TemporaryFolder() }

    mutating func add(_ schema: String, _ value: any Encodable & Sendable) throws {
        try write(Value(schema: schema, value: value))
    }

    private mutating func write(_ line: some Encodable) throws {
        lines.append(String(decoding: try JSONEncoder().encode(line), as: UTF8.self))
    }

    /// Asks a collector, and keeps what it answers.
    ///
    /// - Parameter path: As the route is registered; nil where it is `uri`.
    @discardableResult
    mutating func ask(
        _ centre: SiteCentre, _ method: HTTPRequest.Method, _ uri: String, as path: String? = nil, headers: HTTPFields,
        body: String = ""
    ) async throws -> TestResponse {
        let answer = try await centre.application.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers, body: ByteBuffer(string: body))
        }
        try write(
            Answer(
                method: method.rawValue, path: DescriptionTests.described(path ?? uri), status: answer.status.code,
                type: answer.headers[.contentType] ?? "",
                headers: Dictionary(
                    answer.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { $1 }),
                body: String(buffer: answer.body)))
        return answer
    }

    /// What the judge says: 0 and nothing, or 1 and each fault on a line.
    func judged() async throws -> (status: Int32, faults: String) {
        let description = try await SiteCentre().application.test(.router) { client in
            try await client.execute(uri: ApiDescription.path, method: .get)
        }
        let process = Process()
        process.executableURL = URL(filePath: try TestPython.program())
        process.arguments = [
            TestPython.root + "/Tests/ApiDescription/answers.py",
            try folder.write(String(buffer: description.body), to: "description.json"),
            try folder.write(lines.joined(separator: "\n"), to: "evidence.jsonl"),
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
