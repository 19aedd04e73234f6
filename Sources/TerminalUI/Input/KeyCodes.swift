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

    private static func arrow(_ final: UInt8) -> Key? {
        switch final {
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
