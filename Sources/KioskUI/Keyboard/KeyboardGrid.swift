import TerminalUI

/// A key in its place.
struct KeySpot: Equatable {
    /// Nil for the green key at the end, which does what `Done` says.
    let function: KeyFunction?
    /// What is drawn, with the gap below it.
    let card: Rect
    /// What is touched: keys lie side by side without dead cells between them.
    let touch: Rect
}

/// The keys of a layout in their places: rows of equal keys that fill the width, as high as the rows allow.
struct KeyboardGrid: Equatable {
    /// Cells free between two keys.
    static let gap = 1

    let rows: [[KeySpot]]
    /// Keys from edge to edge.
    let block: Rect

    var spots: [KeySpot] { rows.flatMap(\.self) }

    /// A key that is still to be placed, so many columns of the keyboard wide; without a function it is a gap.
    struct Cap: Equatable {
        enum Role: Equatable { case key(KeyFunction), done, gap }

        let role: Role
        var width = 1
    }

    /// Columns of cells from one key to the next.
    static func pitch(columns: Int, width: Int) -> Int { max(1, (width + gap) / columns) }

    init(_ caps: [[Cap]], columns: Int, in area: Rect) {
        let pitch = Self.pitch(columns: columns, width: area.width)
        let width = pitch * columns - Self.gap
        let left = area.column + (area.width - width) / 2
        block = Rect(column: left, row: area.row, width: width, height: area.height)
        rows = caps.enumerated().map { index, row in
            // Rows that can't all be as high leave the last one low: below it is the footer's own air.
            let top = area.row + (index * area.height + caps.count - 1) / caps.count
            let bottom = area.row + ((index + 1) * area.height + caps.count - 1) / caps.count
            let used = row.reduce(0) { $0 + $1.width }
            return Self.place(
                row, at: left + (columns - used) * pitch / 2, pitch: pitch,
                rows: Rect(column: area.column, row: top, width: area.width, height: bottom - top))
        }
    }

    private static func place(_ row: [Cap], at start: Int, pitch: Int, rows: Rect) -> [KeySpot] {
        var column = start
        return row.compactMap { cap in
            let touched = min(cap.width * pitch, rows.column + rows.width - column)
            let touch = Rect(column: column, row: rows.row, width: touched, height: rows.height)
            defer { column += cap.width * pitch }
            let card = Rect(
                column: column, row: rows.row, width: cap.width * pitch - gap, height: rows.height)
            switch cap.role {
            case .gap: return nil
            case .done: return KeySpot(function: nil, card: card, touch: touch)
            case .key(let function): return KeySpot(function: function, card: card, touch: touch)
            }
        }
    }

    /// One row of keys over the place of another, as accents stand over the digits.
    static func row(of keys: [KeyFunction], columns: Int, in area: Rect) -> [KeySpot] {
        let caps = [keys.prefix(columns).map { Cap(role: .key($0)) }]
        return KeyboardGrid(caps, columns: columns, in: area).spots
    }
}
