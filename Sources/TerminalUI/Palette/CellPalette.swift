/// Which entry of a palette that can be redefined shows which colour of which cell.
///
/// A card that lights up changes the colours of all its cells and none of its shapes. Where the terminal keeps entries and
/// not colours in its cells, a few entries with a new meaning show the same as all those cells sent again: "pressed" at
/// 160x45 is 4 kB and not 25. Each cell on the screen votes for what its entries should become; the weightiest wish wins
/// an entry, and only cells that wished otherwise are sent again, with other entries.
package struct CellPalette {
    /// What has to be sent so that the terminal shows a frame, in this order.
    package struct Change: Equatable {
        /// Entries with a new meaning, from 0, ascending.
        package var redefined: [Int] = []
        /// Cells to be sent, counted row by row.
        package var cells: [Int] = []
    }

    /// What stands in a cell of the terminal.
    package struct Shown: Equatable {
        var glyph: UInt64
        var isBold: Bool
        /// The entry of the ink, and that of the ground; a space shows no ink.
        package var ink: UInt8
        package var ground: UInt8
    }

    /// The meaning of each entry used so far.
    package private(set) var colours: [Colour] = []
    /// Row by row.
    package private(set) var shown: [Shown] = []

    private let capacity: Int
    /// The region each entry was given to.
    private var owners: [UInt8] = []
    private var size = Size(width: 0, height: 0)

    /// A palette of `capacity` entries (1 to 255), none of which has a meaning yet.
    package init(capacity: Int) { self.capacity = min(255, max(1, capacity)) }

    /// Squared distance in red, green and blue that nobody sees.
    static let alike = 48

    /// Finds what to send for `frame` after the frame before it; nothing is known of the screen after `forget`.
    ///
    /// `regions` are what may change its colours by itself, such as a card: they get entries of their own as far as there
    /// are enough.
    package mutating func show(_ frame: Frame, regions: [Rect] = []) -> Change {
        let isKnown = frame.size == size
        size = frame.size
        let before = colours
        var kept: [Bool]
        if isKnown {
            redefine(by: votes(for: frame))
            kept = keptCells(of: frame)
        } else {
            shown = Array(repeating: .nothing, count: frame.cells.count)
            kept = Array(repeating: false, count: frame.cells.count)
        }
        let sent = kept.indices.filter { !kept[$0] }
        let part = Part(cells: sent, frame: frame, regions: frame.map(of: regions))
        place(part, usedBefore: isKnown ? used(where: nil) : [], live: used(where: kept))
        let redefined = colours.indices.filter { $0 >= before.count || before[$0] != colours[$0] }
        return Change(redefined: redefined, cells: sent)
    }

    /// The screen was cleared or has another size: the next frame is sent whole.
    package mutating func forget() { size = Size(width: 0, height: 0) }
}

extension CellPalette.Shown {
    /// No frame has this glyph, so no cell is kept.
    fileprivate static let nothing = Self(glyph: .max, isBold: false, ink: 0, ground: 0)

    /// Whether the terminal's glyph can show a cell, given the right colours: two pixels can also be of one colour.
    fileprivate func canShow(_ cell: Cell) -> Bool {
        glyph == cell.glyph && isBold == cell.isBold || glyph == Cell.upperHalf && cell.isSpace
    }

    fileprivate var showsInk: Bool { glyph != Cell.space && glyph != 0 }
}

// MARK: - New meanings

extension CellPalette {
    /// What the cells on the screen want their entries to mean, in bytes it would take to send them again.
    private struct Votes {
        private var weights: [UInt32: Int] = [:]
        /// Runs of cells want the same.
        private var last: (key: UInt32, weight: Int) = (.max, 0)

        mutating func add(_ entry: UInt8, _ wish: Colour, _ weight: Int) {
            let key = UInt32(entry) << 24 | wish.code
            if key == last.key {
                last.weight += weight
            } else {
                flush()
                last = (key, weight)
            }
        }

        private mutating func flush() {
            if last.weight > 0 { weights[last.key, default: 0] += last.weight }
            last.weight = 0
        }

        mutating func counted() -> [UInt32: Int] {
            flush()
            return weights
        }
    }

    /// A cell like its neighbour costs next to nothing: terminals repeat and erase.
    private static let (weightInRun, weightAlone) = (1, 12)
    /// `ESC ] 4 ; 123 ; r g b : … ESC \`.
    private static let weightOfEntry = 22

