import Glibc

/// A connected stream socket that speaks in lines; closed with its last reference.
final class UnixSocket: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Connects to a listening socket; nil when nobody listens there.
    static func connect(to path: String) -> UnixSocket? {
        guard let address = UnixAddress(path: path) else { return nil }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let stream = UnixSocket(descriptor: descriptor)
        return address.withPointer { Glibc.connect(descriptor, $0, $1) } == 0 ? stream : nil
    }

    /// Gives up on a peer that says nothing for this long.
    func setTimeout(seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends a line; false when the peer is gone.
    func send(_ line: [UInt8]) -> Bool {
        var rest = (line + [10])[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// The next line without its end; nil when the peer is gone or sends more than `limit` bytes.
    func receive(limit: Int) -> [UInt8]? {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while line.count <= limit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            if let end = buffer[..<count].firstIndex(of: 10) { return line + buffer[..<end] }
            line += buffer[..<count]
        }
        return nil
    }
}
