/// Where the collector listens: `HOST:PORT`, with the host of an IPv6 address in brackets; port 0 takes any free one.
struct ListenAddress: Equatable, Sendable {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil unless `text` is a host and a port from 0 to 65535.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        // All four numbers count: 127.example.com is a name like any other.
        let octets = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        return host == "localhost" || host == "::1" || host == "[::1]"
            || (octets.count == 4 && octets.first == 127 && !octets.contains(nil))
    }

    /// The address as a plain-HTTP URL without a path.
    var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
