import CCurl
import WireProtocol

/// Where a request goes, as libcurl's own parser reads its URL: what is checked here is what it will connect to.
struct Destination: Equatable {
    let scheme: String
    /// Normalised by libcurl: `127.1` and `0x7f000001` are both `127.0.0.1`.
    let host: String
    let port: String

    /// Scheme, host and port: a URL for messages, without the path and query that may hold more than they should.
    var origin: String { "\(scheme)://\(host):\(port)" }

    /// Whether the host is this machine: nothing sent there can be overheard.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }

    /// Reads an absolute URL.
    init(url: String) throws(HTTPFailure) {
        guard let parser = curl_url() else {
            throw HTTPFailure(kind: .network, message: "out of memory: close other programs")
        }
        defer { curl_url_cleanup(parser) }
        let code = curl_url_set(parser, CURLUPART_URL, url, 0)
        guard code == CURLUE_OK else {
            let words = String(cString: curl_url_strerror(code))
            throw Self.badURL("'\(url)' is not a URL (\(words)): write it as https://host or https://host:port")
        }
        guard Self.part(CURLUPART_USER, of: parser) == nil, Self.part(CURLUPART_PASSWORD, of: parser) == nil else {
            throw Self.badURL("a URL with a user or password in it is not used: leave them out")
        }
        scheme = Self.part(CURLUPART_SCHEME, of: parser) ?? ""
        host = (Self.part(CURLUPART_HOST, of: parser) ?? "").lowercased()
        port = Self.part(CURLUPART_PORT, of: parser) ?? ""
    }

    /// Refuses what may not leave this machine unencrypted, and every scheme but HTTP's two.
    func check(allowHTTP: Bool) throws(HTTPFailure) {
        switch scheme {
        case "https": return
        case "http" where allowHTTP || isLoopback: return
        case "http":
            throw Self.badURL(
                "\(origin) is plain HTTP, which anyone on the way can read and change: use https, "
                    + "or allow it on a network you trust (allow_http in kiosk.conf, --allow-http of smilepost-ops)")
        default:
            throw Self.badURL("\(scheme): is not spoken here: write the collector's URL as https://host")
        }
    }

    private static func badURL(_ message: String) -> HTTPFailure { HTTPFailure(kind: .badURL, message: message) }

    private static func part(_ what: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        // Flag: the scheme's port where the URL names none.
        guard curl_url_get(parser, what, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
