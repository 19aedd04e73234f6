import COpenSSL
import Foundation
import Glibc
import Synchronization

/// TLS on 127.0.0.1 before a plain TCP server on this machine: OpenSSL's, with a certificate that can be exchanged.
///
/// Ends with the last reference to it.
package final class TLSFront: Sendable {
    package let port: Int
    private let listener: TCPSocket
    private let state: Shared

    private final class Shared: Sendable {
        struct Values: Sendable {
            var certificate: TestCertificate
            var received = 0
            var handshakes = 0
        }

        let values: Mutex<Values>

        init(_ certificate: TestCertificate) { values = Mutex(Values(certificate: certificate)) }
    }

    /// - Parameter server: The port of the server behind.
    package init(_ certificate: TestCertificate, before server: Int) throws {
        let (listener, state) = (try TCPSocket.listening(), Shared(certificate))
        (self.listener, self.state) = (listener, state)
        port = Int(try listener.port())
        Thread.detachNewThread {
            while let client = listener.accept() {
                Thread.detachNewThread { Self.serve(client, server, state) }
            }
        }
    }

    deinit { listener.shutDown() }

    /// Shows this certificate from the next connection on.
    package func show(_ certificate: TestCertificate) { state.values.withLock { $0.certificate = certificate } }

    /// Bytes that clients have sent inside of TLS: what a server would have seen.
    package var receivedBytes: Int { state.values.withLock { $0.received } }

    /// Connections that were tried, the ones that came to nothing included.
    package var handshakes: Int { state.values.withLock { $0.handshakes } }

    private static func serve(_ client: TCPSocket, _ port: Int, _ state: Shared) {
        let certificate = state.values.withLock { values in
            values.handshakes += 1
            return values.certificate
        }
        guard let context = SSL_CTX_new(TLS_server_method()) else { return }
        defer { SSL_CTX_free(context) }
        // 1: PEM.
        guard SSL_CTX_use_certificate_chain_file(context, certificate.certificate) == 1,
            SSL_CTX_use_PrivateKey_file(context, certificate.key, 1) == 1, let tls = SSL_new(context)
        else { return }
        defer { SSL_free(tls) }
        SSL_set_fd(tls, client.descriptor)
        guard SSL_accept(tls) == 1, let server = try? TCPSocket.connected(to: UInt16(port)) else { return }
        pump(tls, client, server, state)
    }

    /// One thread for both ways: an SSL object may not be used by two.
    private static func pump(_ tls: OpaquePointer, _ client: TCPSocket, _ server: TCPSocket, _ state: Shared) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var ends = [client, server].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            if SSL_pending(tls) == 0, poll(&ends, 2, -1) < 0 { return }
            if SSL_pending(tls) > 0 || ends[0].revents != 0 {
                let count = SSL_read(tls, &buffer, Int32(buffer.count))
                guard count > 0 else { return }
                state.values.withLock { $0.received += Int(count) }
                guard server.send(Data(buffer.prefix(Int(count)))) else { return }
            }
            if ends[1].revents != 0 {
                let piece = Array(server.receive())
                guard !piece.isEmpty, SSL_write(tls, piece, Int32(piece.count)) > 0 else { return }
            }
        }
    }
}
