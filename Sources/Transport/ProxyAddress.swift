import CCurl

/// A proxy on the way to the collector, with its user and password apart from its address: what libcurl says of the
/// address in an error, or a log, then holds neither.
struct ProxyAddress: Equatable {
    /// Scheme, host and port.
    let url: String
    /// Decoded; nil for none.
    let user: String?
    let password: String?

    /// Reads `http://user:password@host:port`, with `%40` and the like in user and password; nil where it is none.
    init?(_ text: String) {
        guard let parser = curl_url() else { return nil }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: parser), ["http", "https"].contains(scheme),
            let host = Self.part(CURLUPART_HOST, of: parser), let port = Self.part(CURLUPART_PORT, of: parser),
            ["/", nil].contains(Self.part(CURLUPART_PATH, of: parser)), Self.part(CURLUPART_QUERY, of: parser) == nil
        else { return nil }
        url = "\(scheme)://\(host):\(port)"
        user = Self.part(CURLUPART_USER, of: parser, flags: UInt32(CURLU_URLDECODE))
        password = Self.part(CURLUPART_PASSWORD, of: parser, flags: UInt32(CURLU_URLDECODE))
    }

    private static func part(_ what: CURLUPart, of parser: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, what, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
