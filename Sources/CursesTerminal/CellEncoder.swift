import CNCurses
import TerminalUI

/// Puts cells of a frame into a window of ncurses.
struct CellEncoder {
    let isUTF8: Bool
    let isMono: Bool

    private static let space: wchar_t = 0x20
    private static let upperHalf: wchar_t = 0x2580
    private static let lowerHalf: wchar_t = 0x2584

    /// Puts the cell number `index`, counted row by row.
    func put(
        _ frame: Frame, _ index: Int, _ plan: Palette.Plan, _ palette: Palette, _ window: UnsafeMutablePointer<WINDOW>
    ) {
        let cell = frame.cells[index]
        if cell.isRightHalf { return }
        let (row, column) = (index / frame.size.width, index % frame.size.width)
        if isUTF8, !isMono, cell.isSpace || cell.isUpperHalf || cell.isLowerHalf {
            var (scalar, pair) = pixels(cell, palette.entries(index, cell, plan), palette)
            smilepost_put(window, Int32(row), Int32(column), &scalar, 1, 0, 0, pair)
            return
        }
        guard let text = cell.text else { return }
        let isWide = frame.contains(column: column + 1, row: row) && frame[column + 1, row].isRightHalf
        let scalars = scalars(of: text, isWide: isWide)
        let reverse = isMono && cell.ground.luminance > 0.3
        let pair = isMono ? 0 : pair(cell, palette.entries(index, cell, plan), palette)
        smilepost_put(
            window, Int32(row), Int32(column), scalars, Int32(scalars.count), cell.isBold ? 1 : 0, reverse ? 1 : 0, pair
        )
    }

    private func pair(_ cell: Cell, _ key: Palette.PairKey, _ palette: Palette) -> Int32 {
        if cell.isSpace { return palette.anyPair(ground: key.ground) ?? palette.pair(key) ?? 0 }
        return palette.pair(key) ?? palette.anyPair(ground: key.ground) ?? 0
    }

    /// What a cell of pixels shows: most of a screen is made of these.
    ///
    /// Two pixels are turned upside down to save a pair only where pairs are few: xterm draws `▄` from its font, and
    /// leaves a line of the upper pixel's colour below it.
    private func pixels(_ cell: Cell, _ key: Palette.PairKey, _ palette: Palette) -> (wchar_t, Int32) {
        if key.ink == key.ground { return (Self.space, palette.anyPair(ground: key.ground) ?? palette.pair(key) ?? 0) }
        if palette.hasFewPairs, palette.knownPair(key) == nil,
            let turned = palette.knownPair(.init(ink: key.ground, ground: key.ink))
        {
            return (cell.isUpperHalf ? Self.lowerHalf : Self.upperHalf, turned)
        }
        let scalar = cell.isUpperHalf ? Self.upperHalf : Self.lowerHalf
        return (scalar, palette.pair(key) ?? palette.anyPair(ground: key.ground) ?? 0)
    }

    /// What the C library and the terminal can show of a character, in as many cells as the frame gives it.
    private func scalars(of text: Character, isWide: Bool) -> [wchar_t] {
        let scalars = text.unicodeScalars.map { wchar_t($0.value) }
        guard let first = scalars.first else { return [0x20] }
        if first < 0x7F, first >= 0x20 { return scalars }
        guard isUTF8 else { return [Self.plain(text)] }
        // A width that the library sees otherwise would shift the rest of the line.
        return smilepost_width(first) == (isWide ? 2 : 1) ? scalars : [wchar_t(UInt8(ascii: "?"))]
    }

    /// The nearest letter of ASCII.
    private static func plain(_ text: Character) -> wchar_t {
        let letter: UInt8 =
            switch text {
            case "─": UInt8(ascii: "-")
            case "│": UInt8(ascii: "|")
            case "┌", "┐", "└", "┘": UInt8(ascii: "+")
            case "▀", "▄", "█": UInt8(ascii: "#")
            case "’", "‘": UInt8(ascii: "'")
            case "–", "—": UInt8(ascii: "-")
            default: UInt8(ascii: "?")
            }
        return wchar_t(letter)
    }
}
