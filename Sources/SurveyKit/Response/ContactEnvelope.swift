package import Foundation

/// Contact details as they are kept and sent: sealed to the organisation's public key, readable with its private key only.
///
/// HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and ChaCha20-Poly1305; WireProtocol seals and opens. This is
/// the only form in which a contact may reach a disk or the wire.
package struct ContactEnvelope: Equatable, Sendable, Codable {
    /// 1; a reader refuses others.
    package let v: Int
    /// Which public key it was sealed to: the first 16 hex digits of the key's SHA-256.
    package let key: String
    /// The encapsulated key, 32 bytes.
    package let enc: Data
    /// The ciphertext with its tag.
    package let box: Data

    package init(key: String, enc: Data, box: Data) {
        v = 1
        self.key = key
        self.enc = enc
        self.box = box
    }

    /// Stands for a sealed contact where screens are shown without anybody's details; nothing opens it.
    package static let placeholder = ContactEnvelope(
        key: String(repeating: "0", count: 16), enc: Data(count: 32), box: Data(count: 17))

    /// Whether it has the shape of an envelope; only the private key can tell whether it opens.
    package var isWellFormed: Bool {
        v == 1 && key.utf8.count == 16 && enc.count == 32 && (17...4_096).contains(box.count)
    }
}
