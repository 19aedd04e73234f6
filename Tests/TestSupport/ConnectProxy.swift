import Foundation
import Glibc
import Synchronization

/// An HTTP proxy on 127.0.0.1 that makes tunnels (`CONNECT`) for whoever has its user and password.
///
/// Every tunnel leads to one port of this machine, whatever host was asked for. Ends with the last reference to it.
package final class ConnectProxy: Sendable {
    package let port: Int
    private let listener: TCPSocket
    private let state: Shared

    private final class Shared: Sendable { let heads = Mutex<[String]>([]) }

    /// - Parameters:
    ///   - target: The port that tunnels lead to.
    ///   - credentials: `user:password`; nil for a proxy that asks for none.
    ///   - refusal: The status for everybody; nil to let them through.
    package init(to target: Int, credentials: String?, refusal: Int? = nil) throws {
        let (listener, state) = (try TCPSocket.listening(), Shared())
        (self.listener, self.state) = (listener, state)
        port = Int(try listener.port())
        let wanted = credentials.map { "Basic " + Data($0.utf8).base64EncodedString() }
        Thread.detachNewThread {
            while let client = listener.accept() {
                Thread.detachNewThread { Self.serve(client, target, wanted, refusal, state) }
            }
        }
    }

    deinit { listener.shutDown() }

    /// The first line and headers of everything that was asked in plain.
    package var heads: [String] { state.heads.withLock { $0 } }

    private static func serve(
        _ client: TCPSocket, _ target: Int, _ wanted: String?, _ refusal: Int?, _ state: Shared
    ) {
        var unread = Data()
        while let request = client.httpMessage(after: &unread) {
            state.heads.withLock { $0.append(request.head) }
            let isKnown = wanted == nil || HTTPMessage.header("Proxy-Authorization", in: request.head) == wanted
            guard isKnown, refusal == nil, request.head.hasPrefix("CONNECT ") else {
                let status = refusal ?? (isKnown ? 405 : 407)
                let head =
                    "HTTP/1.1 \(status) No\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"
                guard client.send(Data(head.utf8)) else { return }
                continue
            }
            guard let server = try? TCPSocket.connected(to: UInt16(target)),
                client.send(Data("HTTP/1.1 200 Connection established\r\n\r\n".utf8)), server.send(unread)
            else { return }
            return tunnel(client, server)
        }
    }

    private static func tunnel(_ client: TCPSocket, _ server: TCPSocket) {
        while true {
            var ends = [client, server].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            guard poll(&ends, 2, -1) >= 0 else { return }
            for (end, (from, to)) in zip(ends, [(client, server), (server, client)]) where end.revents != 0 {
                let piece = from.receive()
                guard !piece.isEmpty, to.send(piece) else { return }
            }
        }
    }
}
