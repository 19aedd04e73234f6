import Foundation

extension Mail {
    /// Header lines in ASCII, none longer than a mail's line may be, each whole in itself.
    var headerLines: [String] {
        [
            "From: <\(from)>", "To: <\(to)>", "Subject: \(EncodedWords.text(of: subject))", "Date: \(date)",
            "Message-ID: <\(messageID)>",
            // Nobody's holiday notice answers it (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
    }

    /// Without its brackets.
    var messageID: String {
        let safe = id.unicodeScalars.filter {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0))
        }
        return "\(String(String.UnicodeScalarView(safe)))@\(from.host)"
    }

    /// As RFC 5322 has it, in UTC.
    private var date: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: Date(timeIntervalSince1970: Double(atMS) / 1_000))
    }
}

/// Text of any script as the ASCII of a mail's header (RFC 2047); libcurl has no such encoder.
enum EncodedWords {
    /// Bytes of text in one word: 75 characters at most, with its frame and in base64.
    private static let wordBytes = 45
    /// Characters of a subject beyond this are left out.
    private static let longest = 200

    /// Never holds a control character, so it can't begin another header.
    static func text(of source: String) -> String {
        let plain = String(
            String.UnicodeScalarView(source.unicodeScalars.filter { $0.properties.generalCategory != .control })
        ).prefix(longest)
        // "=?" would be read as the start of an encoded word.
        if plain.utf8.allSatisfy({ (32...126).contains($0) }), plain.utf8.count <= 60, !plain.contains("=?") {
            return String(plain)
        }
        return words(plain).joined(separator: "\r\n ")
    }

    /// Cut between scalars: each word is whole UTF-8.
    private static func words(_ text: Substring) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > wordBytes {
                words.append(word(bytes))
                bytes = []
            }
            bytes += next
        }
        return words + [word(bytes)]
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(Data(bytes).base64EncodedString())?=" }
}
