import CCurl
import Foundation
import WireProtocol

extension EasyHandle {
    /// Sets everything that is the same for all requests (the table of sync.md 12).
    func apply(_ options: TransportOptions) throws(HTTPFailure) {
        // Signals would hit whichever thread comes first.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        // A line cut in the middle gives no error of its own: below 64 bytes/s for 30 s is a dead one.
        try set(CURLOPT_LOW_SPEED_LIMIT, 64)
        try set(CURLOPT_LOW_SPEED_TIME, 30)
        // A half-open HTTP/2 connection hangs for good.
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_MAXAGE_CONN, 30)
        try set(CURLOPT_MAXLIFETIME_CONN, 120)
        // Neither a pin nor the credential may follow a redirect.
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_USERAGENT, options.userAgent)
        try applyTrust(options)
        try applyProxy(options)
    }

    private func applyTrust(_ options: TransportOptions) throws(HTTPFailure) {
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = options.caFile {
            try set(CURLOPT_CAINFO, caFile)
            // Else the system's authorities would be trusted beside the file's.
            try set(CURLOPT_CAPATH, nil)
        }
        if let pins = options.pinList { try set(CURLOPT_PINNEDPUBLICKEY, pins) }
    }

    private func applyProxy(_ options: TransportOptions) throws(HTTPFailure) {
        let proxy = options.proxyAddress
        // An empty text, and not nil: nil would let the environment decide.
        try set(CURLOPT_PROXY, proxy?.url ?? "")
        if let user = proxy?.user {
            try set(CURLOPT_PROXYUSERNAME, user)
            try set(CURLOPT_PROXYPASSWORD, proxy?.password ?? "")
        }
        if let caFile = options.caFile { try set(CURLOPT_PROXY_CAINFO, caFile) }
        // Plain HTTP to this machine is allowed because it stays on it.
        try set(CURLOPT_NOPROXY, "localhost,127.0.0.1,::1")
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    /// Sets what one request brings, but for its headers and body.
    func apply(_ request: HTTPRequest) throws(HTTPFailure) {
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_TIMEOUT_MS, max(0, request.timeoutMS))
    }

    /// Sets the method; a POST and a PUT always have a body, be it empty.
    func setMethod(_ method: HTTPRequest.Method, body: UnsafeRawBufferPointer) throws(HTTPFailure) {
        switch method {
        case .get: try set(CURLOPT_HTTPGET, 1)
        case .post:
            try set(CURLOPT_POST, 1)
            try setBody(body)
        case .put:
            try setBody(body)
            try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        case .delete:
            if !body.isEmpty { try setBody(body) }
            try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
    }
}
