import TerminalUI

/// What a terminal shows that keeps entries of its palette in its cells, as xterm, foot and VTE do.
///
/// It understands what ncurses writes for xterm-256color, and fails on what it does not know. The sequences are those of
/// xterm's ctlseqs.
struct Emulator {
    struct ShownCell: Equatable {
        var text: Character = " "
        var ink = 7
        var ground = 0
        var isBold = false
    }

    private(set) var size: Size
    private var cells: [ShownCell]
    private(set) var meanings: [Int: Colour] = [:]
    private(set) var unknown: [String] = []
    private var pen = ShownCell()
    private var column = 0
    private var row = 0
    private var last: Character = " "
    private var unread: [UInt8] = []

    init(size: Size) {
        self.size = size
        cells = Array(repeating: ShownCell(), count: size.width * size.height)
    }

    subscript(column: Int, row: Int) -> ShownCell { cells[row * size.width + column] }

    /// The colour of an entry; one that was never defined is a purple that no screen uses.
    func colour(_ entry: Int) -> Colour { meanings[entry] ?? Colour(0xFF00FF) }

    mutating func resize(to size: Size) { self = Emulator(copying: self, size: size) }

    private init(copying other: Emulator, size: Size) {
        self.init(size: size)
        (meanings, pen, unknown) = (other.meanings, other.pen, other.unknown)
    }

    mutating func take(_ bytes: [UInt8]) {
        unread += bytes
        while let used = step() { unread.removeFirst(used) }
    }

    /// Takes one character or sequence; nil where its end has not come yet.
    private mutating func step() -> Int? {
        guard let first = unread.first else { return nil }
        switch first {
        case 0x1B: return escape()
        case 0x0D: column = 0
        case 0x0A: row = min(row + 1, size.height - 1)
        case 0x08: column = max(0, column - 1)
        case 0x09: column = min(size.width - 1, (column / 8 + 1) * 8)
        case ..<0x20: break
        default: return text(first)
        }
        return 1
    }

    private mutating func text(_ first: UInt8) -> Int? {
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard unread.count >= length, let text = String(decoding: unread[..<length], as: UTF8.self).first else {
            return nil
        }
        write(text)
        return length
    }

    private mutating func write(_ text: Character) {
        if column >= size.width { (column, row) = (0, min(row + 1, size.height - 1)) }
        pen.text = text
        cells[row * size.width + column] = pen
        column += 1
        last = text
    }

    private mutating func escape() -> Int? {
        guard unread.count >= 2 else { return nil }
        switch unread[1] {
        case UInt8(ascii: "["):
            guard let end = unread[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
            control(String(decoding: unread[2..<end], as: UTF8.self), Character(Unicode.Scalar(unread[end])))
            return end + 1
        case UInt8(ascii: "]"):
            guard let end = unread.firstIndex(where: { $0 == 0x07 || $0 == 0x5C }) else { return nil }
            command(String(decoding: unread[2..<end].filter { $0 != 0x1B }, as: UTF8.self))
            return end + 1
        case UInt8(ascii: "("), UInt8(ascii: ")"): return unread.count >= 3 ? 3 : nil
        default: return 2
        }
    }

    /// `4;ENTRY;rgb:RR/GG/BB`, `104`.
    private mutating func command(_ text: String) {
        let parts = text.split(separator: ";")
        if parts.first == "104" { meanings = [:] }
        guard parts.count == 3, parts[0] == "4", let entry = Int(parts[1]), parts[2].hasPrefix("rgb:") else { return }
        let channels = parts[2].dropFirst(4).split(separator: "/").compactMap { UInt8($0, radix: 16) }
        guard channels.count == 3 else { return unknown.append("]" + text) }
        meanings[entry] = Colour(red: channels[0], green: channels[1], blue: channels[2])
    }

    private mutating func control(_ text: String, _ final: Character) {
        // Modes of the terminal and of its window change no cell.
        guard !"hlt".contains(final), !text.hasPrefix("?") else { return }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers.first ?? 1)
        switch final {
        case "H":
            row = min(size.height, count) - 1
            column = min(size.width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
        case "A": row = max(0, row - count)
        case "B": row = min(size.height - 1, row + count)
        case "C": column = min(size.width - 1, column + count)
        case "D": column = max(0, column - count)
        case "G": column = min(size.width, count) - 1
        case "d": row = min(size.height, count) - 1
        case "r": (column, row) = (0, 0)
        case "b": for _ in 0..<count { write(last) }
        case "m": setPen(numbers)
        case "J", "K", "X", "@", "P": edit(final, numbers.first ?? 0, count)
        default: unknown.append("[" + text + String(final))
        }
    }

    /// Erased cells take the present ground (`bce`).
    private mutating func edit(_ final: Character, _ what: Int, _ count: Int) {
        let blank = ShownCell(ink: pen.ink, ground: pen.ground)
        let (start, here, end) = (row * size.width, row * size.width + column, (row + 1) * size.width)
        func erase(_ range: Range<Int>, _ cells: inout [ShownCell]) { for index in range { cells[index] = blank } }
        switch (final, what) {
        case ("J", 0): erase(here..<cells.count, &cells)
        case ("J", 1): erase(0..<here + 1, &cells)
        case ("J", _): erase(0..<cells.count, &cells)
        case ("K", 0): erase(here..<end, &cells)
        case ("K", 1): erase(start..<here + 1, &cells)
        case ("K", _): erase(start..<end, &cells)
        case ("X", _): erase(here..<min(end, here + count), &cells)
        case ("@", _):
            cells.replaceSubrange(
                here..<end, with: (Array(repeating: blank, count: count) + cells[here..<end]).prefix(end - here))
        default:
            let rest = cells[min(end, here + count)..<end]
            cells.replaceSubrange(
                here..<end, with: rest + Array(repeating: blank, count: end - here - rest.count))
        }
    }

    private mutating func setPen(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = ShownCell(text: pen.text)
            case 1: pen.isBold = true
            case 22: pen.isBold = false
            case 30...37: pen.ink = number - 30
            case 39: pen.ink = 7
            case 40...47: pen.ground = number - 40
            case 49: pen.ground = 0
            case 90...97: pen.ink = number - 82
            case 100...107: pen.ground = number - 92
            case 38, 48:
                guard rest.popFirst() == 5, let entry = rest.popFirst() else { return unknown.append("\(numbers)m") }
                if number == 38 { pen.ink = entry } else { pen.ground = entry }
            default: unknown.append("\(numbers)m")
            }
        }
    }
}
