package import Foundation

/// 16 random bytes as 32 lower-case hex digits: unique without asking anybody.
package protocol RandomIdentifier: Hashable, Sendable, Codable, CustomStringConvertible {
    var hex: String { get }
    /// Takes the digits as they are; `init?(hex:)` checks them.
    init(uncheckedHex: String)
}

extension RandomIdentifier {
    /// Nil unless `hex` is 32 lower-case hex digits.
    package init?(hex: String) {
        guard hex.utf8.count == 32, hex.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        self.init(uncheckedHex: hex)
    }

    /// Draws an identifier: randomness is the caller's, so that a test can hold it still.
    package init(drawnFrom generator: inout some RandomNumberGenerator) {
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(uncheckedHex: bytes.hex)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Self(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 32 lower-case hex digits")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }

    package var description: String { hex }
}

/// Names one response for ever: drawn at the first tap, kept by the collector as its key.
package struct ResponseID: RandomIdentifier {
    package let hex: String
    package init(uncheckedHex: String) { hex = uncheckedHex }
}

/// Names one kiosk database: born with it, and not with the credential (sync.md, decision 2).
package struct QueueID: RandomIdentifier {
    package let hex: String
    package init(uncheckedHex: String) { hex = uncheckedHex }
}

extension Sequence where Element == UInt8 {
    /// The bytes as lower-case hex digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Data {
    /// Nil unless `hex` is an even number of hex digits.
    package init?(hex: String) {
        let digits = hex.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes = Data(capacity: digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self = bytes
    }
}