    private func votes(for frame: Frame) -> [UInt32: Int] {
        var votes = Votes()
        frame.cells.withUnsafeBufferPointer { cells in
            shown.withUnsafeBufferPointer { shown in
                for index in cells.indices {
                    let (cell, on) = (cells[index], shown[index])
                    guard on.canShow(cell) else { continue }
                    let isInRun = index > 0 && cells[index - 1] == cell
                    let weight = isInRun ? Self.weightInRun : Self.weightAlone
                    if on.showsInk { votes.add(on.ink, cell.shownInk, weight) }
                    if !cell.isRightHalf { votes.add(on.ground, cell.ground, weight) }
                }
            }
        }
        return votes.counted()
    }

    /// Gives each entry the meaning that saves the most.
    private mutating func redefine(by votes: [UInt32: Int]) {
        var best = [(wish: UInt32, weight: Int)](repeating: (0, 0), count: colours.count)
        for (key, weight) in votes {
            let (entry, wish) = (Int(key >> 24), key & 0xFF_FFFF)
            let leads = weight > best[entry].weight || weight == best[entry].weight && wish < best[entry].wish
            if leads { best[entry] = (wish, weight) }
        }
        for (entry, winner) in best.enumerated() where winner.weight > 0 && winner.wish != colours[entry].code {
            let present = votes[UInt32(entry) << 24 | colours[entry].code] ?? 0
            if winner.weight - present > Self.weightOfEntry { colours[entry] = Colour(winner.wish) }
        }
    }

    /// Which cells show what they should without being sent.
    private func keptCells(of frame: Frame) -> [Bool] {
        var check = Check(colours: colours)
        return [Bool](unsafeUninitializedCapacity: shown.count) { kept, count in
            count = shown.count
            frame.cells.withUnsafeBufferPointer { cells in
                shown.withUnsafeBufferPointer { shown in
                    for index in shown.indices { kept[index] = check.isRight(shown[index], for: cells[index]) }
                }
            }
        }
    }

    /// Whether entries mean what a cell wants; runs of cells ask the same, so the last answers are kept.
    private struct Check {
        let colours: [Colour]
        private var ink = Answer()
        private var ground = Answer()

        private struct Answer {
            var entry: UInt8 = 0
            var wish = Colour(0)
            var isRight: Bool?

            mutating func ask(_ entry: UInt8, _ wish: Colour, _ colours: [Colour]) -> Bool {
                if let isRight, entry == self.entry, wish == self.wish { return isRight }
                (self.entry, self.wish) = (entry, wish)
                let answer = colours[Int(entry)].distance(to: wish) <= CellPalette.alike
                isRight = answer
                return answer
            }
        }

        init(colours: [Colour]) { self.colours = colours }

        mutating func isRight(_ on: Shown, for cell: Cell) -> Bool {
            guard on.canShow(cell) else { return false }
            if cell.isRightHalf { return true }
            if on.showsInk, !ink.ask(on.ink, cell.shownInk, colours) { return false }
            return ground.ask(on.ground, cell.ground, colours)
        }
    }
}

// MARK: - Places for new colours

extension CellPalette {
    /// Which entries the cells on the screen show: all of them, or those that `kept` names.
    private func used(where kept: [Bool]?) -> [Bool] {
        var used = [Bool](repeating: false, count: capacity)
        used.withUnsafeMutableBufferPointer { used in
            for index in shown.indices where kept?[index] != false {
                let on = shown[index]
                guard on.glyph != .max else { continue }
                if on.showsInk { used[Int(on.ink)] = true }
                used[Int(on.ground)] = true
            }
        }
        return used
    }

    /// The cells that are sent, and which region each of the frame's cells is in (0: none).
    private struct Part {
        let cells: [Int]
        let frame: Frame
        var regions: [UInt8]

        /// A colour in its region, as one number.
        func key(_ index: Int, _ colour: Colour) -> UInt32 { UInt32(regions[index]) << 24 | colour.code }

        /// The colours of the cells, those that begin most runs first.
        func colours() -> [UInt32] {
            var counts: [UInt32: Int] = [:]
            var (lastInk, lastGround): (UInt32, UInt32) = (.max, .max)
            for index in cells {
                let cell = frame.cells[index]
                let (ink, ground) = (key(index, cell.ink), key(index, cell.ground))
                if ground != lastGround { counts[ground, default: 0] += 1 }
                if ink != lastInk, !cell.isSpace { counts[ink, default: 0] += 1 }
                (lastInk, lastGround) = (ink, ground)
            }
            return counts.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.map(\.key)
        }
    }

