/// A frame as text for a terminal's scrollback, a file or a test: no cursor is moved.
package enum ANSIText {
    /// The frame's rows, each ended by a newline, with colours set by SGR sequences (ECMA-48 8.3.117).
    ///
    /// `mono` has none. `fixed256` takes the nearest fixed entry. `redefined256` writes the colours themselves
    /// (`38;2;r;g;b`), because whoever shows the text can't redefine a palette for it.
    package static func render(_ frame: Frame, colours: Display.Colours) -> String {
        guard colours != .mono else { return frame.plainText + "\n" }
        var text = ""
        for row in 0..<frame.size.height {
            var last: String?
            for column in 0..<frame.size.width {
                let cell = frame[column, row]
                guard let character = cell.text else { continue }
                let style = sequence(cell, colours)
                if style != last { text += style }
                last = style
                text.append(character)
            }
            text += "\u{1B}[0m\n"
        }
        return text
    }

    private static func sequence(_ cell: Cell, _ colours: Display.Colours) -> String {
        let weight = cell.isBold ? "0;1;" : "0;"
        return "\u{1B}[" + weight + code(cell.ink, colours, base: 30) + ";" + code(cell.ground, colours, base: 40) + "m"
    }

    private static func code(_ colour: Colour, _ colours: Display.Colours, base: Int) -> String {
        switch colours {
        case .mono, .eight: "\(base + Palette8.nearest(to: colour))"
        case .fixed256: "\(base + 8);5;\(Palette256.nearest(to: colour))"
        case .redefined8: code(Palette8.own[Palette8.nearestOwn(to: colour)], .redefined256, base: base)
        case .redefined256: "\(base + 8);2;\(colour.red);\(colour.green);\(colour.blue)"
        }
    }
}

extension Frame {
    /// The frame without colours, for tests and logs: rows joined by newlines, trailing spaces cut.
    ///
    /// A pixel brighter than the middle grey between the darkest and brightest pixel of the frame counts as ink, so that
    /// the picture shows: `▀`, `▄`, `█` or a space.
    package var plainText: String {
        let middle = pixelMiddle
        let rows = (0..<size.height).map { row in
            String(
                (0..<size.width).compactMap { column in
                    frameCharacter(self[column, row], middle: middle)
                }
            ).trimmingTrailingSpaces
        }
        return rows.joined(separator: "\n")
    }

    private func frameCharacter(_ cell: Cell, middle: Double) -> Character? {
        guard let text = cell.text else { return nil }
        guard " ▀▄█".contains(text) else { return text }
        let (top, bottom) = cell.pixels
        return switch (top.luminance > middle, bottom.luminance > middle) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }

    /// Halfway, as the eye sees lightness, between the extremes of all grounds and pixels.
    private var pixelMiddle: Double {
        var (darkest, brightest) = (1.0, 0.0)
        var seen: Set<Colour> = []
        for row in 0..<size.height {
            for column in 0..<size.width {
                let (top, bottom) = self[column, row].pixels
                for colour in [top, bottom] where seen.insert(colour).inserted {
                    let luminance = colour.luminance
                    (darkest, brightest) = (min(darkest, luminance), max(brightest, luminance))
                }
            }
        }
        // One colour only: nothing is a picture.
        guard brightest > darkest else { return 1 }
        let middle = (darkest.squareRoot() + brightest.squareRoot()) / 2
        return middle * middle
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
