/// A colour as it is meant; the device draws the nearest it has.
package struct Colour: Hashable, Sendable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// `0xRRGGBB`.
    package init(_ hex: UInt32) {
        self.init(red: UInt8(hex >> 16 & 255), green: UInt8(hex >> 8 & 255), blue: UInt8(hex & 255))
    }

    /// This colour with `share` (0 to 1) of `other` mixed in.
    package func mixed(with other: Colour, _ share: Double) -> Colour {
        // Most of a shape covers its pixels whole.
        if share >= 1 { return other }
        let share = max(0, share)
        // Never negative: adding a half and cutting rounds, and is no call.
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            UInt8(Double(one) + (Double(two) - Double(one)) * share + 0.5)
        }
        return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }
}

/// One character cell; plain bytes, because a screen has thousands of them and is compared and copied at every tap.
package struct Cell: Hashable, Sendable {
    /// UTF-8 of the text, first byte lowest; 0 in the cell right of a wide character.
    private var packed: UInt64
    package var ink: Colour
    package var ground: Colour
    package var isBold: Bool

    package init(text: Character?, ink: Colour, ground: Colour, isBold: Bool = false) {
        packed = Self.pack(text)
        self.ink = ink
        self.ground = ground
        self.isBold = isBold
    }

    /// A cell with a glyph that is known as a number.
    init(glyph: UInt64, ink: Colour, ground: Colour) {
        (packed, self.ink, self.ground, isBold) = (glyph, ink, ground, false)
    }

    /// One grapheme cluster; nil in the cell right of a wide one.
    ///
    /// A cluster of more than eight bytes keeps the leading scalars that fit: a letter with its marks does.
    package var text: Character? {
        get { packed == 0 ? nil : Self.unpack(packed) }
        set { packed = Self.pack(newValue) }
    }

    /// Whether this cell is the right half of a wide character.
    package var isRightHalf: Bool { packed == 0 }

    package var isSpace: Bool { packed == Self.space }
    package var isUpperHalf: Bool { packed == Self.upperHalf }
    package var isLowerHalf: Bool { packed == Self.lowerHalf }
    package var isFull: Bool { packed == Self.full }

    /// The text as one number, for comparing.
    var glyph: UInt64 { packed }

    static let space: UInt64 = 0x20
    static let upperHalf: UInt64 = 0x80_96E2
    static let lowerHalf: UInt64 = 0x84_96E2
    static let full: UInt64 = 0x88_96E2

    private static func pack(_ text: Character?) -> UInt64 {
        guard let text else { return 0 }
        var packed: UInt64 = 0
        var length = 0
        for scalar in text.unicodeScalars {
            let bytes = scalar.utf8
            guard length + bytes.count <= 8 else { break }
            for byte in bytes {
                packed |= UInt64(byte) << (8 * length)
                length += 1
            }
        }
        return packed
    }

    private static func unpack(_ packed: UInt64) -> Character? {
        let length = 8 - packed.leadingZeroBitCount / 8
        return String(decoding: (0..<length).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }, as: UTF8.self).first
    }
}

/// A screenful of cells: what a screen is before any device draws it.
package struct Frame: Hashable, Sendable {
    package let size: Size
    /// Row by row.
    package private(set) var cells: [Cell]

    package init(size: Size, ground: Colour) {
        self.size = size
        cells = Array(
            repeating: Cell(text: " ", ink: ground, ground: ground), count: max(0, size.width) * max(0, size.height))
    }

    package func contains(column: Int, row: Int) -> Bool {
        (0..<size.width).contains(column) && (0..<size.height).contains(row)
    }

    /// The cell at a place inside the frame.
    package subscript(column: Int, row: Int) -> Cell {
        get { cells[row * size.width + column] }
        set { cells[row * size.width + column] = newValue }
    }

    /// Sets a part of one row; all of it is inside the frame.
    mutating func fill(row: Int, columns: Range<Int>, _ cell: Cell) {
        for index in row * size.width + columns.lowerBound..<row * size.width + columns.upperBound {
            cells[index] = cell
        }
    }
}

extension Frame {
    /// The whole picture moved right and down by so many cells; what leaves the frame is lost.
    package func shifted(columns: Int, rows: Int, ground: Colour) -> Frame {
        var moved = Frame(size: size, ground: ground)
        for row in max(0, rows)..<max(0, rows, min(size.height, size.height + rows)) {
            for column in max(0, columns)..<max(0, columns, min(size.width, size.width + columns)) {
                moved[column, row] = self[column - columns, row - rows]
            }
        }
        return moved
    }
}
