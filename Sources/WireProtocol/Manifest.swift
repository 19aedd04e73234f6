import Crypto
package import Foundation
import SurveyKit

/// Everything the centre has published, signed by the release key.
package struct Manifest: Equatable, Sendable, Codable {
    /// Rises by one with every publication; a kiosk never goes back.
    package let manifest: Int
    package let surveys: [Entry]
    /// What contact details are sealed to; nil where the organisation takes none, and kiosks then don't ask for them.
    package let contactKey: ContactKey?
    /// What signs notices for thank-you screens; nil where the collector may issue none.
    package let noticeKey: NoticeKey?
    /// What no kiosk may show any more, whoever assigns it; nil for none.
    package let revoked: [SurveyName]?
    /// After this moment a kiosk that knows the time puts nothing new on its screen, ms since 1970; nil for never.
    package let expiresMS: Int64?

    package init(
        manifest: Int, surveys: [Entry], contactKey: ContactKey? = nil, revoked: [SurveyName]? = nil,
        expiresMS: Int64? = nil, noticeKey: NoticeKey? = nil
    ) {
        self.manifest = manifest
        self.surveys = surveys
        self.contactKey = contactKey
        self.noticeKey = noticeKey
        self.revoked = revoked
        self.expiresMS = expiresMS
    }

    private enum CodingKeys: String, CodingKey {
        case manifest, surveys
        case contactKey = "contact_key"
        case noticeKey = "notice_key"
        case revoked
        case expiresMS = "expires_ms"
    }

    /// The entry of one version of a survey.
    package func entry(survey: String, version: Int) -> Entry? {
        surveys.first { $0.survey == survey && $0.version == version }
    }

    /// Whether this version was taken back for good.
    package func isRevoked(survey: String, version: Int) -> Bool {
        revoked?.contains(SurveyName(survey: survey, version: version)) ?? false
    }

    /// Whether it is past its time at this moment, ms since 1970.
    package func isStale(atMS now: Int64) -> Bool { expiresMS.map { $0 < now } ?? false }

    /// Ids, hashes and sizes are what they must be: they go into addresses and messages.
    package var isWellFormed: Bool {
        surveys.allSatisfy { entry in
            entry.survey.isSlug && entry.version > 0 && entry.size >= 0 && entry.sha256.utf8.count == 64
                && Data(hex: entry.sha256) != nil
        }
    }

    /// The next manifest after this one, with everything in it but what is given.
    package func next(surveys: [Entry]? = nil, contactKey: ContactKey?, revoked: [SurveyName]? = nil) -> Manifest {
        Manifest(
            manifest: manifest + 1, surveys: surveys ?? self.surveys, contactKey: contactKey,
            revoked: revoked ?? self.revoked, expiresMS: expiresMS, noticeKey: noticeKey)
    }

    /// The next manifest after this one, which lets this key sign notices, or none for nil.
    package func next(noticeKey: NoticeKey?) -> Manifest {
        Manifest(
            manifest: manifest + 1, surveys: surveys, contactKey: contactKey, revoked: revoked, expiresMS: expiresMS,
            noticeKey: noticeKey)
    }

    /// One published version: its bytes are named by their hash.
    package struct Entry: Equatable, Sendable, Codable {
        package let survey: String
        package let version: Int
        /// SHA-256 in hex.
        package let sha256: String
        package let size: Int

        package init(survey: String, version: Int, sha256: String, size: Int) {
            self.survey = survey
            self.version = version
            self.sha256 = sha256
            self.size = size
        }
    }
}

/// A raw Ed25519 public key with the name its signatures carry.
package struct PublicKey: Equatable, Sendable, Codable {
    /// First 16 hex digits of the SHA-256 of the key.
    package let id: String
    /// 32 bytes.
    package let key: Data

    package init(key: Data) {
        self.key = key
        id = String(SHA256.hash(data: key).hex.prefix(16))
    }
}

/// Signed bytes: what is signed is the exact payload with its type, never a re-encoding (sync.md 9).
package struct Envelope: Equatable, Sendable, Codable {
    package static let manifestType = "smilepost/manifest;v=1"

    package let type: String
    package let payload: Data
    package let signatures: [Signature]

    package init(type: String, payload: Data, signatures: [Signature]) {
        self.type = type
        self.payload = payload
        self.signatures = signatures
    }

    package struct Signature: Equatable, Sendable, Codable {
        /// `PublicKey.id` of the signer.
        package let key: String
        package let signature: Data

        package init(key: String, signature: Data) {
            self.key = key
            self.signature = signature
        }
    }

    /// The bytes a signature covers: type, newline, payload.
    package static func signedBytes(type: String, payload: Data) -> Data { Data(type.utf8) + [0x0A] + payload }

    /// Signs a payload with a raw Ed25519 private key (32 bytes).
    ///
    /// - Throws: `CryptoKitError` where `privateKey` is none.
    package init(signing payload: Data, type: String, privateKey: Data) throws {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: privateKey)
        let signature = try key.signature(for: Self.signedBytes(type: type, payload: payload))
        let id = PublicKey(key: key.publicKey.rawRepresentation).id
        self.init(type: type, payload: payload, signatures: [Signature(key: id, signature: signature)])
    }

    /// Whether `key` signed this payload as this type.
    package func isSigned(by key: PublicKey, as type: String) -> Bool {
        guard type == self.type, let signer = try? Curve25519.Signing.PublicKey(rawRepresentation: key.key) else {
            return false
        }
        let bytes = Self.signedBytes(type: type, payload: payload)
        return signatures.contains { $0.key == key.id && signer.isValidSignature($0.signature, for: bytes) }
    }
}
