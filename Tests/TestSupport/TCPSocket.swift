package import Foundation
import Glibc

/// A TCP socket on 127.0.0.1, closed with the last reference to it.
package final class TCPSocket: Sendable {
    package let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Listens on a port of the system's choice.
    package static func listening() throws -> TCPSocket {
        let socket = TCPSocket(made())
        guard address(0, { bind(socket.descriptor, $0, $1) }) == 0, listen(socket.descriptor, 16) == 0 else {
            throw POSIXError(.EADDRNOTAVAIL)
        }
        return socket
    }

    package static func connected(to port: UInt16) throws -> TCPSocket {
        let socket = TCPSocket(made())
        guard address(port, { connect(socket.descriptor, $0, $1) }) == 0 else { throw POSIXError(.ECONNREFUSED) }
        return socket
    }

    private static func made() -> Int32 {
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    private static func address(_ port: UInt16, _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: &address) { bytes in
            body(bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
    }

    package func port() throws -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutableBytes(of: &address) { bytes in
            getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        guard named == 0 else { throw POSIXError(.EBADF) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Nil once the socket was shut down.
    package func accept() -> TCPSocket? {
        let connection = Glibc.accept(descriptor, nil, nil)
        return connection < 0 ? nil : TCPSocket(connection)
    }

    /// Empty at the end.
    package func receive() -> Data {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Data(buffer.prefix(max(0, count)))
    }

    /// False when the other side is gone.
    package func send(_ bytes: Data) -> Bool {
        var rest = Array(bytes)
        while !rest.isEmpty {
            let count = Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// The close to come sends a reset in place of an orderly end.
    package func makeCloseReset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Wakes whoever waits in `accept` or `receive`.
    package func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// An HTTP request or answer whose length its headers tell.
package struct HTTPMessage: Equatable, Sendable {
    /// First line and headers, without the empty line.
    package let head: String
    package let body: Data
    package let bytes: Data

    /// The first header of this name, in any case.
    package static func header(_ name: String, in head: String) -> String? {
        let prefix = name.lowercased() + ":"
        return head.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(prefix) }
            .map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) }
    }
}

extension TCPSocket {
    /// The next whole message; nil where the other side ends before its end.
    ///
    /// - Parameter unread: What was received beyond the message before.
    package func httpMessage(after unread: inout Data) -> HTTPMessage? {
        let separator = Data("\r\n\r\n".utf8)
        var end = unread.range(of: separator)
        while end == nil {
            guard receive(into: &unread) else { return nil }
            end = unread.range(of: separator)
        }
        guard let end else { return nil }
        let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        let length = HTTPMessage.header("Content-Length", in: head).flatMap(Int.init) ?? 0
        while unread.endIndex < end.upperBound + length { if !receive(into: &unread) { return nil } }
        let whole = unread[..<(end.upperBound + length)]
        defer { unread = Data(unread[whole.endIndex...]) }
        return HTTPMessage(head: head, body: Data(whole[end.upperBound...]), bytes: Data(whole))
    }

    private func receive(into data: inout Data) -> Bool {
        let piece = receive()
        data.append(piece)
        return !piece.isEmpty
    }
}