    /// Finds entries for the colours of the cells that are sent; where there are too few, regions share them.
    private mutating func place(_ part: Part, usedBefore: [Bool], live: [Bool]) {
        if let entries = allot(part, usedBefore: usedBefore, live: live, mayShare: false) {
            return put(part, entries)
        }
        var part = part
        part.regions = Array(repeating: 0, count: part.regions.count)
        put(part, allot(part, usedBefore: usedBefore, live: live, mayShare: true) ?? [:])
    }

    /// An entry for each colour; nil where there are too few and none may be shared.
    private mutating func allot(
        _ part: Part, usedBefore: [Bool], live: [Bool], mayShare: Bool
    ) -> [UInt32: UInt8]? {
        var live = live
        var entries: [UInt32: UInt8] = [:]
        let wanted = part.colours()
        for (index, colour) in colours.enumerated() {
            let key = (mayShare ? 0 : UInt32(owners[index]) << 24) | colour.code
            if entries[key] == nil || live[index] { entries[key] = UInt8(index) }
        }
        for key in wanted { if let known = entries[key] { live[Int(known)] = true } }
        var free = freeEntries(usedBefore: usedBefore, live: live)
        let missing = wanted.filter { entries[$0] == nil }
        let isScarce = missing.count > free.count
        guard mayShare || !isScarce else { return nil }
        // A colour of an entry that is given away must not be found there.
        entries = entries.filter { live[Int($0.value)] }
        for key in missing {
            let colour = Colour(key & 0xFF_FFFF)
            let nearest = isScarce ? nearestLive(to: colour, live) : nil
            if let nearest, free.isEmpty || colours[nearest].distance(to: colour) <= Self.alike {
                entries[key] = UInt8(nearest)
            } else if let entry = free.popLast() {
                give(entry, to: UInt8(key >> 24), colour)
                entries[key] = UInt8(entry)
                live[entry] = true
            }
        }
        return entries
    }

    private mutating func give(_ entry: Int, to owner: UInt8, _ colour: Colour) {
        if entry == colours.count {
            colours.append(colour)
            owners.append(owner)
        } else {
            (colours[entry], owners[entry]) = (colour, owner)
        }
    }

    private mutating func put(_ part: Part, _ entries: [UInt32: UInt8]) {
        for index in part.cells {
            let cell = part.frame.cells[index]
            let ground = entries[part.key(index, cell.ground)] ?? 0
            let ink = cell.isSpace ? ground : entries[part.key(index, cell.ink)] ?? 0
            shown[index] = Shown(glyph: cell.glyph, isBold: cell.isBold, ink: ink, ground: ground)
        }
    }

    /// Entries to give away, the best last: one without a meaning, then one that the frame before didn't show either.
    private func freeEntries(usedBefore: [Bool], live: [Bool]) -> [Int] {
        let known = colours.indices.reversed().filter { !live[$0] }
        let unused = (colours.count..<capacity).reversed()
        return known.filter { usedBefore.indices.contains($0) && usedBefore[$0] }
            + known.filter { !usedBefore.indices.contains($0) || !usedBefore[$0] } + unused
    }

    private func nearestLive(to colour: Colour, _ live: [Bool]) -> Int? {
        colours.indices.filter { live[$0] }.min { colour.distance(to: colours[$0]) < colour.distance(to: colours[$1]) }
    }
}

extension Frame {
    /// Which of `regions` each cell is in, from 1; 0 outside of all.
    fileprivate func map(of regions: [Rect]) -> [UInt8] {
        var map = [UInt8](repeating: 0, count: cells.count)
        for (number, rect) in regions.prefix(255).enumerated() {
            for row in rect.rows.clamped(to: 0..<size.height) {
                for column in rect.columns.clamped(to: 0..<size.width) {
                    map[row * size.width + column] = UInt8(number + 1)
                }
            }
        }
        return map
    }
}

extension Cell {
    /// The colour a glyph with ink shows for this cell: a space in place of two pixels is all ground.
    fileprivate var shownInk: Colour { isSpace ? ground : ink }
}

extension Colour {
    /// `0xRRGGBB`: hashed in one step, and a fixed order among colours used equally often.
    package var code: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

    /// The squared distance in red, green and blue.
    package func distance(to other: Colour) -> Int {
        let (dr, dg, db) = (Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue))
        return dr * dr + dg * dg + db * db
    }
}
