import Crypto
import Foundation

/// What a key file is for; the raw value stands in the file and is sealed with it.
enum KeyKind: String, Codable {
    /// Ed25519: signs what is published.
    case release = "smilepost-release-key;v=1"
    /// X25519: contact details are sealed to it, and opened with it.
    case contact = "smilepost-contact-key;v=1"

    var name: String {
        switch self {
        case .release: "release key"
        case .contact: "contact key"
        }
    }

    /// The last word of a line of `keys show`.
    var word: String {
        switch self {
        case .release: "release"
        case .contact: "contact"
        }
    }

    /// What names its file on the command line.
    var option: String {
        switch self {
        case .release: "--key-file"
        case .contact: "--contact-key"
        }
    }

    /// The command that makes one.
    var maker: String {
        switch self {
        case .release: "smilepost-ops keys init"
        case .contact: "smilepost-ops keys init --contact"
        }
    }

    private var fileName: String {
        switch self {
        case .release: "release.key"
        case .contact: "contact.key"
        }
    }

    /// The file of this kind in the folder of another key's file.
    func path(beside file: String) -> String {
        let folder = (file as NSString).deletingLastPathComponent
        return folder.isEmpty ? fileName : (folder as NSString).appendingPathComponent(fileName)
    }

    /// A new pair, both halves raw (32 bytes).
    func newPair() -> (privateKey: Data, publicKey: Data) {
        switch self {
        case .release:
            let key = Curve25519.Signing.PrivateKey()
            return (key.rawRepresentation, key.publicKey.rawRepresentation)
        case .contact:
            let key = Curve25519.KeyAgreement.PrivateKey()
            return (key.rawRepresentation, key.publicKey.rawRepresentation)
        }
    }

    /// The public half of a raw private key; nil where it is none.
    func publicKey(of privateKey: Data) -> Data? {
        switch self {
        case .release:
            (try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey))?.publicKey.rawRepresentation
        case .contact:
            (try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey))?.publicKey.rawRepresentation
        }
    }
}
