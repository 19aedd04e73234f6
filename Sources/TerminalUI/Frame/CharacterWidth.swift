extension Character {
    /// Cells this character takes in a terminal: 0, 1 or 2.
    ///
    /// Terminals add up the widths of a cluster's scalars (`wcwidth`); we cap the sum at 2. Control characters count 0
    /// and are never drawn: a survey text must not be able to send an escape sequence.
    package var cellWidth: Int {
        var sum = 0
        for scalar in unicodeScalars { sum += scalar.cellWidth }
        return min(2, sum)
    }

    /// Without anything that moves a cursor or reorders text on its own.
    var isDrawable: Bool {
        unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension StringProtocol {
    /// Cells this text takes on one line.
    package var cellWidth: Int { reduce(0) { $0 + $1.cellWidth } }
}

extension Unicode.Scalar {
    fileprivate var cellWidth: Int {
        if value < 0x300 { return (0x20..<0x7F).contains(value) || value >= 0xA0 ? 1 : 0 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format: return 0
        default: break
        }
        // Vowels and finals of Hangul syllables join the consonant before them.
        if (0x1160...0x11FF).contains(value) { return 0 }
        return isWide ? 2 : 1
    }

    /// East Asian Width W or F (UAX #11), as blocks: unassigned places inside them count as wide there too.
    private var isWide: Bool {
        if properties.isEmojiPresentation { return !(0x1F1E6...0x1F1FF).contains(value) }
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F202, 0x1F210...0x1F23B,
            0x1F240...0x1F248, 0x1F250...0x1F251, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
            return true
        default: return false
        }
    }
}
