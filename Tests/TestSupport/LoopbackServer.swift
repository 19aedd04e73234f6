package import Foundation
import Glibc

/// An HTTP server on 127.0.0.1 that says what a test wrote for it, byte by byte, and keeps what it was sent.
///
/// It listens on a port of the system's choice and stops with the last reference to it.
package final class LoopbackServer: Sendable {
    package let port: UInt16
    private let state: State

    /// Answers every request by asking `handler`, which gets the request and how many came before it.
    package init(_ handler: @escaping @Sendable (Request, Int) -> Answer) throws {
        let listener = try Socket.listening()
        port = try listener.port()
        let state = State(listener: listener, handler: handler)
        self.state = state
        Thread.detachNewThread { state.acceptConnections() }
    }

    /// Answers with one of `answers` after the other; whoever asks once more gets a 500 that says so.
    package convenience init(_ answers: [Answer]) throws {
        try self.init { _, index in
            index < answers.count ? answers[index] : .text(500, "the script of this test has no further answer")
        }
    }

    deinit { state.stop() }

    /// `http://127.0.0.1:port`, without a path.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Everything asked so far.
    package var requests: [Request] { state.requests }

    /// How often somebody connected.
    package var connections: Int { state.connections }

    /// Waits until `count` requests have come in whole; false after ten seconds without them.
    package func waitForRequests(_ count: Int) -> Bool { state.waitForRequests(count) }

    /// One request as it came.
    package struct Request: Equatable, Sendable {
        /// Request line and headers, to the empty line.
        package let head: String
        package let body: Data

        package var method: String { String(head.prefix { $0 != " " }) }

        /// Path and query.
        package var target: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

        /// The first header of this name, in any case.
        package func header(_ name: String) -> String? {
            let prefix = name.lowercased() + ":"
            return head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(prefix) }
                .map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// What goes back for one request.
    package struct Answer: Sendable {
        fileprivate let bytes: Data
        fileprivate let then: After

        /// What happens to the connection after the bytes.
        package enum After: Sendable {
            /// Kept for a further request.
            case keepOpen
            case close
            /// Kept open in silence until the other side or the server ends.
            case hang
        }

        /// Exactly these bytes.
        package static func raw(_ bytes: Data, then: After = .close) -> Answer { Answer(bytes: bytes, then: then) }

        /// Exactly these characters.
        package static func raw(_ text: String, then: After = .close) -> Answer { raw(Data(text.utf8), then: then) }

        /// No answer at all.
        package static let silence = Answer(bytes: Data(), then: .hang)

        /// A well-formed answer.
        package static func http(
            _ status: Int, _ body: Data, type: String, headers: [(String, String)] = []
        ) -> Answer {
            let lines = ["HTTP/1.1 \(status) Scripted", "Content-Type: \(type)", "Content-Length: \(body.count)"]
            let head = (lines + headers.map { "\($0): \($1)" }).joined(separator: "\r\n") + "\r\n\r\n"
            return raw(Data(head.utf8) + body, then: .keepOpen)
        }

        package static func text(_ status: Int, _ body: String, headers: [(String, String)] = []) -> Answer {
            http(status, Data(body.utf8), type: "text/plain", headers: headers)
        }

        package static func json(_ status: Int, _ body: String, headers: [(String, String)] = []) -> Answer {
            let type = status < 400 ? "application/json" : "application/problem+json"
            return http(status, Data(body.utf8), type: type, headers: headers)
        }
    }
}

/// What the threads of one server share; it outlives the server until the last of them ends.
///
/// `@unchecked Sendable`: every variable is read and written with `condition` locked.
private final class State: @unchecked Sendable {
    private let condition = NSCondition()
    private let listener: Socket
    private let handler: @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Answer
    private var open: [Int32: Socket] = [:]
    private var received: [LoopbackServer.Request] = []
    private var accepted = 0
    private var stopped = false

    init(listener: Socket, handler: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Answer) {
        self.listener = listener
        self.handler = handler
    }

    var requests: [LoopbackServer.Request] { condition.withLock { received } }
    var connections: Int { condition.withLock { accepted } }

    func waitForRequests(_ count: Int) -> Bool {
        let deadline = Date(timeIntervalSinceNow: 10)
        return condition.withLock {
            while received.count < count { if !condition.wait(until: deadline) { return false } }
            return true
        }
    }

    func acceptConnections() {
        while let connection = listener.accept() {
            let goesOn = condition.withLock {
                guard !stopped else { return false }
                accepted += 1
                open[connection.descriptor] = connection
                return true
            }
            guard goesOn else { return }
            Thread.detachNewThread { self.serve(connection) }
        }
    }

    func stop() {
        condition.withLock {
            stopped = true
            listener.shutDown()
            for connection in open.values { connection.shutDown() }
        }
    }

    private func serve(_ connection: Socket) {
        defer { condition.withLock { open[connection.descriptor] = nil } }
        var unread = Data()
        while let request = nextRequest(from: connection, after: &unread) {
            let index = condition.withLock {
                received.append(request)
                condition.broadcast()
                return received.count - 1
            }
            let answer = handler(request, index)
            guard connection.send(answer.bytes) else { return }
            switch answer.then {
            case .keepOpen: continue
            case .close: return
            // Ends when the other side closes or the server stops.
            case .hang: while !connection.receive().isEmpty {}
            }
        }
    }

    private func nextRequest(from connection: Socket, after unread: inout Data) -> LoopbackServer.Request? {
        let separator = Data("\r\n\r\n".utf8)
        var end = unread.range(of: separator)
        while end == nil {
            let piece = connection.receive()
            guard !piece.isEmpty else { return nil }
            unread.append(piece)
            end = unread.range(of: separator)
        }
        guard let end else { return nil }
        let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        let length = LoopbackServer.Request(head: head, body: Data()).header("Content-Length").flatMap(Int.init) ?? 0
        var body = Data(unread[end.upperBound...])
        while body.count < length {
            let piece = connection.receive()
            guard !piece.isEmpty else { return nil }
            body.append(piece)
        }
        unread = Data(body.dropFirst(length))
        return LoopbackServer.Request(head: head, body: Data(body.prefix(length)))
    }
}

/// A TCP socket, closed with the last reference to it.
private final class Socket: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    static func listening() throws -> Socket {
        let socket = Socket(descriptor: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafeBytes(of: &address) { bytes in
            bind(socket.descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        guard bound == 0, listen(socket.descriptor, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        return socket
    }

    func port() throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        guard named == 0 else { throw POSIXError(.EBADF) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Nil once the socket was shut down.
    func accept() -> Socket? {
        let connection = Glibc.accept(descriptor, nil, nil)
        return connection < 0 ? nil : Socket(descriptor: connection)
    }

    /// Empty at the end.
    func receive() -> Data {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Data(buffer.prefix(max(0, count)))
    }

    /// False when the other side is gone.
    func send(_ bytes: Data) -> Bool {
        var rest = Array(bytes)
        while !rest.isEmpty {
            let count = Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Wakes whoever waits in `accept` or `receive`.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
