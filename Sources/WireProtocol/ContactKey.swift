import Crypto
package import Foundation

/// The organisation's public key for contact details: X25519, with the name its envelopes carry.
package struct ContactKey: Equatable, Sendable {
    /// First 16 hex digits of the SHA-256 of the key.
    package let id: String
    /// 32 bytes.
    package let key: Data

    /// Nil unless `key` has 32 bytes and is no point of small order.
    package init?(key: Data) {
        guard key.count == 32, Self.sharesSecrets(key) else { return nil }
        self.key = key
        id = PublicKey(key: key).id
    }

    /// Whether a secret shared with this key is one: with a point of small order it is zero, and anybody could open.
    ///
    /// RFC 9180, 7.1.4 (RFC 7748, 6.1) asks for this check; swift-crypto 4.5 seals without it, so that we look ourselves.
    /// Whether the secret is zero does not depend on the private key.
    private static func sharesSecrets(_ key: Data) -> Bool {
        let anyPrivateKey = Data(repeating: 1, count: 32)
        guard let own = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: anyPrivateKey),
            let other = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: key),
            let secret = try? own.sharedSecretFromKeyAgreement(with: other)
        else { return false }
        return secret.withUnsafeBytes { $0.contains { $0 != 0 } }
    }

    /// The public half of a raw X25519 private key (32 bytes); nil where `privateKey` is none.
    package init?(privateKey: Data) {
        guard let pair = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey) else { return nil }
        self.init(key: pair.publicKey.rawRepresentation)
    }
}

extension ContactKey: Codable {
    /// On the wire it is the key's bytes alone: the id follows from them.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = ContactKey(key: try container.decode(Data.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no X25519 public key of 32 bytes")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(key)
    }
}
