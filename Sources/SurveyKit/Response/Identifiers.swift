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
///
/// A kiosk draws a UUID of version 7 (RFC 9562): the time in front keeps the ids of one queue in order, so that a batch
/// touches neighbouring pages of the collector's index. Nobody reads the time back, and nothing rests on it.
package struct ResponseID: RandomIdentifier {
    package let hex: String
    package init(uncheckedHex: String) { hex = uncheckedHex }

    /// Draws an identifier at a moment.
    ///
    /// - Parameter wallMS: Wall clock, ms since 1970; a wrong one costs the order only, the other 74 bits are random.
    package init(atMS wallMS: Int64, drawnFrom generator: inout some RandomNumberGenerator) {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: wallMS >> (40 - 8 * index)) }
        bytes[6] = 0x70 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        self.init(uncheckedHex: bytes.hex)
    }
}

/// Names one kiosk database: born with it, and not with the credential (sync.md, decision 2).
package struct QueueID: RandomIdentifier {
    package let hex: String
    package init(uncheckedHex: String) { hex = uncheckedHex }
}

extension Sequence where Element == UInt8 {
    /// The bytes as lower-case hex digits.
    package var hex: String {
        let digits = StaticString("0123456789abcdef").utf8Start
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.utf8.count / 2)
        var high: UInt8?
        for character in hex.utf8 {
            guard let digit = character.hexDigit else { return nil }
            if let first = high { bytes.append(first << 4 | digit) }
            high = high == nil ? digit : nil
        }
        guard high == nil else { return nil }
        self.init(bytes)
    }
}

extension UInt8 {
    /// What an ASCII hex digit stands for; nil for any other byte.
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
