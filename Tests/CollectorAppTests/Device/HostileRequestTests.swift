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

/// Whatever comes over the wire, kiosks and tools get problem+json from a collector that names itself.
@Suite struct HostileRequestTests {
    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "BREW",
    ].compactMap(HTTPRequest.Method.init(rawValue:))

    private static let paths = [
        Wire.Path.enroll, Wire.Path.responses, Wire.Path.checkin, Wire.Path.manifest, Wire.Path.blob(sha256: "zz"),
        "/device/v1/", "/device/v2/checkin", "/device/v1/../../etc/passwd", "/device/%zz", "/device/v1/checkin%00",
        Api.Path.surveys, Api.Path.branch("%2e%2e"), Api.Path.kiosk("a/b"), "/api/v1", "/api/v1/responses?after=%ff",
        "/api/v1/responses?from=99999999999999999999&format=%00",
    ]

    private func check(_ answer: TestResponse, _ centre: DeviceCentre, _ what: String) {
        #expect((400..<500).contains(answer.status.code), "\(what): \(answer.status)")
        #expect(answer.headers[.contentType] == Wire.MediaType.problem, "\(what)")
        // HEAD has the headers of an answer without its body.
        if !what.hasPrefix("HEAD ") { #expect(answer.problem?.status == answer.status.code, "\(what)") }
        #expect(answer.headers.value(Wire.Header.collector) == centre.store.identity.id, "\(what)")
    }

    @Test(arguments: [true, false])
    func `no method and no path is answered with anything but a problem`(isLive: Bool) async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(isLive ? .live : .router) { client in
            for path in Self.paths {
                // The server's parser knows no BREW and hangs up on it; the rest is the same as by the router alone.
                for method in isLive ? [.get, .trace, .put] : Self.methods {
                    let answer = try await client.execute(
                        uri: path, method: method, headers: DeviceCentre.headers(), body: nil)
                    check(answer, centre, "\(method) \(path)")
                }
            }
        }
    }

    private static let bodies: [(String, ByteBuffer)] = [
        ("nothing", ByteBuffer()), ("no JSON", ByteBuffer(string: "<html>")),
        ("bytes that are no UTF-8", ByteBuffer(bytes: [0x7B, 0x22, 0xFF, 0xC0, 0x22, 0x7D])),
        ("zeros", ByteBuffer(repeating: 0, count: 5_000)),
        ("deep nesting", ByteBuffer(repeating: UInt8(ascii: "["), count: 60_000)),
        ("a number beyond every type", ByteBuffer(string: #"{"queue":{"created":1e999}}"#)),
        ("an array", ByteBuffer(string: "[]")), ("null", ByteBuffer(string: "null")),
    ]

    @Test func `garbage in a body is a problem at every address that takes one`() async throws {
        let centre = try await DeviceCentre()
        try await centre.store.addApiToken(hash: Secrets.hash("key"), role: .admin, label: "key", nowMS: 1)
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            let device = DeviceCentre.headers(credential: credential, type: Wire.MediaType.json)
            let api: HTTPFields = [.authorization: "Bearer key"]
            let takers: [(HTTPRequest.Method, String, HTTPFields)] = [
                (.post, Wire.Path.enroll, device), (.post, Wire.Path.checkin, device), (.post, Api.Path.surveys, api),
                (.put, Api.Path.branch("baku"), api), (.post, Api.Path.enrolTokens, api),
            ]
            for (method, path, headers) in takers {
                for (name, body) in Self.bodies + [("twelve megabytes", ByteBuffer(repeating: 32, count: 12_000_000))] {
                    let answer = try await client.execute(uri: path, method: method, headers: headers, body: body)
                    check(answer, centre, "\(name) to \(path)")
                }
            }
        }
        #expect(try await centre.store.kiosks(in: .all).first?.checkin == nil)
    }

    @Test func `garbage among lines is rejected line by line`() async throws {
        let centre = try await DeviceCentre()
        _ = try await centre.publish()
        let good = try DeviceCentre.lines(1)[0]
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            let garbage = Self.bodies.filter { $0.1.readableBytes > 0 }
            let lines = garbage.map { Data($0.1.readableBytesView) } + [good.bytes]
            let answer = try await client.execute(
                uri: Wire.Path.responses, method: .post,
                headers: DeviceCentre.headers(credential: credential, type: Wire.MediaType.ndjson),
                body: ByteBuffer(bytes: Data(lines.joined(separator: [0x0A]))))
            let results = try answer.decoded(IngestAnswer.self).results
            #expect(
                results.map(\.status) == Array(repeating: .rejected, count: garbage.count) + [.accepted])
        }
    }

    @Test(arguments: ["name=%zz&password=%&form=", "%00=%ff", "name[a]=1&name=2", "&&&===", "{}"])
    func `a form that is none is refused, and is no fault of the collector`(body: String) async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            for path in ["/login", "/logout"] {
                let answer = try await client.execute(
                    uri: path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: ByteBuffer(string: body))
                #expect((300..<500).contains(answer.status.code), "\(path): \(answer.status)")
                #expect(answer.headers.value(Wire.Header.collector) == centre.store.identity.id)
            }
        }
    }
}
