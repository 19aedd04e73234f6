import TerminalUI

extension KioskModel {
    /// Moves the focus to the nearest key in the direction of an arrow.
    mutating func moveOverKeys(_ arrow: Key) {
        let rects = entryTargets.map(\.rect)
        guard let focus = selection.focus, rects.indices.contains(focus) else {
            selection.focus = rects.isEmpty ? nil : 0
            return
        }
        let here = rects[focus]
        let nearest = rects.indices.compactMap { index in
            here.distance(to: rects[index], towards: arrow).map { (index, $0) }
        }.min { $0.1 < $1.1 }
        if let nearest { selection.focus = nearest.0 }
    }
}

extension Rect {
    /// How far another rectangle is in the direction of an arrow, in half cells; nil where it is not in that direction.
    ///
    /// Rows count more than columns, so that the focus stays in its row, or moves to the key right above or below.
    fileprivate func distance(to other: Rect, towards arrow: Key) -> Int? {
        let (dx, dy) = (2 * other.column + other.width - 2 * column - width, other.row - row)
        switch arrow {
        case .left: return dy == 0 && dx < 0 ? -dx : nil
        case .right: return dy == 0 && dx > 0 ? dx : nil
        case .up: return dy < 0 ? -dy * 1_000 + abs(dx) : nil
        case .down: return dy > 0 ? dy * 1_000 + abs(dx) : nil
        default: return nil
        }
    }
}
