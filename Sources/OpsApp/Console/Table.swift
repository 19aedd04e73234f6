import TerminalUI

/// Rows in columns that line up on a terminal; nothing in a cell can break out of it.
struct Table {
    let header: [String]
    var rows: [[String]] = []

    /// Lines with two spaces between columns and none at the end.
    var text: String {
        let all = ([header] + rows).map { row in row.map { $0.printable() } }
        let widths = header.indices.map { column in all.map { $0[column].cellWidth }.max() ?? 0 }
        return all.map { Self.line($0, widths) + "\n" }.joined()
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        let padded = zip(row, widths).map { text, width in
            text + String(repeating: " ", count: max(0, width - text.cellWidth))
        }
        let line = padded.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
