import Crypto
import CryptoExtras
import Foundation
import Glibc
import WireProtocol

/// One of the organisation's keys as it lies on disk: the public part readable, the private part sealed with a passphrase.
struct KeyFile: Equatable, Codable {
    let format: KeyKind
    let publicKey: PublicKey
    let cost: Cost
    let salt: Data
    /// ChaCha20-Poly1305: nonce, ciphertext, tag; the public key is authenticated with it.
    let sealed: Data

    private enum CodingKeys: String, CodingKey {
        case format
        case publicKey = "public_key"
        case cost = "scrypt"
        case salt, sealed
    }

    /// What scrypt costs (RFC 7914): 2^15, 8, 1 take about 0.1 s and 32 MB.
    struct Cost: Equatable, Codable {
        let n: Int
        let r: Int
        let p: Int

        static let ours = Cost(n: 32_768, r: 8, p: 1)

        /// swift-crypto 4.5 does not pass on its memory limit, so that a forged file could take all memory.
        var isBearable: Bool {
            (2...131_072).contains(n) && n & (n - 1) == 0 && (1...16).contains(r) && (1...4).contains(p)
        }
    }

    /// Draws a new pair and seals it.
    init(_ kind: KeyKind = .release, newWithPassphrase passphrase: String, cost: Cost = .ours) throws {
        let pair = kind.newPair()
        format = kind
        publicKey = PublicKey(key: pair.publicKey)
        self.cost = cost
        salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let wrapping = try Self.wrappingKey(passphrase, salt: salt, cost: cost)
        sealed = try ChaChaPoly.seal(
            pair.privateKey, using: wrapping, authenticating: Self.authenticated(publicKey, kind)
        ).combined
    }

    /// The private key, 32 bytes.
    ///
    /// - Throws: `OpsFailure` for a wrong passphrase.
    func privateKey(passphrase: String) throws -> Data {
        let wrapping = try Self.wrappingKey(passphrase, salt: salt, cost: cost)
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let raw = try? ChaChaPoly.open(box, using: wrapping, authenticating: Self.authenticated(publicKey, format)),
            format.publicKey(of: raw) == publicKey.key
        else {
            throw OpsFailure(
                .badSettings,
                "the passphrase does not open \(format.name) \(publicKey.id): "
                    + "try again, or restore the key file from its backup")
        }
        return raw
    }

    private static func wrappingKey(_ passphrase: String, salt: Data, cost: Cost) throws -> SymmetricKey {
        // The same passphrase typed on another keyboard may come as other code points.
        let text = Data(passphrase.precomposedStringWithCanonicalMapping.utf8)
        return try KDF.Scrypt.deriveKey(
            from: text, salt: salt, outputByteCount: 32, rounds: cost.n, blockSize: cost.r, parallelism: cost.p)
    }

    private static func authenticated(_ key: PublicKey, _ kind: KeyKind) -> Data {
        Data((kind.rawValue + "\n").utf8) + key.key
    }
}

extension KeyFile {
    /// Reads a key file.
    ///
    /// - Parameter option: What names another file on the command line; nil for the kind's own.
    /// - Throws: `OpsFailure` `badSettings` where there is none, or it is none of this kind.
    init(path: String, as kind: KeyKind = .release, option: String? = nil) throws(OpsFailure) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OpsFailure(
                .badSettings,
                "cannot read the \(kind.name) \(path): make one with \(kind.maker), "
                    + "or name it with \(option ?? kind.option)")
        }
        guard let file = try? JSONDecoder().decode(KeyFile.self, from: data), file.format == kind,
            file.cost.isBearable, file.publicKey == PublicKey(key: file.publicKey.key)
        else {
            throw OpsFailure(.badSettings, "\(path) is not a Smilepost \(kind.name): restore it from its backup")
        }
        self = file
    }

    /// Writes a new key file, for its owner's eyes only.
    ///
    /// - Throws: `OpsFailure` where it exists already: a lost key can't be made again.
    func create(at path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(self) + Data("\n".utf8)
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = String(cString: strerror(errno))
            throw OpsFailure(
                .failed,
                errno == EEXIST
                    ? "\(path) exists already and is left as it is: give another \(format.option)"
                    : "cannot create \(path) (\(reason)): give another \(format.option)")
        }
        defer { close(file) }
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count, fsync(file) == 0 else {
            unlink(path)
            throw OpsFailure(.failed, "cannot write \(path): is the disk full?")
        }
    }
}
