/// Words into lines.
///
/// Lines break at spaces (not at no-break spaces) and between wide characters, which is what survey texts need; the full
/// rules of UAX #14 are not.
enum LineBreaking {
    /// A piece that stays whole, and whether a space stands before it.
    struct Piece: Hashable {
        var text: String
        var hasSpaceBefore: Bool
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        for word in text.split(whereSeparator: { $0 == " " || $0.isNewline }) {
            var isFirst = true
            var open = ""
            func close() {
                guard !open.isEmpty else { return }
                pieces.append(Piece(text: open, hasSpaceBefore: isFirst))
                (isFirst, open) = (false, "")
            }
            for character in word {
                let breaksBefore = character.cellWidth == 2 && !open.isEmpty
                if breaksBefore { close() }
                // Closing punctuation never begins a line, so it stays with the wide character before it.
                if !breaksBefore, open.last?.cellWidth == 2, !character.isPunctuation { close() }
                open.append(character)
            }
            close()
        }
        return pieces
    }

    /// As few lines as fit `limit`, each as full as it can be; a piece wider than `limit` has its own line.
    static func greedy(_ pieces: [Piece], limit: Int, measure: (String) -> Int) -> [String] {
        var lines: [String] = []
        for piece in pieces {
            guard let last = lines.last else {
                lines.append(piece.text)
                continue
            }
            let longer = last + (piece.hasSpaceBefore ? " " : "") + piece.text
            if measure(longer) <= limit { lines[lines.count - 1] = longer } else { lines.append(piece.text) }
        }
        return lines
    }

    /// Exactly `count` lines or fewer, whose widest is as narrow as it can be.
    static func balanced(_ pieces: [Piece], into count: Int, measure: (String) -> Int) -> [String] {
        guard let widest = pieces.map({ measure($0.text) }).max() else { return [] }
        var low = widest
        var high = max(widest, measure(greedy(pieces, limit: .max, measure: measure).joined()))
        while low < high {
            let middle = (low + high) / 2
            if greedy(pieces, limit: middle, measure: measure).count <= count {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return greedy(pieces, limit: low, measure: measure)
    }
}
