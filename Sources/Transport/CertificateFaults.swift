import CCurl
import WireProtocol

/// What is wrong with a certificate, by libcurl's code and OpenSSL's verdict, never by their words.
enum CertificateFaults {
    /// - Parameter verdict: OpenSSL's `X509_V_ERR_…` number.
    /// - Returns: Nil where the failure is not about the certificate.
    static func fault(_ code: CURLcode, verdict: Int) -> HTTPFailure.CertificateFault? {
        switch code {
        case CURLE_SSL_PINNEDPUBKEYNOTMATCH: .wrongPin
        case CURLE_PEER_FAILED_VERIFICATION: fault(of: verdict)
        case CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS: .other
        default: nil
        }
    }

    private static func fault(of verdict: Int) -> HTTPFailure.CertificateFault {
        switch verdict {
        case 9: .notYetValid
        case 10: .expired
        // No issuer found, none that is trusted, or the certificate signed itself, alone or at the end of a chain.
        case 2, 18, 19, 20, 21: .unknownAuthority
        // libcurl compares the host itself, before it asks OpenSSL.
        case 0, 1, 62: .wrongHost
        default: .other
        }
    }

    /// What to do; nil for the advice of the code itself.
    static func advice(for fault: HTTPFailure.CertificateFault?) -> String? {
        switch fault {
        case .expired: "have the collector's certificate renewed, and check this machine's clock"
        case .notYetValid: "check this machine's clock, and from when the collector's certificate is valid"
        case .wrongHost: "check the host in the collector's URL, and for which hosts its certificate is"
        case .unknownAuthority, .wrongPin, .other, nil: nil
        }
    }
}
