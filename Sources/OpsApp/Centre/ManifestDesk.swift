import Foundation
import SurveyKit
import WireProtocol

/// The signed manifest of a collector: read and proved by the release key, and followed by the next one.
struct ManifestDesk {
    let client: CollectorClient
    /// The release key's.
    let publicKey: PublicKey

    /// Nil where nothing was ever published.
    ///
    /// - Throws: `OpsFailure` where it is another key's, or not understood; `CollectorRefusal`.
    func current() throws -> Manifest? {
        let envelope: Envelope
        do {
            envelope = try client.get(Api.Path.manifest, as: Envelope.self)
        } catch let refusal as CollectorRefusal where refusal.problem?.code == .notFound {
            return nil
        }
        guard envelope.isSigned(by: publicKey, as: Envelope.manifestType) else {
            throw OpsFailure(
                .badData,
                "what \(client.base) has published is not signed by your release key \(publicKey.id): "
                    + "use the key file it was first published with (--key-file)")
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: envelope.payload) else {
            throw OpsFailure(
                .unavailable,
                "the manifest of \(client.base) is not understood: "
                    + "use the smilepost-ops that published last, or a newer one")
        }
        return manifest
    }

    /// The bytes of a published version, proved by the manifest that names it.
    ///
    /// - Throws: `OpsFailure` where they are others than were signed; `CollectorRefusal`.
    func blob(of entry: Manifest.Entry) throws -> Data {
        let blob = try client.send(.get, Wire.Path.blob(sha256: entry.sha256)).body
        guard SealedLine.hash(of: blob).hex == entry.sha256 else {
            throw OpsFailure(
                .badData,
                "\(client.base) gives another content for \(entry.survey) version \(entry.version) than "
                    + "was signed: have the collector's data checked before publishing")
        }
        return blob
    }

    /// Signs a manifest and uploads it with one of the surveys it names.
    ///
    /// - Throws: `CollectorRefusal`, with status 409 where somebody else has published in between; `OpsFailure`.
    func publish(
        _ manifest: Manifest, blob: Data, privateKey: Data, assign: ApiAssignment? = nil
    ) throws -> ApiPublished {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let envelope = try Envelope(
            signing: try encoder.encode(manifest), type: Envelope.manifestType, privateKey: privateKey)
        let publication = ApiPublication(manifest: envelope, blob: blob, releaseKey: publicKey, assign: assign)
        return try client.send(.post, Api.Path.surveys, publication, as: ApiPublished.self)
    }
}
