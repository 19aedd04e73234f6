import Foundation
import Glibc
import Synchronization
import TestSupport

/// A wire between a kiosk and its collector that tells when an answer is on its way, and whether the reply came.
///
/// On 127.0.0.1 only; it ends with the last reference to it.
final class Forwarder: Sendable {
    struct Seen: Sendable {
        /// Requests with answers since `forget`.
        var sent = 0
        /// Whether a reply began to come back for the newest of them.
        var isAnswered = false
    }

    let url: String
    private let listener: Int32
    private let target: UInt16
    private let seen = Mutex(Seen())
    private let isOver = Mutex(false)

    init(to target: String) throws {
        self.target = UInt16(target.split(separator: ":").last ?? "") ?? 0
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var (address, length) = (Self.loopback(0), socklen_t(MemoryLayout<sockaddr_in>.size))
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && Glibc.listen(listener, 8) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw Failure("no port to listen on: errno \(errno)") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { [weak self, listener] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self, !self.isOver.withLock({ $0 }) else { return }
                Thread.detachNewThread { self.forward(client) }
            }
        }
    }

    deinit {
        isOver.withLock { $0 = true }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    func forget() { seen.withLock { $0 = Seen() } }

    var sinceForgotten: Seen { seen.withLock { $0 } }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7F00_0001).bigEndian), sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
    }

    private func forward(_ client: Int32) {
        defer { close(client) }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        var address = Self.loopback(target)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return }
        while !isOver.withLock({ $0 }) {
            var ends = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&ends, 2, 500) >= 0 else { return }
            if ends[0].revents != 0, !pass(from: client, to: server, isRequest: true) { return }
            if ends[1].revents != 0, !pass(from: server, to: client, isRequest: false) { return }
        }
    }

    private func pass(from: Int32, to: Int32, isRequest: Bool) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(from, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        let carriesAnswers = buffer.starts(with: Array("POST /device/v1/responses".utf8))
        seen.withLock {
            if isRequest, carriesAnswers { ($0.sent, $0.isAnswered) = ($0.sent + 1, false) }
            if !isRequest { $0.isAnswered = true }
        }
        return Glibc.send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count
    }
}
