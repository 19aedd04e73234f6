import TerminalUI

/// A text under the hand in lines: each as full as it can be, so that what was typed stays where it is.
enum TypedLines {
    /// Lines of at most `width` cells; the last one may be empty, for what comes next.
    static func of(_ text: String, width: Int) -> [String] {
        var lines: [[Character]] = [[]]
        for character in text {
            let used = lines[lines.count - 1].reduce(0) { $0 + $1.cellWidth }
            guard used + character.cellWidth > width else {
                lines[lines.count - 1].append(character)
                continue
            }
            // The space that a line ends with needs no cell.
            if character == " " {
                lines.append([])
            } else {
                lines.append(breakOff(&lines[lines.count - 1], before: character) + [character])
            }
        }
        return lines.map { String($0) }
    }

    /// What moves on to the next line: the word that has begun, unless it is longer than a line.
    private static func breakOff(_ line: inout [Character], before next: Character) -> [Character] {
        guard next.cellWidth < 2, let space = line.lastIndex(of: " ") else { return [] }
        let word = Array(line[(space + 1)...])
        guard word.last?.cellWidth != 2 else { return [] }
        line = Array(line[..<space])
        return word
    }
}
