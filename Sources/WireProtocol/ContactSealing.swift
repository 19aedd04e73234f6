package import Crypto
package import Foundation
package import SurveyKit

/// Why contact details could not be sealed or opened; no text of it holds any of them.
package enum ContactSealingError: Error, Equatable, CustomStringConvertible {
    /// The key to seal to or to open with is no X25519 key.
    case badKey
    /// Longer than any address or number: the envelope would not be taken.
    case tooLong
    /// An envelope of a newer Smilepost.
    case unknownVersion(Int)
    /// It has not the shape of an envelope.
    case malformed
    /// It was sealed to another key than the one given; both by id.
    case otherKey(sealedTo: String, given: String)
    /// It was altered, or belongs to another response.
    case doesNotOpen
    /// It opened, and what was in it is no contact.
    case notAContact

    package var description: String {
        switch self {
        case .badKey: "the contact key is no X25519 key"
        case .tooLong: "the contact details are longer than any address or number"
        case .unknownVersion(let version): "the envelope is of version \(version), and only version 1 is known here"
        case .malformed: "the envelope has not the shape of one"
        case .otherKey(let sealedTo, let given): "the envelope is sealed to contact key \(sealedTo), not to \(given)"
        case .doesNotOpen: "the envelope does not open: it was altered, or belongs to another response"
        case .notAContact: "the envelope opens, but holds no contact details"
        }
    }
}

extension ContactEnvelope {
    /// RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
    package static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    private static let info = Data("smilepost/contact;v=1".utf8)
    /// The plaintext's length is a multiple of this, so that an envelope's size tells little of what is in it.
    private static let blockBytes = 64

    /// Seals contact details so that only the private half of `key` opens them, and only as part of this response.
    ///
    /// - Throws: `ContactSealingError` `badKey`, `tooLong`.
    package static func sealing(
        _ contact: Contact, to key: ContactKey, response: ResponseID
    ) throws(ContactSealingError) -> ContactEnvelope {
        let envelope: ContactEnvelope
        do {
            let recipient = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: key.key)
            var sender = try HPKE.Sender(recipientKey: recipient, ciphersuite: suite, info: info)
            let box = try sender.seal(try padded(contact), authenticating: authenticated(response))
            envelope = ContactEnvelope(key: key.id, enc: sender.encapsulatedKey, box: box)
        } catch {
            throw .badKey
        }
        guard envelope.isWellFormed else { throw .tooLong }
        return envelope
    }

    /// Opens an envelope with the organisation's raw X25519 private key (32 bytes).
    ///
    /// - Throws: `ContactSealingError`.
    package func opened(with privateKey: Data, response: ResponseID) throws(ContactSealingError) -> Contact {
        guard v == 1 else { throw .unknownVersion(v) }
        guard isWellFormed else { throw .malformed }
        guard let pair = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey),
            let own = ContactKey(key: pair.publicKey.rawRepresentation)
        else { throw .badKey }
        guard own.id == key else { throw .otherKey(sealedTo: key, given: own.id) }
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: pair, ciphersuite: Self.suite, info: Self.info, encapsulatedKey: enc),
            let plain = try? recipient.open(box, authenticating: Self.authenticated(response))
        else { throw .doesNotOpen }
        guard let contact = try? JSONDecoder().decode(Contact.self, from: plain) else { throw .notAContact }
        return contact
    }

    /// JSON, and spaces up to the next whole block: JSON allows them after a value.
    private static func padded(_ contact: Contact) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(contact)
        let rest = json.count % blockBytes
        return rest == 0 ? json : json + Data(repeating: 0x20, count: blockBytes - rest)
    }

    private static func authenticated(_ response: ResponseID) -> Data { Data(response.hex.utf8) }
}
