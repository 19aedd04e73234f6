import SurveyKit
import TerminalUI

/// Where everything stands while a text is typed: the question, what was typed, the keys down to the footer.
struct EntryLayout {
    let ask: Rect
    /// E-mail and phone; empty for a text.
    let tabs: [Rect]
    let field: Rect
    let grid: KeyboardGrid
    /// Accents, while they are offered: over the digits, else over the lower part of the field.
    let accents: [KeySpot]

    /// Below this many rows the keys take all but what is needed.
    private static let lowRows = 17
    /// Higher keys would only be farther apart.
    private static let tallestKey = 10

    init(_ model: KioskModel, _ entry: Entry) {
        let stage = model.stage
        let layout = model.keyboardLayout
        let bottom = stage.footerTouch(hasButton: true).row
        let width = stage.size.width >= 60 ? stage.inner.width : stage.size.width
        // A row of digits only where the keys stay high enough for a finger.
        let hasDigits = layout.purpose != .phone && bottom * 65 / 500 >= 3
        let rows = KeyboardRows(
            layout: layout, plane: entry.text.plane, hasDigits: hasDigits,
            pitch: KeyboardGrid.pitch(columns: layout.columns, width: width), doneWidth: model.doneWidth,
            isMirrored: stage.isMirrored)
        let caps = rows.caps
        let height = Self.keysHeight(rows: caps.count, above: bottom)
        let area = Rect(
            column: (stage.size.width - width) / 2, row: bottom - height, width: width, height: height)
        grid = KeyboardGrid(caps, columns: layout.columns, in: area)
        let top = Top(
            rows: bottom - height, isTall: stage.size.height >= 28, hasTabs: entry.contact != nil, block: grid.block,
            lines: model.askLines(width: grid.block.width))
        (ask, tabs) = (top.ask, top.tabs.map(stage.mirrored))
        var field = top.field
        guard let offer = entry.text.offer else {
            (self.field, accents) = (field, [])
            return
        }
        let keys = offer.accents.map(KeyFunction.accent)
        if hasDigits, let digits = grid.rows.first?.first {
            let over = Rect(column: area.column, row: digits.touch.row, width: width, height: digits.touch.height)
            accents = KeyboardGrid.row(of: keys, columns: layout.columns, in: over)
        } else {
            let height = max(1, min(field.height - 1, area.height / max(1, caps.count)))
            field = field.inset(bottom: height)
            let over = Rect(column: area.column, row: field.row + field.height, width: width, height: height)
            accents = KeyboardGrid.row(of: keys, columns: layout.columns, in: over)
        }
        self.field = field
    }

    private static func keysHeight(rows: Int, above bottom: Int) -> Int {
        if bottom < lowRows { return max(rows, bottom - 3) }
        return rows * min(tallestKey, max(1, bottom * 65 / 100 / rows))
    }

    /// The keys that are shown: those under accents are not.
    var spots: [KeySpot] {
        let hidden = Set(accents.map(\.touch.row))
        return grid.spots.filter { !hidden.contains($0.touch.row) } + accents
    }
}

extension EntryLayout {
    /// The part above the keys.
    fileprivate struct Top {
        let ask: Rect
        let tabs: [Rect]
        let field: Rect

        init(rows: Int, isTall: Bool, hasTabs: Bool, block: Rect, lines: Int) {
            let air = rows >= 8 ? 1 : 0
            let start = isTall ? 1 : 0
            let high = rows >= 16 ? rows * 35 / 100 : rows >= 9 + (hasTabs ? 3 : 0) ? min(2, lines) : 1
            ask = Rect(column: block.column, row: start, width: block.width, height: high)
            var row = start + high + air
            if hasTabs {
                let height = rows >= 10 ? 3 : 1
                let strip = Rect(column: block.column, row: row, width: min(block.width, 60), height: height)
                tabs = strip.columns(2, gap: 2)
                row += height + (rows >= 10 ? air : 0)
            } else {
                tabs = []
            }
            let tallest = hasTabs ? 5 : 12
            field = Rect(
                column: block.column, row: row, width: block.width, height: min(tallest, max(1, rows - air - row)))
        }
    }
}

extension KioskModel {
    /// The keys for the purpose and the language.
    var keyboardLayout: KeyboardLayout {
        switch entry?.text.purpose {
        case .contact(.phone): .phone
        case .contact(.email): .email(in: language)
        case .comment, nil: .prose(in: language)
        }
    }

    /// The word of the green key; it changes with what is typed and must not move the others.
    var doneWidth: Int {
        max(entryWords.done.cellWidth, words.skip.cellWidth, words.next.cellWidth)
    }

    var entryWords: EntryWords { EntryWords.of(language) }

    fileprivate func askLines(width: Int) -> Int {
        guard let ask = interview?.question?.ask.text(in: language), width > 0 else { return 1 }
        return (ask.cellWidth + width - 1) / width
    }

    /// What can be touched on a text or contact question, besides cards and the footer.
    var entryTargets: [Target] {
        guard let entry, entry.step == .typing, !stage.isTooSmall else { return [] }
        let layout = EntryLayout(self, entry)
        let keys = layout.spots.map { spot in
            Target(rect: spot.touch, action: spot.function.map(Action.key) ?? (doneMeans == .skip ? .skip : .next))
        }
        let tabs = zip(layout.tabs, [Contact.Kind.email, .phone]).map { Target(rect: $0, action: .contact($1)) }
        return keys + tabs
    }
}
