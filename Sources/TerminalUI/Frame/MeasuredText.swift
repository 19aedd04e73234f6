/// A text whose words are measured once, to be asked for the rows that it takes at several widths.
package struct MeasuredText: Equatable, Sendable {
    private struct Piece: Equatable {
        let width: Int
        let hasSpaceBefore: Bool
    }

    private let pieces: [Piece]

    package init(_ text: String) {
        pieces = LineBreaking.pieces(of: text).map {
            Piece(width: $0.text.cellWidth, hasSpaceBefore: $0.hasSpaceBefore)
        }
    }

    /// Rows in lines of so many cells, broken as the canvas breaks them; nil where a word is wider than a line.
    package func rows(width: Int) -> Int? {
        var (rows, used) = (0, 0)
        for piece in pieces {
            guard piece.width <= width else { return nil }
            let longer = used + (piece.hasSpaceBefore ? 1 : 0) + piece.width
            if rows > 0, longer <= width {
                used = longer
            } else {
                (rows, used) = (rows + 1, piece.width)
            }
        }
        return rows
    }
}
