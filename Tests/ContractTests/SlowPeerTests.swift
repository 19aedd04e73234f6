import CollectorApp
import Foundation
import Glibc
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// Peers that take their time, on both sides.
@Suite(.timeLimit(.minutes(2)))
struct SlowPeerTests {
    /// The collector's patience in these tests, ms; in the field it is 10 s.
    private static let patience = Pace(headMS: 2_000, graceMS: 2_000, bytesPerSecond: 1_024)

    // MARK: A kiosk before a slow server

    /// Sends one batch to `url` with a timeout of 1.2 s; gives the failure and how long it took, ms.
    private func fail(at url: String, _ scene: Scene) async throws -> (failure: HTTPFailure?, tookMS: Int64) {
        let courier = Courier(scene.kiosk, scene.enrolment, at: url, timeoutMS: 1_200)
        return try await onThread {
            let begin = systemNow().bootMS
            let (request, _) = try courier.request()
            guard case .failure(let failure) = courier.send(request) else { return (nil, 0) }
            return (failure, systemNow().bootMS - begin)
        }
    }

    @Test("N8: a server that drips, stalls, or never accepts runs into the kiosk's timeout, and nothing is settled")
    func slowServers() async throws {
        let scene = try await Scene()
        try await scene.kiosk.seal(1)
        let dripping = try DrippingServer()
        let mute = try LoopbackServer { _, _ in .silence }
        let stalled = try LoopbackServer { _, _ in
            .raw(
                "HTTP/1.1 200 OK\r\nContent-Type: \(Wire.MediaType.results)\r\nContent-Length: 500\r\n\r\n{\"resu",
                then: .hang)
        }
        // Connected by the kernel, and never heard from: as an address that swallows everything.
        let hole = try TCPSocket.listening()
        let urls = [dripping.url, mute.url, stalled.url, "http://127.0.0.1:\(try hole.port())"]
        for url in urls {
            let (failure, took) = try await fail(at: url, scene)
            #expect(failure?.kind == .timedOut, "\(url)")
            #expect(took < 4_000, "\(url) took \(took) ms")
        }
        #expect(try scene.kiosk.books.figures == [1, 0, 1, 0, 0])
        let courier = scene.courier
        #expect(try await onThread { try courier.deliver() } == SettleCount(delivered: 1))
        try await scene.expectAllDelivered()
    }

    @Test("N8: a name that nobody knows is told as one, or runs into the timeout")
    func unknownName() async throws {
        let scene = try await Scene()
        try await scene.kiosk.seal(1)
        let (failure, took) = try await fail(at: "http://no-such-host.invalid", scene)
        let kind = try #require(failure?.kind)
        #expect([.nameNotFound, .timedOut].contains(kind))
        #expect(took < 4_000)
    }

    @Test("N8: while a server stalls, customers' answers are committed and sealed")
    func sealingGoesOn() async throws {
        let scene = try await Scene()
        try await scene.kiosk.seal(1)
        let mute = try LoopbackServer { _, _ in .silence }
        let courier = Courier(scene.kiosk, scene.enrolment, at: mute.url)
        let exchange = CurlExchange(options: TransportOptions(userAgent: LiveKiosk.app))
        let request = try courier.request().request
        let stalled = Task { try await onThread { try? exchange.send(request) } }
        #expect(try await onThread { mute.waitForRequests(1) })
        // The request is under way and stays so until it is aborted.
        try await scene.kiosk.seal(20)
        #expect(try scene.kiosk.books.figures == [21, 0, 21, 0, 0])
        exchange.abort()
        #expect(try await stalled.value == nil)
    }

    // MARK: The collector before a slow device

    /// What comes back to these bytes, and after them one byte every 20 ms, until the collector hangs up.
    private func drip(_ head: String, to collector: LiveCollector, isDripping: Bool) async throws -> String {
        let port = UInt16(collector.port)
        return try await onThread {
            let socket = try TCPSocket.connected(to: port)
            var answer = Data()
            var isOpen = socket.send(Data(head.utf8))
            // Bounded: a collector that never hangs up is found out after 20 s.
            for _ in 0..<1_000 where isOpen {
                var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
                if poll(&entry, 1, 20) > 0 {
                    let piece = socket.receive()
                    answer.append(piece)
                    isOpen = !piece.isEmpty
                } else if isDripping {
                    isOpen = socket.send(Data([0x20]))
                }
            }
            guard !isOpen else { throw POSIXError(.ETIMEDOUT) }
            return String(decoding: answer, as: UTF8.self)
        }
    }

