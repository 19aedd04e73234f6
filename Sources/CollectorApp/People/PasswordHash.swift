import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, both in base64 without padding.
struct PasswordHash: Equatable, Sendable, CustomStringConvertible {
    private let costExponent: Int
    private let blockSize: Int
    private let parallelism: Int
    private let salt: Data
    private let hash: Data

    /// Hashes a password with N = 2^15, r = 8, p = 1: about 0.1 s and 32 MB.
    init(password: String, salt: Data) throws {
        costExponent = 15
        blockSize = 8
        parallelism = 1
        self.salt = salt
        hash = try Self.derive(password, salt: salt, cost: 15, blockSize: 8, parallelism: 1, bytes: 32)
    }

    /// Reads a stored hash; nil where it is none, or asks for more work than is ever stored.
    ///
    /// swift-crypto does not pass on its memory limit, so a forged row could otherwise take all memory.
    init?(stored: String) {
        let fields = stored.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 5, fields[0].isEmpty, fields[1] == "scrypt",
            let cost = Self.parameters(fields[2]), let salt = Data(unpaddedBase64: fields[3]),
            let hash = Data(unpaddedBase64: fields[4]),
            (14...17).contains(cost.n), (1...8).contains(cost.r), (1...4).contains(cost.p),
            (16...64).contains(salt.count), (32...64).contains(hash.count)
        else { return nil }
        costExponent = cost.n
        blockSize = cost.r
        parallelism = cost.p
        self.salt = salt
        self.hash = hash
    }

    func matches(_ password: String) -> Bool {
        guard
            let other = try? Self.derive(
                password, salt: salt, cost: costExponent, blockSize: blockSize, parallelism: parallelism,
                bytes: hash.count)
        else { return false }
        return zip(hash, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    var description: String {
        "$scrypt$ln=\(costExponent),r=\(blockSize),p=\(parallelism)$\(salt.unpaddedBase64)$\(hash.unpaddedBase64)"
    }

    private static func derive(
        _ password: String, salt: Data, cost: Int, blockSize: Int, parallelism: Int, bytes: Int
    ) throws -> Data {
        // The same letters typed on another keyboard may be composed otherwise.
        let text = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: text, salt: salt, outputByteCount: bytes, rounds: 1 << cost, blockSize: blockSize,
            parallelism: parallelism)
        return key.withUnsafeBytes { Data($0) }
    }

    private static func parameters(_ text: String) -> (n: Int, r: Int, p: Int)? {
        let parts = text.split(separator: ",").map { $0.split(separator: "=") }
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), parts.map(\.[0]) == ["ln", "r", "p"],
            let n = Int(parts[0][1]), let r = Int(parts[1][1]), let p = Int(parts[2][1])
        else { return nil }
        return (n, r, p)
    }
}

extension Data {
    /// Standard base64 without `=`, as in PHC strings.
    var unpaddedBase64: String { base64EncodedString().filter { $0 != "=" } }

    init?(unpaddedBase64 text: String) {
        guard !text.contains("=") else { return nil }
        self.init(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }
}
