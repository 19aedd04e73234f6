package import Crypto
import Foundation
package import SurveyKit
package import WireProtocol

/// A release key, and what is signed with it.
package struct ReleaseKey: Sendable {
    package let key = Curve25519.Signing.PrivateKey()

    package init() {}

    package var publicKey: PublicKey { PublicKey(key: key.publicKey.rawRepresentation) }

    package func sign(_ manifest: Manifest) throws -> Envelope {
        try Envelope(
            signing: try JSONEncoder().encode(manifest), type: Envelope.manifestType, privateKey: key.rawRepresentation)
    }

    package static func entry(_ survey: Survey) throws -> Manifest.Entry {
        let blob = try survey.encoded()
        return Manifest.Entry(
            survey: survey.id, version: survey.version, sha256: SealedLine.hash(of: blob).hex, size: blob.count)
    }

    /// The publications that bring these surveys to an empty collector one after the other, for every branch.
    package func publications(of surveys: [Survey]) throws -> [ApiPublication] {
        let entries = try surveys.map(Self.entry)
        return try surveys.enumerated().map { index, survey in
            ApiPublication(
                manifest: try sign(Manifest(manifest: index + 1, surveys: Array(entries[...index]))),
                blob: try survey.encoded(), releaseKey: publicKey, assign: ApiAssignment(all: true, branches: []))
        }
    }
}
