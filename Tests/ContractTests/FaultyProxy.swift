import Foundation
import Glibc
import Synchronization

/// A line between kiosk and collector that breaks where a test wants it to: plain TCP, a thread a connection.
final class FaultyProxy: Sendable {
    enum Fault: Equatable, Sendable {
        /// The request goes through, and so does its answer.
        case none
        /// The connection ends before the request reaches the collector.
        case drop
        /// The collector answers, and the connection is reset without a byte of it.
        case reset
        /// The collector answers; so many bytes of it arrive, then the connection ends.
        case cut(after: Int)
    }

    /// One request that came to the proxy whole.
    struct Passage: Equatable, Sendable {
        let target: String
        let body: Data
        let fault: Fault
        /// Bytes of the collector's answer, its headers included; 0 where it was not asked.
        let answerBytes: Int
    }

    private struct State {
        var faults: [String: [Fault]] = [:]
        var passages: [Passage] = []
    }

    let port: Int
    private let listener: TCPSocket
    private let state: Shared

    private final class Shared: Sendable { let mutex = Mutex(State()) }

    init(to collector: Int) throws {
        let (listener, state) = (try TCPSocket.listening(), Shared())
        (self.listener, self.state) = (listener, state)
        port = try listener.port()
        Thread.detachNewThread {
            while let kiosk = listener.accept() {
                Thread.detachNewThread { Self.serve(kiosk, collector, state) }
            }
        }
    }

    deinit { listener.shutDown() }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Lets the next requests for `target` meet these faults, one after the other.
    func fail(_ target: String, _ faults: Fault...) {
        state.mutex.withLock { $0.faults[target, default: []] += faults }
    }

    /// Forgets the faults to come.
    func mend() { state.mutex.withLock { $0.faults = [:] } }

    /// Every request for `target` so far.
    func passages(_ target: String) -> [Passage] {
        state.mutex.withLock { $0.passages.filter { $0.target == target } }
    }

    private static func serve(_ kiosk: TCPSocket, _ port: Int, _ state: Shared) {
        var unread = Data()
        while let request = kiosk.message(after: &unread) {
            let target = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let fault = state.mutex.withLock { state -> Fault in
                guard let next = state.faults[target]?.first else { return .none }
                state.faults[target]?.removeFirst()
                return next
            }
            let answer = fault == .drop ? nil : ask(port, request.bytes)
            state.mutex.withLock {
                $0.passages.append(
                    Passage(
                        target: target, body: request.body, fault: fault, answerBytes: answer?.bytes.count ?? 0))
            }
            guard let answer else { return }
            switch fault {
            case .none: guard kiosk.send(answer.bytes) else { return }
            case .drop: return
            case .reset: return kiosk.makeCloseReset()
            case .cut(let count):
                _ = kiosk.send(answer.bytes.prefix(count))
                return
            }
        }
    }

    private static func ask(_ port: Int, _ request: Data) -> TCPSocket.Message? {
        guard let collector = try? TCPSocket.connected(to: port), collector.send(request) else { return nil }
        var unread = Data()
        return collector.message(after: &unread)
    }
}

/// A TCP socket of this machine, closed with the last reference to it.
final class TCPSocket: Sendable {
    /// An HTTP request or answer whose length its headers tell.
    struct Message {
        let head: String
        let body: Data
        let bytes: Data
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    static func listening() throws -> TCPSocket {
        let socket = TCPSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        guard address(0, { bind(socket.descriptor, $0, $1) }) == 0, listen(socket.descriptor, 16) == 0 else {
            throw POSIXError(.EADDRNOTAVAIL)
        }
        return socket
    }

    static func connected(to port: Int) throws -> TCPSocket {
        let socket = TCPSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        guard address(port, { connect(socket.descriptor, $0, $1) }) == 0 else { throw POSIXError(.ECONNREFUSED) }
        return socket
    }

    private static func address(_ port: Int, _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: &address) { bytes in
            body(bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
    }

    func port() throws -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        guard named == 0 else { throw POSIXError(.EBADF) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Nil once the socket was shut down.
    func accept() -> TCPSocket? {
        let connection = Glibc.accept(descriptor, nil, nil)
        return connection < 0 ? nil : TCPSocket(connection)
    }

    /// The next whole message; nil where the other side ends before its end.
    func message(after unread: inout Data) -> Message? {
        let separator = Data("\r\n\r\n".utf8)
        var head: Range<Data.Index>?
        while head == nil {
            head = unread.range(of: separator)
            if head == nil, !receive(into: &unread) { return nil }
        }
        guard let head else { return nil }
        let text = String(decoding: unread[..<head.lowerBound], as: UTF8.self)
        let field = "content-length:"
        let length = text.lowercased().components(separatedBy: "\r\n").first { $0.hasPrefix(field) }
            .flatMap { Int($0.dropFirst(field.count).trimmingCharacters(in: .whitespaces)) }
        let end = head.upperBound + (length ?? 0)
        while unread.count < end { if !receive(into: &unread) { return nil } }
        defer { unread = Data(unread[end...]) }
        return Message(head: text, body: Data(unread[head.upperBound..<end]), bytes: Data(unread[..<end]))
    }

    private func receive(into data: inout Data) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        data.append(contentsOf: buffer.prefix(max(0, count)))
        return count > 0
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

    /// The close to come sends a reset in place of an orderly end.
    func makeCloseReset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Wakes whoever waits in `accept`.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
