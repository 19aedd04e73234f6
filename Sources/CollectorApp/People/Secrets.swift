import Crypto
import Foundation

/// Secrets that are drawn once, told once and kept as a hash.
enum Secrets {
    /// 256 random bits in 43 letters that need no escape in a URL, a cookie or a shell.
    static func token() -> String {
        randomBytes(32).unpaddedBase64.replacing("+", with: "-").replacing("/", with: "_")
    }

    /// SHA-256 of a token: enough for 256 random bits, where a password needs scrypt.
    static func hash(_ token: String) -> Data { Data(SHA256.hash(data: Data(token.utf8))) }

    static func salt() -> Data { randomBytes(16) }

    /// A password that can be read out and typed, such as `kolu-ridu-beni-tafo-soma`: ten syllables of 80, 63 bits.
    static func readablePassword() -> String {
        let words = (0..<5).map { _ in syllable() + syllable() }
        return words.joined(separator: "-")
    }

    private static func syllable() -> String {
        let consonants = Array("bdfghklmnprstvwz")
        let vowels = Array("aeiou")
        return String([
            consonants[Int.random(in: 0..<consonants.count)], vowels[Int.random(in: 0..<vowels.count)],
        ])
    }

    private static func randomBytes(_ count: Int) -> Data {
        // SystemRandomNumberGenerator reads getrandom(2) on Linux.
        Data((0..<count).map { _ in UInt8.random(in: .min ... .max) })
    }
}
