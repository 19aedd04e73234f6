import CCurl
import WireProtocol

/// libcurl's codes as failures that say what to do.
enum Failures {
    static let aborted = HTTPFailure(kind: .aborted, message: "the exchange was ended because the program stops")

    /// Nil for a whole answer.
    static func failure(
        _ code: CURLcode, _ status: Int, _ reception: Reception, _ handle: EasyHandle, to destination: Destination
    ) -> HTTPFailure? {
        let origin = destination.origin
        if code == CURLE_OK {
            // A request that could not be rewound for a second try ends as a success without an answer (curl#2801).
            return status != 0
                ? nil : HTTPFailure(kind: .network, message: "\(origin) gave no HTTP status: try again")
        }
        if code == CURLE_ABORTED_BY_CALLBACK { return aborted }
        if let what = reception.tooLarge {
            return HTTPFailure(
                kind: .tooLarge, message: "\(origin) sent \(what): check that the URL is the collector's")
        }
        if let refusal = refusedTunnel(handle.tunnelStatus, to: origin) { return refusal }
        let (kind, advice) = meaning(of: code)
        let fault = CertificateFaults.fault(code, verdict: handle.certificateVerdict)
        let words = "\(origin): \(handle.words(for: code)): \(CertificateFaults.advice(for: fault) ?? advice)"
        return HTTPFailure(kind: kind, message: words, certificate: fault)
    }

    /// The proxy's no, which comes before anything of the collector's.
    private static func refusedTunnel(_ status: Int, to origin: String) -> HTTPFailure? {
        switch status {
        case 0, 200..<300: nil
        case 407:
            HTTPFailure(
                kind: .refused,
                message: "\(origin): the proxy wants a user and password, or does not take the ones it was given: "
                    + "check the proxy setting")
        default:
            HTTPFailure(
                kind: .refused,
                message: "\(origin): the proxy does not let this machine through (status \(status)): "
                    + "ask who runs it to allow the collector's host and port")
        }
    }

    /// What kind of failure a code is, and what to do about it.
    static func meaning(of code: CURLcode) -> (kind: HTTPFailure.Kind, advice: String) {
        switch code {
        case CURLE_URL_MALFORMAT:
            (.badURL, "write the collector's URL as https://host or https://host:port")
        case CURLE_COULDNT_RESOLVE_HOST:
            (.nameNotFound, "check the host in the collector's URL, and this network's DNS")
        case CURLE_COULDNT_RESOLVE_PROXY:
            (.nameNotFound, "check the host in the proxy setting, and this network's DNS")
        case CURLE_COULDNT_CONNECT:
            (.refused, "check that the collector runs, the port in its URL, the cable and the firewall")
        case CURLE_OPERATION_TIMEDOUT:
            (.timedOut, "check the line to the collector, and whether it is overloaded")
        case CURLE_WRITE_ERROR, CURLE_FILESIZE_EXCEEDED:
            (.tooLarge, "check that the URL is the collector's")
        default: tlsMeaning(of: code) ?? (.network, networkAdvice(for: code))
        }
    }

    private static func tlsMeaning(of code: CURLcode) -> (kind: HTTPFailure.Kind, advice: String)? {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION:
            (.tls, "check this machine's clock, and give the file of the collector's authority as ca_file")
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            (.tls, "the collector's key is none of pins: add the new key's hash, or look for someone in between")
        case CURLE_SSL_CACERT_BADFILE:
            (.tls, "check that ca_file holds certificates in PEM form")
        case CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS:
            (.tls, "the collector's certificate is not good: have it renewed")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_SHUTDOWN_FAILED, CURLE_USE_SSL_FAILED:
            (.tls, "check that the collector speaks TLS 1.2 or later on this port")
        case CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CLIENTCERT:
            (.tls, "check the TLS settings of this machine")
        default: nil
        }
    }

    private static func networkAdvice(for code: CURLcode) -> String {
        switch code {
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
            "the connection broke; try again, and check the line if it stays so"
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2:
            "what answers there does not speak HTTP: check the port in the collector's URL"
        case CURLE_PROXY: "check the proxy setting"
        case CURLE_OUT_OF_MEMORY: "close other programs"
        case CURLE_INTERFACE_FAILED, CURLE_NO_CONNECTION_AVAILABLE: "check this machine's network"
        default: "libcurl code \(code.rawValue); try again, and report it if it stays so"
        }
    }
}
