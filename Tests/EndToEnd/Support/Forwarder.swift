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
    private let listener: TCPSocket
    private let target: UInt16
    private let seen = Mutex(Seen())
    private let isOver = Mutex(false)

    init(to target: String) throws {
        self.target = UInt16(target.split(separator: ":").last ?? "") ?? 0
        let listener = try TCPSocket.listening()
        self.listener = listener
        url = "http://127.0.0.1:\(try listener.port())"
        Thread.detachNewThread { [weak self, listener] in
            while let client = listener.accept() {
                guard let self, !self.isOver.withLock({ $0 }) else { return }
                Thread.detachNewThread { self.forward(client) }
            }
        }
    }

    deinit {
        isOver.withLock { $0 = true }
        listener.shutDown()
    }

    func forget() { seen.withLock { $0 = Seen() } }

    var sinceForgotten: Seen { seen.withLock { $0 } }

    private func forward(_ client: TCPSocket) {
        guard let server = try? TCPSocket.connected(to: target) else { return }
        while !isOver.withLock({ $0 }) {
            var ends = [client, server].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&ends, 2, 500) >= 0 else { return }
            if ends[0].revents != 0, !pass(from: client, to: server, isRequest: true) { return }
            if ends[1].revents != 0, !pass(from: server, to: client, isRequest: false) { return }
        }
    }

    private func pass(from: TCPSocket, to: TCPSocket, isRequest: Bool) -> Bool {
        let piece = from.receive()
        guard !piece.isEmpty else { return false }
        let carriesAnswers = piece.starts(with: Data("POST /device/v1/responses".utf8))
        seen.withLock {
            if isRequest, carriesAnswers { ($0.sent, $0.isAnswered) = ($0.sent + 1, false) }
            if !isRequest { $0.isAnswered = true }
        }
        return to.send(piece)
    }
}
