import Foundation
import KioskStore
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// Whoever answers in the collector's place, and however: nothing is settled that the collector does not hold.
@Suite(.timeLimit(.minutes(3)))
struct StrangerTests {
    private let scene: Scene
    private let queue: String

    init() async throws {
        scene = try await Scene()
        queue = try scene.kiosk.store.identity().queueID.hex
        try await scene.kiosk.seal(3)
    }

    /// What the kiosk settles when every batch is answered like this.
    private func settled(by answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer) async throws
        -> SettleCount?
    {
        let server = try LoopbackServer { request, _ in answer(request) }
        let courier = Courier(scene.kiosk, scene.enrolment, at: server.url, timeoutMS: 5_000)
        return try await onThread { try courier.deliver(packed: false) }
    }

    private func expectNothingSettled(_ what: String) throws {
        #expect(try scene.kiosk.books.figures == [3, 0, 3, 0, 0], "\(what)")
    }

    private func expectRecovery() async throws {
        let courier = scene.courier
        #expect(try await onThread { try courier.deliver() } == SettleCount(delivered: 3))
        try await scene.expectAllDelivered()
    }

    private var ourHeaders: [(String, String)] {
        [(Wire.Header.collector, scene.enrolment.collectorID), (Wire.Header.queue, queue)]
    }

    @Test("N5: a portal settles nothing: pages, redirects, 511, JSON of another shape, 201 without a body")
    func portals() async throws {
        let page = Data("<html>Log in</html>".utf8)
        let json = Data(#"{"status":"ok","results":[]}"#.utf8)
        let portals: [(String, LoopbackServer.Answer)] = [
            ("200 page", .http(200, page, type: "text/html")),
            ("200 page with our media type", .http(200, page, type: Wire.MediaType.results)),
            ("302", .http(302, Data(), type: "text/html", headers: [("Location", "http://127.0.0.1:1/")])),
            ("511", .http(511, page, type: "text/html")), ("200 JSON", .http(200, json, type: "application/json")),
            ("200 JSON with our media type", .http(200, json, type: Wire.MediaType.results)),
            ("201", .http(201, Data(), type: "text/plain")), ("204", .http(204, Data(), type: "text/plain")),
        ]
        let ours = ourHeaders
        for (what, answer) in portals {
            _ = try await settled { _ in answer }
            try expectNothingSettled(what)
        }
        // Not even one that gives our collector's name may acknowledge with another status or body.
        for (status, type, body) in [
            (201, Wire.MediaType.results, Data()), (202, Wire.MediaType.results, json), (200, "application/json", json),
            (200, Wire.MediaType.results, json), (200, Wire.MediaType.results, Data("null".utf8)),
        ] {
            _ = try await settled { _ in .http(status, body, type: type, headers: ours) }
            try expectNothingSettled("\(status) \(type)")
        }
        try await expectRecovery()
    }

    @Test("N6: verdicts missing, doubled, of strangers, with another hash or packed and cut settle nothing")
    func wrongVerdicts() async throws {
        typealias Change = @Sendable (inout [Verdict]) -> Void
        let changes: [(String, Change)] = [
            ("none", { $0 = [] }), ("doubled", { $0 += $0 }),
            (
                "of strangers",
                {
                    $0 = $0.map {
                        Verdict(n: $0.n, id: Examples.responseID(900 + $0.n), status: .accepted, sha256: $0.sha256)
                    }
                }
            ),
            (
                "another hash",
                {
                    $0 = $0.map {
                        Verdict(n: $0.n, id: $0.id, status: .accepted, sha256: String(repeating: "0", count: 64))
                    }
                }
            ),
            ("no hash", { $0 = $0.map { Verdict(n: $0.n, id: $0.id, status: .duplicate) } }),
            ("no id", { $0 = $0.map { Verdict(n: $0.n, id: nil, status: .rejected, code: "not-json") } }),
        ]
        let ours = ourHeaders
        for (what, change) in changes {
            _ = try await settled { request in
                .http(200, Self.verdicts(on: request, change), type: Wire.MediaType.results, headers: ours)
            }
            try expectNothingSettled(what)
        }
        let packed = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB, 0x56])
        _ = try await settled { _ in
            .http(200, packed, type: Wire.MediaType.results, headers: ours + [("Content-Encoding", "gzip")])
        }
        try expectNothingSettled("packed and cut")
        try await expectRecovery()
    }

    @Test("N6: an answer of 100 MB of spaces is cut at a megabyte", arguments: [true, false])
    func spaces(isChunked: Bool) async throws {
        let server = try FloodServer(isChunked: isChunked, headers: ourHeaders)
        let courier = Courier(scene.kiosk, scene.enrolment, at: server.url)
        #expect(try await onThread { try courier.deliver() } == nil)
        // What the kernel holds on both sides, beside the megabyte that was taken.
        let sent = await server.end()
        #expect(sent < 20_000_000, "\(sent) bytes went out")
        try expectNothingSettled("spaces")
        try await expectRecovery()
    }

    @Test("N7: no status from 100 to 599 but 200 settles anything, be the body ever so right")
    func everyStatus() async throws {
        let pauses = [nil, "0", "-5", "1000000000000", "Sun, 06 Nov 1994 08:49:37 GMT", "soon", ""]
        let ours = ourHeaders
        let (kiosk, enrolment) = (scene.kiosk, scene.enrolment)
        let server = try LoopbackServer { request, n in
            let status = 100 + n / 2
            let body = Self.verdicts(on: request) { _ in }
            let pause = pauses[n % pauses.count].map { [("Retry-After", $0)] } ?? []
            // Half of them with our collector's name, half without.
            let headers = (n % 2 == 0 ? ours : []) + pause
            let lines =
                [
                    "HTTP/1.1 \(status) Scripted", "Content-Type: \(Wire.MediaType.results)",
                    "Content-Length: \(body.count)",
                ]
                + headers.map { "\($0.0): \($0.1)" }
            return .raw(Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, then: .close)
        }
        let url = server.url
        let outcomes = try await onThread {
            let courier = Courier(kiosk, enrolment, at: url, timeoutMS: 5_000)
            let (request, lines) = try courier.request()
            return try (0..<1_000).map { _ in
                if case .judged(let judgement) = try courier.interpret(courier.send(request), lines) {
                    return judgement.settlements.count { $0.isFinal }
                }
                return 0
            }
        }
        let believed = outcomes.indices.filter { outcomes[$0] != 0 }
        #expect(believed == [200], "statuses and halves that were believed")
        try await expectRecovery()
    }

    private static func verdicts(
        on request: LoopbackServer.Request, _ change: @Sendable (inout [Verdict]) -> Void
    ) -> Data {
        var results = request.body.split(separator: 0x0A).enumerated().map { n, line in
            let id = (try? JSONDecoder().decode(ResponseLine.self, from: Data(line)))?.id
            return Verdict(n: n, id: id, status: .accepted, sha256: SealedLine.hash(of: Data(line)).hex)
        }
        change(&results)
        let answer = IngestAnswer(results: results, durableSeq: 3, limits: nil)
        return (try? JSONEncoder().encode(answer)) ?? Data()
    }

    @Test("N10: a proxy that strips our headers is a portal, and nothing is settled")
    func stripped() async throws {
        scene.proxy.rewrite { answer in
            let lines = answer.head.components(separatedBy: "\r\n")
            let kept = lines.filter { !$0.lowercased().hasPrefix("smilepost-") }
            return Data((kept.joined(separator: "\r\n") + "\r\n\r\n").utf8) + answer.body
        }
        let courier = scene.courier
        #expect(try await onThread { try courier.deliver() } == nil)
        try expectNothingSettled("stripped")
        scene.proxy.mend()
        try await expectRecovery()
    }

    @Test("N10: a proxy that rewrites the case of headers, or sends in chunks what it has buffered, is no trouble")
    func rewritten() async throws {
        let rewrites: [@Sendable (HTTPMessage) -> Data] = [Self.shouting, Self.chunked]
        let courier = scene.courier
        for rewrite in rewrites {
            scene.proxy.rewrite(rewrite)
            try await scene.kiosk.seal(1)
            #expect(try await onThread { try courier.deliver(packed: true) } != nil)
        }
        try await scene.expectAllDelivered()
    }

    private static let shouting: @Sendable (HTTPMessage) -> Data = { answer in
        let lines = answer.head.components(separatedBy: "\r\n").map { line in
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") else { return line }
            return line[..<colon].uppercased() + line[colon...]
        }
        return Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + answer.body
    }

    private static let chunked: @Sendable (HTTPMessage) -> Data = { answer in
        let lines = answer.head.components(separatedBy: "\r\n").filter { !$0.lowercased().hasPrefix("content-length:") }
        var bytes = Data((lines.joined(separator: "\r\n") + "\r\nTransfer-Encoding: chunked\r\n\r\n").utf8)
        for start in stride(from: 0, to: answer.body.count, by: 7) {
            let piece = answer.body.dropFirst(start).prefix(7)
            bytes.append(Data((String(piece.count, radix: 16) + "\r\n").utf8) + piece + Data("\r\n".utf8))
        }
        return bytes + Data("0\r\n\r\n".utf8)
    }

    @Test("N10: a proxy that answers 502 with a page is a failure that passes")
    func badGateway() async throws {
        let page = Data("<html>Bad gateway</html>".utf8)
        let answer = Data(
            "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: \(page.count)\r\n\r\n".utf8)
        scene.proxy.judge { _ in .answer(answer + page) }
        let courier = scene.courier
        for _ in 0..<5 { #expect(try await onThread { try courier.deliver() } == nil) }
        try expectNothingSettled("502")
        scene.proxy.mend()
        try await expectRecovery()
    }
}

