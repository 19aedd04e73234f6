import Foundation

/// How the collector is reached and how it is known to be the right one: `[collector]` of kiosk.conf.
package struct TransportOptions: Equatable, Sendable {
    /// PEM file of the certificate authorities to trust, in place of the system's; nil for the system's.
    package var caFile: String?
    /// SHA-256 of accepted public keys in base64, with or without `sha256//` before it; empty for any key.
    package var pins: [String]
    /// URL of a proxy, with user and password where it wants them; nil for none.
    ///
    /// Secret, never shown. The environment's proxy variables are never read. Pins are the collector's; an https proxy is known by the
    /// authorities of `caFile` or of the system.
    package var proxy: String?
    /// Whether plain HTTP may go to hosts other than this machine itself.
    package var allowHTTP: Bool
    package var userAgent: String

    package init(
        caFile: String? = nil, pins: [String] = [], proxy: String? = nil, allowHTTP: Bool = false, userAgent: String
    ) {
        self.caFile = caFile
        self.pins = pins
        self.proxy = proxy
        self.allowHTTP = allowHTTP
        self.userAgent = userAgent
    }

    /// What is wrong with these settings and what to do, or nil: an exchange with wrong ones fails before it connects.
    package var fault: String? { faults.first?.words }

    /// Everything that is wrong, each with the key of kiosk.conf that says so.
    package var faults: [(key: String, words: String)] {
        var faults: [(key: String, words: String)] = []
        if let bad = pins.first(where: { Self.pinned($0) == nil }) {
            faults.append(
                (
                    "pins",
                    "'\(bad)' in pins is not the SHA-256 of a public key in base64 (44 characters): "
                        + "make it with openssl, or empty pins"
                ))
        }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            faults.append(("ca_file", "cannot read ca_file \(caFile): check the path and its permissions"))
        }
        if proxy != nil, proxyAddress == nil {
            // Without the text itself: it may hold a password.
            faults.append(
                (
                    "proxy",
                    "the proxy is no address: write it as http://host:port or http://user:password@host:port, "
                        + "with %40 for an @ in the password"
                ))
        }
        return faults
    }

    var proxyAddress: ProxyAddress? { proxy.flatMap(ProxyAddress.init) }

    /// The pins in libcurl's form; nil for none.
    ///
    /// A text it would take for a file's name never gets that far.
    var pinList: String? {
        let list = pins.compactMap(Self.pinned)
        return list.isEmpty ? nil : list.joined(separator: ";")
    }

    private static func pinned(_ pin: String) -> String? {
        let prefix = "sha256//"
        let digits = pin.hasPrefix(prefix) ? String(pin.dropFirst(prefix.count)) : pin
        return Data(base64Encoded: digits)?.count == 32 ? prefix + digits : nil
    }
}
