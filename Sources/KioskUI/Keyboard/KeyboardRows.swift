import TerminalUI

/// Which keys stand in which row, by layout, plane and room.
struct KeyboardRows {
    typealias Cap = KeyboardGrid.Cap

    let layout: KeyboardLayout
    let plane: KeyPlane
    /// Digits have a row of their own.
    let hasDigits: Bool
    /// Cells from one key to the next.
    let pitch: Int
    /// Cells that the longest word of the green key takes.
    let doneWidth: Int
    let isMirrored: Bool

    /// Keys side by side.
    var columns: Int { layout.columns }

    var caps: [[Cap]] {
        let rows = characters.map { row in row.map { Cap(role: .key(.character($0))) } }
        guard layout.purpose == .phone else { return rows + [functions] }
        return phone
    }

    private var characters: [[Character]] {
        guard layout.purpose != .phone else { return layout.letters }
        let digits = hasDigits ? [Array("1234567890")] : []
        if plane == .letters { return digits + layout.letters }
        // With a row of digits, the first row of symbols has no need to be digits again.
        guard hasDigits else { return layout.symbols }
        return digits + (layout.purpose == .prose ? [Self.currencies] + layout.symbols.dropFirst() : Self.mailSymbols)
    }

    private static let currencies = Array("€$£₼₽₺°«»–")
    private static let mailSymbols = ["!#$%&'*", "+/=?^`", "{|}~-_."].map(Array.init)

    /// Three digits a row, twice as wide as a letter; the last row is the plus, zero and the way back.
    private var phone: [[Cap]] {
        var rows = layout.letters.map { row in row.map { Cap(role: .key(.character($0)), width: 2) } }
        rows[rows.count - 1].append(Cap(role: .key(.backspace), width: 2))
        let gap = Cap(role: .gap, width: columns - doneUnits)
        return rows + [inOrder([gap, Cap(role: .done, width: doneUnits)])]
    }

    /// The last row: what changes the keys, the space, back, and on.
    private var functions: [Cap] {
        let isProse = layout.purpose == .prose
        var row: [Cap] = []
        if isProse, layout.hasCase, plane == .letters { row.append(Cap(role: .key(.shift))) }
        row.append(Cap(role: .key(.plane), width: pitch > 3 ? 1 : 2))
        let free = columns - row.reduce(0) { $0 + $1.width } - 2 - doneUnits
        if isProse {
            row.append(Cap(role: .key(.space), width: free))
        } else {
            let at = free >= 4 ? 2 : 1
            row += [Cap(role: .key(.character("@")), width: at)]
            row += [Cap(role: .key(.snippet(".com")), width: free - at)]
        }
        row += [Cap(role: .key(.backspace), width: 2), Cap(role: .done, width: doneUnits)]
        return inOrder(row)
    }

    /// As many as the word needs, and no more than leave room for the others.
    private var doneUnits: Int {
        let needed = (doneWidth + 2 + KeyboardGrid.gap + pitch - 1) / pitch
        return min(max(2, needed), columns - 7)
    }

    private func inOrder(_ row: [Cap]) -> [Cap] { isMirrored ? row.reversed() : row }
}