/// Answers one request with spaces without end, and counts how many went out.
private final class FloodServer: Sendable {
    private static let spaces = Data(repeating: 0x20, count: 65_536)

    let port: UInt16
    private let listener: TCPSocket
    private let total: AsyncStream<Int>

    init(isChunked: Bool, headers: [(String, String)]) throws {
        let listener = try TCPSocket.listening()
        (self.listener, port) = (listener, try listener.port())
        let (total, continuation) = AsyncStream<Int>.makeStream()
        self.total = total
        Thread.detachNewThread {
            var unread = Data()
            guard let kiosk = listener.accept(), kiosk.httpMessage(after: &unread) != nil else { return }
            continuation.yield(Self.flood(kiosk, isChunked, headers))
            continuation.finish()
        }
    }

    deinit { listener.shutDown() }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Bytes that went out until the kiosk hung up.
    func end() async -> Int {
        var iterator = total.makeAsyncIterator()
        return await iterator.next() ?? .max
    }

    private static func flood(_ kiosk: TCPSocket, _ isChunked: Bool, _ headers: [(String, String)]) -> Int {
        let length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000000"
        let lines =
            ["HTTP/1.1 200 OK", "Content-Type: \(Wire.MediaType.results)", length] + headers.map { "\($0.0): \($0.1)" }
        guard kiosk.send(Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)) else { return 0 }
        var sent = 0
        while sent < 100_000_000 {
            let piece = isChunked ? Data("10000\r\n".utf8) + spaces + Data("\r\n".utf8) : spaces
            guard kiosk.send(piece) else { return sent }
            sent += spaces.count
        }
        return sent
    }
}
