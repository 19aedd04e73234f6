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
        func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
            UInt8((Double(one) + (Double(two) - Double(one)) * min(1, max(0, share))).rounded())
        }
        return Colour(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }
}

/// One character cell.
package struct Cell: Hashable, Sendable {
    /// One grapheme cluster; nil in the cell right of a wide one.
    package var text: Character?
    package var ink: Colour
    package var ground: Colour
    package var isBold: Bool

    package init(text: Character?, ink: Colour, ground: Colour, isBold: Bool = false) {
        self.text = text
        self.ink = ink
        self.ground = ground
        self.isBold = isBold
    }
}

/// A screenful of cells: what a screen is before any device draws it.
package struct Frame: Hashable, Sendable {
    package let size: Size
    private var cells: [Cell]

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
}
