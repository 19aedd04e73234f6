/// What the screen in front of us can draw, on the two axes of the design.
package struct Display: Hashable, Sendable {
    /// What a cell can be cut into.
    package enum Cells: String, CaseIterable, Sendable {
        /// Letters and frames only.
        case ascii
        /// One pixel a cell, by its background colour.
        case blocks
        /// Two square pixels a cell, by U+2580 and U+2584.
        case half
    }

    package enum Colours: String, CaseIterable, Sendable {
        case mono
        case eight
        /// Eight entries that are ours to define, as on the console of Linux.
        case redefined8
        /// The 240 fixed entries above the first sixteen.
        case fixed256
        /// 256 entries, of which those above the first sixteen are ours to define.
        case redefined256
    }

    package var cells: Cells
    package var colours: Colours

    package init(cells: Cells, colours: Colours) {
        self.cells = cells
        self.colours = colours
    }
}
