/// Faces of characters, for terminals without colours or blocks.
extension Canvas {
    mutating func lettersFace(_ mood: Mood, in rect: Rect, colour: Colour) {
        let lines = FaceLetters.lines(mood, width: rect.width, height: rect.height)
        let top = rect.row + (rect.height - lines.count) / 2
        for (index, line) in lines.enumerated() {
            let left = rect.column + (rect.width - line.count) / 2
            for (offset, letter) in line.enumerated() where letter != " " {
                character(letter, column: left + offset, row: top + index, ink: colour, bold: true)
            }
        }
    }
}

enum FaceLetters {
    /// The largest drawing that fits: five lines, three, or one.
    static func lines(_ mood: Mood, width: Int, height: Int) -> [String] {
        if width >= 11, height >= 5 { return five(mood) }
        if width >= 9, height >= 3 { return [".-------.", "|  " + one(mood) + "  |", "'-------'"] }
        return [one(mood).trimmingSpaces]
    }

    private static func one(_ mood: Mood) -> String {
        switch mood {
        case .terrible: ">:("
        case .bad: ":-("
        case .neutral: ":-|"
        case .good: ":-)"
        case .excellent: ":-D"
        }
    }

    private static func five(_ mood: Mood) -> [String] {
        let (eyes, upper, lower) =
            switch mood {
            case .terrible: (" >   < ", "  .-.  ", " /   \\ ")
            case .bad: (" o   o ", "  ___  ", " /   \\ ")
            case .neutral: (" o   o ", "       ", " ----- ")
            case .good: (" o   o ", "       ", " \\___/ ")
            case .excellent: (" ^   ^ ", " _____ ", " \\___/ ")
            }
        return [" .-------. ", "/ \(eyes) \\", "| \(upper) |", "\\ \(lower) /", " '-------' "]
    }
}

extension String {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}
