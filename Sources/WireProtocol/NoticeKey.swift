import Crypto
package import Foundation

/// The public key that signs notices: Ed25519, named in the manifest, and so trusted by the release key's word.
package struct NoticeKey: Equatable, Sendable {
    package let publicKey: PublicKey

    /// First 16 hex digits of the SHA-256 of the key.
    package var id: String { publicKey.id }

    /// Nil unless `key` is a raw Ed25519 public key (32 bytes).
    package init?(key: Data) {
        guard key.count == 32, (try? Curve25519.Signing.PublicKey(rawRepresentation: key)) != nil else { return nil }
        publicKey = PublicKey(key: key)
    }
}

extension NoticeKey: Codable {
    /// On the wire it is the key's bytes alone: the id follows from them.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = NoticeKey(key: try container.decode(Data.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no Ed25519 public key of 32 bytes")
        }
        self = key
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(publicKey.key)
    }
}

/// The secret half of a notice key: the collector's, which signs notices when people publish them.
package struct NoticeSigner: Sendable {
    private let privateKey: Data
    package let key: NoticeKey

    /// A new pair.
    package init() {
        let pair = Curve25519.Signing.PrivateKey()
        privateKey = pair.rawRepresentation
        key = NoticeKey(pair.publicKey)
    }

    /// Nil unless `text` is what `text` of another one gave.
    package init?(text: String) {
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let pair = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        privateKey = bytes
        key = NoticeKey(pair.publicKey)
    }

    /// The secret in base64, as it is kept in a file.
    package var text: String { privateKey.base64EncodedString() }

    /// A notice as it travels.
    ///
    /// - Throws: An `EncodingError` or the signature's error; no notice can cause one.
    package func sign(_ notice: Notice) throws -> Envelope {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try Envelope(signing: try encoder.encode(notice), type: Notice.type, privateKey: privateKey)
    }
}

extension NoticeKey {
    fileprivate init(_ key: Curve25519.Signing.PublicKey) { publicKey = PublicKey(key: key.rawRepresentation) }
}

extension NoticeSigner: CustomStringConvertible, CustomDebugStringConvertible {
    /// Never the secret, whatever log it gets into.
    package var description: String { "notice key \(key.id)" }
    package var debugDescription: String { description }
}
