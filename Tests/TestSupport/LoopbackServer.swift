package import Foundation

/// An HTTP server on 127.0.0.1 that says what a test wrote for it, byte by byte, and keeps what it was sent.
///
/// It listens on a port of the system's choice and stops with the last reference to it.
package final class LoopbackServer: Sendable {
    package let port: UInt16
    private let state: State

    /// Answers every request by asking `handler`, which gets the request and how many came before it.
    package init(_ handler: @escaping @Sendable (Request, Int) -> Answer) throws {
        let listener = try TCPSocket.listening()
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
            HTTPMessage.header(name, in: head)
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
    private let listener: TCPSocket
    private let handler: @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Answer
    private var open: [Int32: TCPSocket] = [:]
    private var received: [LoopbackServer.Request] = []
    private var accepted = 0
    private var stopped = false

    init(listener: TCPSocket, handler: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Answer) {
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

    private func serve(_ connection: TCPSocket) {
        defer { condition.withLock { open[connection.descriptor] = nil } }
        var unread = Data()
        while let message = connection.httpMessage(after: &unread) {
            let request = LoopbackServer.Request(head: message.head, body: message.body)
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
}
