import CNCurses
import TerminalUI

/// Colours to entries of the terminal's palette, and two of them to a pair of ncurses.
final class Palette {
    private let colours: Display.Colours
    private let definesEight: Bool
    private var entries: [UInt32: Int32] = [:]
    private var defined: [Colour] = []
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

    /// The first sixteen belong to the user and to the text of other programs.
    private static let firstOwn = 16
    private static let mostOwn = 240
    /// Squared distance in red, green and blue that nobody sees, and that a blended edge bears.
    private static let alike = 48
    private static let similar = 400

    init(display: Display) {
        colours = display.colours
        definesEight = display.colours == .eight && can_change_color()
        if definesEight { sendEight() }
    }

    /// Makes room for the colours of the cells that changed; true when entries changed their meaning and all of the
    /// frame must be put again.
    func prepare(for frame: Frame, changed: [Point]) -> Bool {
        let startsAnew = hasRunOut
        if startsAnew { forgetPairs() }
        guard colours == .redefined256 else { return startsAnew }
        let missing = Self.byUse(frame.colourCounts(at: changed).filter { entries[$0.key.code] == nil })
        if missing.allSatisfy(place) { return startsAnew }
        let everywhere = (0..<frame.size.height).flatMap { row in
            (0..<frame.size.width).map { Point(column: $0, row: row) }
        }
        begin(with: Self.byUse(frame.colourCounts(at: everywhere)))
        return true
    }

    /// Finds an entry for a colour; false where only one that looks different is left.
    private func place(_ colour: Colour) -> Bool {
        let nearest = nearestOwn(to: colour)
        let distance = nearest.map { colour.distance(to: defined[$0]) } ?? .max
        guard distance > Self.alike else { return share(colour, nearest) }
        guard defined.count < Self.mostOwn else { return distance <= Self.similar && share(colour, nearest) }
        let entry = Int32(Self.firstOwn + defined.count)
        defined.append(colour)
        entries[colour.code] = entry
        send(colour, entry)
        return true
    }

    private func share(_ colour: Colour, _ index: Int?) -> Bool {
        entries[colour.code] = index.map { Int32(Self.firstOwn + $0) }
        return index != nil
    }

    /// The most used colours get entries of their own, the others the nearest of these.
    private func begin(with colours: [Colour]) {
        forgetPairs()
        entries.removeAll(keepingCapacity: true)
        defined.removeAll(keepingCapacity: true)
        for colour in colours where !place(colour) { _ = share(colour, nearestOwn(to: colour)) }
    }

    private static func byUse(_ counts: [Colour: Int]) -> [Colour] {
        counts.sorted { ($0.value, $0.key.code) > ($1.value, $1.key.code) }.map(\.key)
    }

    /// Begins to number pairs anew; what is on the screen must be put again.
    func forgetPairs() {
        hasRunOut = false
        last = nil
        pairs.removeAll(keepingCapacity: true)
        pairsByGround.removeAll(keepingCapacity: true)
    }

    private func nearestOwn(to colour: Colour) -> Int? {
        defined.indices.min { colour.distance(to: defined[$0]) < colour.distance(to: defined[$1]) }
    }

    /// ncurses counts in thousandths and cuts: rounding up gives the terminal the very byte.
    private func send(_ colour: Colour, _ entry: Int32) {
        func thousandths(_ channel: UInt8) -> Int32 { (Int32(channel) * 1000 + 254) / 255 }
        init_extended_color(
            entry, thousandths(colour.red), thousandths(colour.green), thousandths(colour.blue))
    }

    func sendAgain() {
        for (index, colour) in defined.enumerated() { send(colour, Int32(Self.firstOwn + index)) }
        if definesEight { sendEight() }
    }

    private func sendEight() {
        for (index, colour) in Self.eight.enumerated() { send(colour, Int32(index)) }
    }

    /// What the console of Linux shows: ground, five faces, accent and ink of the design in the places of its eight.
    private static let eight: [Colour] = [
        0x10141C, 0xD64038, 0x2EA868, 0xF6C448, 0x5AA0FA, 0xF0843A, 0x96C856, 0xF0F2F6,
    ].map { Colour($0) }

    /// The entry for a colour of the frame that was prepared for.
    func entry(_ colour: Colour) -> Int32 {
        let code = colour.code
        if let known = entries[code] { return known }
        let entry: Int32 =
            switch colours {
            case .mono: 0
            case .eight: definesEight ? nearestOfEight(to: colour) : Int32(Palette8.nearest(to: colour))
            case .fixed256: Int32(Palette256.nearest(to: colour))
            case .redefined256: Int32(Self.firstOwn + (nearestOwn(to: colour) ?? 0))
            }
        entries[code] = entry
        return entry
    }

    private func nearestOfEight(to colour: Colour) -> Int32 {
        // Greys have no hue to be near to.
        let channels = [colour.red, colour.green, colour.blue]
        let (lowest, highest) = (channels.min() ?? 0, channels.max() ?? 0)
        if highest - lowest < 48 { return highest >= 100 ? 7 : 0 }
        let eight = Self.eight
        return Int32(eight.indices.min { colour.distance(to: eight[$0]) < colour.distance(to: eight[$1]) } ?? 0)
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

extension Colour {
    fileprivate func distance(to other: Colour) -> Int {
        let (dr, dg, db) = (
            Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
        )
        return dr * dr + dg * dg + db * db
    }

    /// `0xRRGGBB`: hashed in one step, and a fixed order among colours used equally often.
    fileprivate var code: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

extension Frame {
    /// How often each colour begins in a run of cells.
    fileprivate func colourCounts(at places: [Point]) -> [Colour: Int] {
        var counts: [Colour: Int] = [:]
        var (lastInk, lastGround): (Colour?, Colour?) = (nil, nil)
        for place in places {
            let cell = self[place.column, place.row]
            // Most cells look like the one before: counting changes is enough, and much cheaper.
            if cell.ground != lastGround { counts[cell.ground, default: 0] += 1 }
            if cell.ink != lastInk, !cell.isSpace { counts[cell.ink, default: 0] += 1 }
            (lastInk, lastGround) = (cell.ink, cell.ground)
        }
        return counts
    }
}
