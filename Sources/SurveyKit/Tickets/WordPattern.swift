import Foundation

/// A word or a few that are looked for in comments, whatever their case and accents.
///
/// Whole words only: what stands before and after may not be a letter, a mark or a digit. Scripts that write no spaces
/// between words (Han, kana, Thai, Lao, Khmer, Burmese) have no such border, so there any place counts.
package struct WordPattern: Equatable, Sendable {
    private let scalars: [Unicode.Scalar]

    /// Nil for a text without letters and digits.
    package init?(_ word: String) {
        scalars = FoldedText(word).scalars
        guard scalars.contains(where: Self.isPartOfWord) else { return nil }
    }

    package func isIn(_ text: FoldedText) -> Bool {
        let text = text.scalars
        guard text.count >= scalars.count else { return false }
        return (0...(text.count - scalars.count)).contains { start in
            let end = start + scalars.count
            return text[start..<end].elementsEqual(scalars)
                && isBorder(start > 0 ? text[start - 1] : nil, scalars[0])
                && isBorder(end < text.count ? text[end] : nil, scalars[scalars.count - 1])
        }
    }

    private func isBorder(_ outside: Unicode.Scalar?, _ inside: Unicode.Scalar) -> Bool {
        guard let outside, Self.isPartOfWord(outside), Self.isPartOfWord(inside) else { return true }
        return Self.isUnspaced(outside) || Self.isUnspaced(inside)
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Thai, Lao, Burmese, Khmer, kana, Han with its extensions.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

/// A text as it is compared: one case, no accents and points, compatible forms as one, a single space for any run of them.
package struct FoldedText: Equatable, Sendable {
    let scalars: [Unicode.Scalar]

    package init(_ text: String) {
        // Up and down: ß is ss then, and the Turkish ı an i like İ.
        let upper = text.decomposedStringWithCompatibilityMapping.uppercased().decomposedStringWithCompatibilityMapping
        var folded: [Unicode.Scalar] = []
        for scalar in upper.unicodeScalars {
            let properties = scalar.properties
            if properties.isDiacritic, properties.generalCategory == .nonspacingMark { continue }
            if properties.isDefaultIgnorableCodePoint { continue }
            if properties.isWhitespace {
                if folded.last != " ", !folded.isEmpty { folded.append(" ") }
            } else {
                folded += properties.lowercaseMapping.unicodeScalars
            }
        }
        if folded.last == " " { folded.removeLast() }
        scalars = folded
    }
}
