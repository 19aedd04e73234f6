/// A place in a file: line and column from 1, columns in Unicode scalars.
struct Place: Hashable, Comparable {
    let line: Int
    let column: Int

    static let start = Place(line: 1, column: 1)

    static func < (one: Place, other: Place) -> Bool { (one.line, one.column) < (other.line, other.column) }
}

/// A file's text with its lines, as YAML counts them.
struct SourceText {
    private(set) var scalars: [Unicode.Scalar]
    private let lineStarts: [Int]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        // A byte order mark is no part of the first line.
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        var starts = [0]
        for (index, scalar) in scalars.enumerated() where Self.isBreak(scalar) {
            let isCRLF = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isCRLF { starts.append(index + 1) }
        }
        lineStarts = starts
    }

    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// The scalar at a place, or nil outside the text.
    subscript(place: Place) -> Unicode.Scalar? {
        index(of: place).map { scalars[$0] }
    }

    mutating func replace(at place: Place, by scalar: Unicode.Scalar) {
        if let index = index(of: place) { scalars[index] = scalar }
    }

    /// The place behind the last scalar.
    var end: Place { place(ofScalarAt: scalars.count) }

    /// The place of a scalar by its index.
    func place(ofScalarAt index: Int) -> Place {
        let line = lineStarts.lastIndex { $0 <= index } ?? 0
        return Place(line: line + 1, column: index - lineStarts[line] + 1)
    }

    /// Where the `offset`-th scalar of a one-line text stands that is written at `place`, perhaps in quotes.
    ///
    /// The start of the text where it is written in another way (escapes, several lines).
    func place(of offset: Int, in text: String, at place: Place) -> Place {
        let isQuoted = self[place] == "\"" || self[place] == "'"
        let first = Place(line: place.line, column: place.column + (isQuoted ? 1 : 0))
        guard let start = index(of: first), start + offset <= scalars.count else { return place }
        let isLiteral = scalars[start..<(start + offset)].elementsEqual(text.unicodeScalars.prefix(offset))
        return isLiteral ? Place(line: first.line, column: first.column + offset) : place
    }

    private func index(of place: Place) -> Int? {
        guard lineStarts.indices.contains(place.line - 1), place.column > 0 else { return nil }
        let index = lineStarts[place.line - 1] + place.column - 1
        return index < scalars.count ? index : nil
    }

    /// The line breaks of YAML 1.1.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
}
