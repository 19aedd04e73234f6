import TerminalUI

/// The glass a customer touches.
package struct Panel: Hashable, Sendable {
    /// The picture's width in mm.
    package let widthMM: Int

    package init(widthMM: Int) { self.widthMM = widthMM }

    /// The width of a cell in mm; it is twice as high.
    package func cellMM(columns: Int) -> Double { Double(widthMM) / Double(max(1, columns)) }

    /// A finger's best and smallest target: beyond 20 mm nothing is gained by most hands (terminal.md 7.1).
    package static let goodMM = 20.0
    package static let leastMM = 15.0
}

/// The least a target may measure, in cells.
struct TouchSize: Equatable {
    /// 20 mm.
    var good: Size
    /// 15 mm, below which the layout never goes by itself.
    var least: Size

    /// Where nobody has said how large the panel is.
    static let unknown = TouchSize(good: Size(width: 1, height: 1), least: Size(width: 1, height: 1))
}

extension TouchSize {
    init(_ panel: Panel, columns: Int) {
        let cell = panel.cellMM(columns: columns)
        func cells(_ mm: Double) -> Size {
            Size(width: Int((mm / cell).rounded(.up)), height: Int((mm / cell / 2).rounded(.up)))
        }
        self.init(good: cells(Panel.goodMM), least: cells(Panel.leastMM))
    }
}
