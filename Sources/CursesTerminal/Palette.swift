import CNCurses
import TerminalUI

/// Colours to entries of the terminal's palette, and two of them to a pair of ncurses.
final class Palette {
    private let colours: Display.Colours
    private var entries: [UInt32: Int32] = [:]
    /// Where entries can be redefined: which one shows what in which cell.
    private var cells = CellPalette(capacity: Palette.mostOwn)
    private var pairs: [PairKey: Int32] = [:]
    /// Any pair with this ground: a space shows no ink.
    private var pairsByGround: [Int32: Int32] = [:]

    private var last: (key: PairKey, pair: Int32)?
    /// A pair was asked for and there was none left.
    private(set) var hasRunOut = false

    struct PairKey: Hashable {
        let ink: Int32
        let ground: Int32
    }

    /// What has to be put into the window for a frame.
    struct Plan {
        /// Cells, counted row by row.
        let cells: [Int]
        /// Entries mean other colours now, which the terminal shows in cells that are not sent too.
        var isSwap = false
        /// Where entries can be redefined: those of each cell.
        var shown: [CellPalette.Shown]?
    }

    /// The first sixteen belong to the user and to the text of other programs.
    private static let firstOwn = 16
    private static let mostOwn = 240

    init(display: Display) {
        colours = display.colours
        if colours == .redefined8 { sendEight() }
    }

    /// Makes room for the colours of a frame and says what to put; `before` is the frame on the screen, nil where that
    /// is unknown.
    func plan(_ frame: Frame, regions: [Rect], after before: Frame?) -> Plan {
        let startsAnew = hasRunOut
        if startsAnew { forgetPairs() }
        let known = startsAnew ? nil : before
        guard colours == .redefined256 else { return Plan(cells: frame.cells(changedSince: known)) }
        if known == nil { cells.forget() }
        let change = cells.show(frame, regions: regions)
        for entry in change.redefined { send(cells.colours[entry], Int32(Self.firstOwn + entry)) }
        return Plan(cells: change.cells, isSwap: !change.redefined.isEmpty, shown: cells.shown)
    }

    /// Begins to number pairs anew; what is on the screen must be put again.
    func forgetPairs() {
        hasRunOut = false
        last = nil
        pairs.removeAll(keepingCapacity: true)
        pairsByGround.removeAll(keepingCapacity: true)
    }

    /// ncurses counts in thousandths and cuts: rounding up gives the terminal the very byte.
    private func send(_ colour: Colour, _ entry: Int32) {
        func thousandths(_ channel: UInt8) -> Int32 { (Int32(channel) * 1000 + 254) / 255 }
        init_extended_color(
            entry, thousandths(colour.red), thousandths(colour.green), thousandths(colour.blue))
    }

    func sendAgain() {
        for (index, colour) in cells.colours.enumerated() { send(colour, Int32(Self.firstOwn + index)) }
        if colours == .redefined8 { sendEight() }
    }

    private func sendEight() {
        for (index, colour) in Palette8.own.enumerated() { send(colour, Int32(index)) }
    }

    /// The entries of the cell number `index` of the frame that was planned for.
    func entries(_ index: Int, _ cell: Cell, _ plan: Plan) -> PairKey {
        if let shown = plan.shown?[index] {
            return PairKey(
                ink: Int32(Self.firstOwn + Int(shown.ink)), ground: Int32(Self.firstOwn + Int(shown.ground)))
        }
        let ground = entry(cell.ground)
        return PairKey(ink: cell.isSpace ? ground : entry(cell.ink), ground: ground)
    }

    private func entry(_ colour: Colour) -> Int32 {
        let code = colour.code
        if let known = entries[code] { return known }
        let entry: Int32 =
            switch colours {
            case .mono, .redefined256: 0
            case .eight: Int32(Palette8.nearest(to: colour))
            case .redefined8: Int32(Palette8.nearestOwn(to: colour))
            case .fixed256: Int32(Palette256.nearest(to: colour))
            }
        entries[code] = entry
        return entry
    }

    /// A pair for two entries; nil when ncurses has no more.
    func pair(_ key: PairKey) -> Int32? {
        // Most cells look like the one before.
        if let last, last.key == key { return last.pair }
        if let known = pairs[key] {
            last = (key, known)
            return known
        }
        let next = Int32(pairs.count + 1)
        guard next < smilepost_color_pairs(), init_extended_pair(next, key.ink, key.ground) == OK else {
            hasRunOut = true
            return nil
        }
        pairs[key] = next
        if pairsByGround[key.ground] == nil { pairsByGround[key.ground] = next }
        return next
    }

    /// So few that a screen of blended edges could use them up.
    var hasFewPairs: Bool { smilepost_color_pairs() <= 256 }
    func knownPair(_ key: PairKey) -> Int32? { pairs[key] }
    func anyPair(ground: Int32) -> Int32? { pairsByGround[ground] }
}

extension Frame {
    /// The cells that differ from an earlier frame of the same size, all without one; counted row by row.
    fileprivate func cells(changedSince before: Frame?) -> [Int] {
        guard let before else { return Array(cells.indices) }
        return cells.withUnsafeBufferPointer { now in
            before.cells.withUnsafeBufferPointer { then in now.indices.filter { now[$0] != then[$0] } }
        }
    }
}
