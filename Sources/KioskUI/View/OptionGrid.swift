import TerminalUI

/// Cards for the options of a choice: as large as the room allows, in reading order.
struct OptionGrid: Equatable {
    let rects: [Rect]

    /// Cards higher than this look empty and put the labels far apart.
    private static let tallest = 7

    init(count: Int, in area: Rect, gap: Int, stage: Stage) {
        let arrangement = Self.arrangement(count: count, in: area, gap: gap)
        let columns = area.columns(arrangement.columns, gap: gap)
        let rows = (count + arrangement.columns - 1) / max(1, arrangement.columns)
        let used = rows * arrangement.height + (rows - 1) * arrangement.rowGap
        let top = area.row + max(0, (area.height - used) / 2)
        rects = (0..<count).map { index in
            let cell = columns[index % arrangement.columns]
            let row = top + index / arrangement.columns * (arrangement.height + arrangement.rowGap)
            return stage.mirrored(
                Rect(column: cell.column, row: row, width: cell.width, height: arrangement.height))
        }
    }

    private typealias Arrangement = (columns: Int, height: Int, rowGap: Int)

    /// The fewest columns with cards of three rows; else cards of one row, with and without rows between.
    private static func arrangement(count: Int, in area: Rect, gap: Int) -> Arrangement {
        let first = count <= 3 || area.width < 50 ? 1 : 2
        let most = max(first, min(count, (area.width + gap) / (12 + gap)))
        for (least, rowGap) in [(3, 1), (1, 1), (1, 0)] {
            for columns in first...max(first, most) {
                let rows = (count + columns - 1) / columns
                let height = (area.height - rowGap * (rows - 1)) / rows
                if height >= least { return (columns, min(height, tallest), rowGap) }
            }
        }
        return (max(1, (count + max(1, area.height) - 1) / max(1, area.height)), 1, 0)
    }
}
