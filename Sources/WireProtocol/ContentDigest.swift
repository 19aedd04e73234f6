import Crypto
package import Foundation

/// `Content-Digest` (RFC 9530) with SHA-256: a batch that was altered or cut on its way is noticed before it is read.
package enum ContentDigest {
    /// The header's value for a body as it goes over the wire.
    package static func value(of body: Data) -> String { value(sha256: Data(SHA256.hash(data: body))) }

    /// The header's value for a hash of 32 bytes.
    package static func value(sha256: Data) -> String { "sha-256=:\(sha256.base64EncodedString()):" }

    /// The SHA-256 that a header's value names; nil where it names none, and then nothing can be checked.
    ///
    /// - Throws: `Unreadable` where what it names is no SHA-256.
    package static func sha256(in value: String) throws(Unreadable) -> Data? {
        for member in value.split(separator: ",") {
            let member = member.trimmingCharacters(in: .whitespaces)
            guard member.lowercased().hasPrefix("sha-256=") else { continue }
            let item = member.dropFirst("sha-256=".count).split(separator: ";").first ?? ""
            guard item.count > 2, item.hasPrefix(":"), item.hasSuffix(":"),
                let hash = Data(base64Encoded: String(item.dropFirst().dropLast())), hash.count == 32
            else { throw Unreadable() }
            return hash
        }
        return nil
    }

    package struct Unreadable: Error {}
}
