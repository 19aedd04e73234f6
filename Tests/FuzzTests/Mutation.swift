import Foundation

/// Changes bytes as damage and malice would, the same for the same generator.
enum Mutation {
    /// What breaks parsers: ends of ranges, deep nesting, other encodings, what looks like an end.
    private static let dictionary: [[UInt8]] =
        [
            "-1", "0", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999", "-0", "1.5",
            "NaN",
            "null", "true", "{}", "[]", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\n", "\r\n", "\\", "\"", ",", ":", ";",
            "=",
            "\u{FEFF}", "\u{2028}", "e\u{301}", "&a", "*a", "<<: *a", "? ", "!!binary x", "---", "%YAML 9.9", "../",
            "seq", "id",
            "sha256", "status", "accepted", "duplicate", "results", "heard",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00], Array(repeating: 0x5B, count: 600),
        ]

    /// One to six changes of `bytes`, some of them pieces of `others`.
    static func changed(
        _ bytes: Data, with others: [Data], _ generator: inout some RandomNumberGenerator
    ) -> Data {
        var result = [UInt8](bytes)
        for _ in 0..<Int.random(in: 1...6, using: &generator) { change(&result, others, &generator) }
        return Data(result.prefix(100_000))
    }

    private static func change(
        _ bytes: inout [UInt8], _ others: [Data], _ generator: inout some RandomNumberGenerator
    ) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
        switch Int.random(in: 0..<9, using: &generator) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < bytes.count: bytes[place] = .random(in: .min ... .max, using: &generator)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.removeSubrange(place...)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: replaceNumber(&bytes, from: place, &generator)
        case 6:
            guard let other = others.randomElement(using: &generator), !other.isEmpty else { return }
            let from = Int.random(in: 0..<other.count, using: &generator)
            bytes.insert(contentsOf: other.dropFirst(from).prefix(Int.random(in: 1...80, using: &generator)), at: place)
        default:
            if let word = dictionary.randomElement(using: &generator) {
                bytes.replaceSubrange(place..<(Bool.random(using: &generator) ? place : end), with: word)
            }
        }
    }

    /// The next number becomes another one.
    private static func replaceNumber(
        _ bytes: inout [UInt8], from place: Int, _ generator: inout some RandomNumberGenerator
    ) {
        guard let start = bytes[place...].firstIndex(where: { (48...57).contains($0) }) else { return }
        let end = bytes[start...].firstIndex { !(48...57).contains($0) } ?? bytes.count
        guard let word = dictionary.prefix(9).randomElement(using: &generator) else { return }
        bytes.replaceSubrange(start..<end, with: word)
    }
}
