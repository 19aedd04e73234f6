/// Reads the sequence at the start of some bytes.
enum SequenceParser {
    enum Result: Equatable {
        case unfinished
        /// A whole sequence of this many bytes; without an event it is understood and of no interest.
        case event(InputEvent?, Int)
        /// This many bytes mean nothing.
        case nothing(Int)
        /// This many bytes begin what is passed over to its end.
        case opening(PassingOver, Int)
    }

    /// `bytes` is not empty.
    static func parse(_ bytes: [UInt8]) -> Result {
        let first = bytes[0]
        if first >= 0x80 { return scalar(bytes) }
        guard first == Byte.escape else { return plain(first) }
        guard bytes.count > 1 else { return .unfinished }
        switch bytes[1] {
        case UInt8(ascii: "["): return controlSequence(bytes)
        case UInt8(ascii: "O"): return singleShift(bytes)
        // OSC, DCS, APC, PM, SOS (ECMA-48 5.6): a terminal's answers to what we never ask, full of digits.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            return .opening(.string(left: PassingOver.mostBytes), 2)
        case Byte.escape: return .event(.key(.escape), 1)
        // A key with Alt. Dropped with its letter: on a kiosk it is noise, and noise must not become an answer.
        default: return .nothing(2)
        }
    }

    private static func plain(_ byte: UInt8) -> Result {
        switch byte {
        case 0x0A, 0x0D: .event(.key(.enter), 1)
        case 0x08, 0x7F: .event(.key(.backspace), 1)
        case 0x09: .event(.key(.tab), 1)
        case 0x20...0x7E: .event(.key(.character(Character(Unicode.Scalar(byte)))), 1)
        default: .nothing(1)
        }
    }

    /// One scalar of UTF-8; the controls U+0080 to U+009F are none of ours, but CSI has digits in its train.
    private static func scalar(_ bytes: [UInt8]) -> Result {
        if bytes[0] == Byte.controlSequence { return .opening(.sequence, 1) }
        let length =
            switch bytes[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 0 else { return .nothing(1) }
        let tail = bytes.dropFirst().prefix(length - 1)
        guard tail.allSatisfy({ (0x80...0xBF).contains($0) }) else { return .nothing(1) }
        guard bytes.count >= length else { return .unfinished }
        if length == 2, bytes[0] == 0xC2, bytes[1] == Byte.controlSequence { return .opening(.sequence, 2) }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
            let scalar = text.unicodeScalars.first,
            scalar.value >= 0xA0
        else { return .nothing(1) }
        return .event(.key(.character(Character(scalar))), length)
    }

    /// ESC O and one byte: keys of a keypad in application mode.
    private static func singleShift(_ bytes: [UInt8]) -> Result {
        guard bytes.count > 2 else { return .unfinished }
        let final = bytes[2]
        guard final >= 0x20, final < 0x7F else { return .nothing(2) }
        guard let key = KeyCodes.singleShift(final) else { return .nothing(3) }
        return .event(.key(key), 3)
    }

    /// ESC [ parameters, intermediates and a final byte (ECMA-48 5.4), or one of the two exceptions to it.
    private static func controlSequence(_ bytes: [UInt8]) -> Result {
        guard bytes.count > 2 else { return .unfinished }
        switch bytes[2] {
        case UInt8(ascii: "M"): return MouseReport.x10(bytes)
        // Function keys of the Linux console: ESC [ [ and a letter.
        case UInt8(ascii: "["):
            guard bytes.count > 3 else { return .unfinished }
            return .nothing((0x20..<0x7F).contains(bytes[3]) ? 4 : 3)
        default: break
        }
        guard let end = bytes.dropFirst(2).firstIndex(where: { !Byte.continuesSequence($0) }) else {
            return .unfinished
        }
        // A byte that can't stand here begins something new; only what came before it is lost.
        guard Byte.endsSequence(bytes[end]) else { return .nothing(end) }
        let parameters = bytes[2..<end]
        if parameters.first == UInt8(ascii: "<") {
            return MouseReport.sgr(parameters.dropFirst(), final: bytes[end], length: end + 1)
        }
        if bytes[end] == UInt8(ascii: "~"), parameters.elementsEqual("200".utf8) {
            return .opening(.paste(left: PassingOver.mostBytes), end + 1)
        }
        guard let key = KeyCodes.controlSequence(parameters, final: bytes[end]) else { return .nothing(end + 1) }
        return .event(.key(key), end + 1)
    }
}

/// Numbers between semicolons.
enum Parameters {
    /// nil where something else than digits stands, or a number is beyond any screen.
    static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
        var numbers: [Int] = []
        for part in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            guard part.count <= 5, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return numbers
    }
}
