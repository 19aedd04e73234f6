import Crypto
import CryptoExtras
import Foundation
import KioskUI

/// A PIN as it is kept in the state folder: salted and hashed with scrypt, never the digits.
struct PINFile {
    /// scrypt cost: 16 MB and some 50 ms a try on a kiosk's processor.
    private static let rounds = 1 << 14

    let path: String

    init(stateFolder: String, role: StaffRole) { path = "\(stateFolder)/pin-\(role.rawValue)" }

    /// What is wrong with a PIN, or nil.
    static func fault(in pin: String) -> String? {
        guard pin.utf8.allSatisfy({ (48...57).contains($0) }), (4...12).contains(pin.count) else {
            return "A PIN has 4 to 12 digits."
        }
        guard Set(pin).count > 1 else { return "All digits are the same: choose a PIN that is harder to guess." }
        return nil
    }

    func set(_ pin: String) throws {
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let text = "scrypt \(Data(salt).base64EncodedString()) \(try Self.derive(pin, salt).base64EncodedString())\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// Whether this is the PIN; false also where none was ever set.
    func verify(_ pin: String) -> Bool {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 3, parts[0] == "scrypt", let salt = Data(base64Encoded: String(parts[1])),
            let stored = Data(base64Encoded: String(parts[2])), let derived = try? Self.derive(pin, Array(salt))
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            Data(HMAC<SHA256>.authenticationCode(for: derived, using: Self.comparison)),
            authenticating: stored, using: Self.comparison)
    }

    /// A key of this process: comparing two codes under it takes the same time wherever they differ.
    private static let comparison = SymmetricKey(size: .bits256)

    private static func derive(_ pin: String, _ salt: [UInt8]) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(pin.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8, parallelism: 1)
        return key.withUnsafeBytes { Data($0) }
    }
}
