import CCurl
import Foundation
import WireProtocol

/// How the mail server is reached: `[mail]` of collector.conf.
package struct MailOptions: Equatable, Sendable {
    /// `smtp://host:port`, with STARTTLS, or `smtps://host:port`.
    package var url: String
    /// Nil for a server that wants no sign-in.
    package var user: String?
    /// Secret, never shown.
    package var password: String?
    /// PEM file of the authorities to trust, in place of the system's.
    package var caFile: String?
    /// Whether mail may go unencrypted to another machine.
    package var allowPlain: Bool
    /// For one mail, ms.
    package var timeoutMS: Int

    package init(
        url: String, user: String? = nil, password: String? = nil, caFile: String? = nil, allowPlain: Bool = false,
        timeoutMS: Int = 60_000
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.caFile = caFile
        self.allowPlain = allowPlain
        self.timeoutMS = timeoutMS
    }

    /// What is wrong with `url`; nil for nothing.
    package var fault: String? {
        guard let destination = try? Destination(url: url), ["smtp", "smtps"].contains(destination.scheme),
            !destination.host.isEmpty, ["", "/"].contains(URLComponents(string: url)?.path ?? "-")
        else { return "is no address of a mail server" }
        return nil
    }

    private var isLoopback: Bool { (try? Destination(url: url))?.isLoopback == true }

    /// Encryption is a must, but on this machine and where somebody allowed to do without.
    fileprivate var encryption: curl_usessl { allowPlain || isLoopback ? CURLUSESSL_TRY : CURLUSESSL_ALL }
}

extension EasyHandle {
    func apply(_ options: MailOptions) throws(HTTPFailure) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        try set(CURLOPT_TIMEOUT_MS, options.timeoutMS)
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // Nil would let the environment name a proxy.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_URL, options.url)
        try set(CURLOPT_USE_SSL, Int(options.encryption.rawValue))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let caFile = options.caFile {
            try set(CURLOPT_CAINFO, caFile)
            try set(CURLOPT_CAPATH, nil)
        }
        if let user = options.user {
            try set(CURLOPT_USERNAME, user)
            try set(CURLOPT_PASSWORD, options.password ?? "")
        }
    }
}
