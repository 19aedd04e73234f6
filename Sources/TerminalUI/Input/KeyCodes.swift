/// What keys send, in every mode of the terminals Smilepost meets (xterm, foot, tmux, the Linux console).
enum KeyCodes {
    /// ESC O: arrows in application mode, and the keypad (NumLock off or application mode).
    static func singleShift(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "p")...UInt8(ascii: "y"):
            .character(Character(Unicode.Scalar(final - UInt8(ascii: "p") + UInt8(ascii: "0"))))
        case UInt8(ascii: "j"): .character("*")
        case UInt8(ascii: "k"): .character("+")
        case UInt8(ascii: "l"): .character(",")
        case UInt8(ascii: "m"): .character("-")
        case UInt8(ascii: "n"): .character(".")
        case UInt8(ascii: "o"): .character("/")
        case UInt8(ascii: "M"): .enter
        default: arrow(final)
        }
    }

    /// ESC [: arrows by letter, the others by number; modifiers (`1;5A`) change nothing.
    static func controlSequence(_ parameters: ArraySlice<UInt8>, final: UInt8) -> Key? {
        guard let numbers = Parameters.numbers(parameters) else { return nil }
        if final == UInt8(ascii: "u") { return unicode(numbers) }
        guard final == UInt8(ascii: "~") else { return arrow(final) }
        switch numbers.first {
        case 1, 7: return .home
        case 2: return .insert
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        default: return nil
        }
    }

    /// ESC [ code ; modifiers u: the keyboard protocol of kitty, plain keys of it.
    ///
    /// With Shift the code is still that of the bare key: a shifted 1 is no 1. Caps Lock and Num Lock change nothing.
    private static func unicode(_ numbers: [Int]) -> Key? {
        let locks = 64 | 128
        let modifiers = numbers.count > 1 ? max(numbers[1], 1) - 1 : 0
        guard numbers.count <= 2, modifiers & ~locks == 0 else { return nil }
        switch numbers[0] {
        case 9: return .tab
        case 13, 57_414: return .enter
        case 27: return .escape
        case 127: return .backspace
        case 57_399...57_408: return .character(Character(Unicode.Scalar(UInt8(0x30 + numbers[0] - 57_399))))
        case 0x20...0x7E, 0xA0...0xD7FF:
            return Unicode.Scalar(UInt32(numbers[0])).map { .character(Character($0)) }
        default: return nil
        }
    }

    private static func arrow(_ final: UInt8) -> Key? {
        switch final {
        // The 5 of a keypad without NumLock: xterm and the Linux console. It is no arrow, so it is a digit here.
        case UInt8(ascii: "E"), UInt8(ascii: "G"): .character("5")
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        default: nil
        }
    }
}