    private static func head(_ credential: String, length: Int) -> String {
        """
        POST \(Wire.Path.responses) HTTP/1.1\r
        Host: collector\r
        Authorization: Bearer \(credential)\r
        \(Wire.Header.proto): 1\r
        \(Wire.Header.queue): \(Examples.queueID().hex)\r
        Content-Type: \(Wire.MediaType.ndjson)\r
        Content-Length: \(length)\r
        \r

        """
    }

    @Test("N8: a device whose body stalls or drips is cut by the collector", arguments: [true, false])
    func slowBody(isDripping: Bool) async throws {
        let scene = try await Scene(pace: Self.patience)
        let head = Self.head(scene.enrolment.credential, length: 100_000)
        _ = try await drip(head, to: scene.collector, isDripping: isDripping)
        // It holds none of its credential's doors any more.
        try await scene.kiosk.seal(1)
        let courier = scene.courier
        #expect(try await onThread { try courier.deliver() } == SettleCount(delivered: 1))
        try await scene.expectAllDelivered()
    }

    @Test("N8: a body that nobody reads, because its request was refused, drips no longer")
    func refusedBody() async throws {
        let scene = try await Scene(pace: Self.patience)
        let head = Self.head("of-nobody", length: 100_000)
        let answer = try await drip(head, to: scene.collector, isDripping: true)
        // A byte that was under way when the collector hung up makes a reset of it, which may overtake the answer.
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 401 "))
    }

    @Test("N8: headers that never end are cut", arguments: [true, false])
    func slowHead(isDripping: Bool) async throws {
        let scene = try await Scene(pace: Self.patience)
        let answer = try await drip(
            "POST /device/v1/checkin HTTP/1.1\r\nX: ", to: scene.collector, isDripping: isDripping)
        #expect(!answer.contains(" 200 "))
    }

    @Test func `a body that comes in pieces within the pace is taken`() async throws {
        let scene = try await Scene(pace: Self.patience)
        try await scene.kiosk.seal(1)
        let line = scene.kiosk.sealed[0].bytes + Data("\n".utf8)
        let queue = try scene.kiosk.store.identity().queueID.hex
        let head = Self.head(scene.enrolment.credential, length: line.count)
            .replacingOccurrences(of: Examples.queueID().hex, with: queue)
        let port = UInt16(scene.collector.port)
        let answer = try await onThread { () -> String in
            let socket = try TCPSocket.connected(to: port)
            for piece in [
                Data(head.utf8.prefix(50)), Data(head.utf8.dropFirst(50)), line.prefix(100), line.dropFirst(100),
            ] {
                _ = socket.send(Data(piece))
            }
            var unread = Data()
            return socket.httpMessage(after: &unread)?.head ?? ""
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        #expect(try scene.collector.database.ledger() == scene.kiosk.sealed.entries)
    }
}

/// Answers one byte at a time, for as long as somebody listens.
private final class DrippingServer: Sendable {
    let port: UInt16
    private let listener: TCPSocket

    init() throws {
        let listener = try TCPSocket.listening()
        (self.listener, port) = (listener, try listener.port())
        Thread.detachNewThread {
            var unread = Data()
            guard let kiosk = listener.accept(), kiosk.httpMessage(after: &unread) != nil else { return }
            guard kiosk.send(Data("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8)) else { return }
            // Bounded; ends when the kiosk hangs up, which poll tells before its time is over.
            for _ in 0..<600 {
                var entry = pollfd(fd: kiosk.descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&entry, 1, 100) == 0, kiosk.send(Data([0x20])) else { return }
            }
        }
    }

    deinit { listener.shutDown() }

    var url: String { "http://127.0.0.1:\(port)" }
}
