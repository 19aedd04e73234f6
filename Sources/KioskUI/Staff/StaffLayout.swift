import TerminalUI

/// Where the parts of the staff menu stand; the same for drawing and for touching.
struct StaffLayout {
    let size: Size
    let isMirrored: Bool
    let items: [StaffItem]
    let isPad: Bool
    let isTouches: Bool
    /// The cards, in the order of the items.
    private(set) var grid: [Rect] = []
    /// Rows of a line of text: on a very large screen letters are drawn.
    let line: Int
    /// Whether the sentence has all the room above the cards.
    private let isSentenceAlone: Bool
    /// Whether rows stand beside the cards and not above them.
    let isWide: Bool

    init(_ menu: StaffMenu, size: Size) {
        self.size = size
        isMirrored = menu.isMirrored
        items = menu.items
        isPad = menu.isPad
        isTouches = menu.page == .touches
        switch menu.page {
        case .confirm, .busy, .outcome: isSentenceAlone = true
        default: isSentenceAlone = false
        }
        line = size.width >= 300 && size.height >= 90 ? 5 : 1
        isWide = size.width >= 100 && menu.page == .menu
        grid = cards
    }

    /// No room for anything to touch: a line of words, and digits.
    var isTooSmall: Bool { size.width < Stage.least.width || size.height < Stage.least.height }

    /// Cards side by side.
    var columns: Int { items.count <= 2 ? max(1, items.count) : 3 }
    private var rowCount: Int { (items.count + columns - 1) / columns }

    private var isTall: Bool { size.height >= 27 }
    private var isShort: Bool { size.height < 20 }

    var panel: Rect {
        let margin = size.width >= 100 ? 3 : size.width >= 60 ? 1 : 0
        let most = size.width - 2 * margin
        let share = line > 1 ? 88 : 66
        let wanted = isPad ? max(58, size.width * 45 / 100) : max(isWide ? 104 : 90, size.width * share / 100)
        let width = min(most, wanted)
        let height = isTall ? min(size.height, max(isPad ? 31 : 27, size.height * 82 / 100)) : size.height
        return Rect(
            column: (size.width - width) / 2, row: (size.height - height) / 2, width: width, height: height)
    }

    private var inner: Rect {
        let side = size.width >= 100 ? 4 : size.width >= 60 ? 2 : 1
        let edge = isShort ? 0 : 1
        return panel.inset(left: side, right: side, top: edge, bottom: edge)
    }

    private func band(_ row: Int, _ height: Int) -> Rect {
        Rect(column: inner.column, row: row, width: inner.width, height: max(0, height))
    }

    private var air: Int { isShort ? 0 : line }

    var title: Rect { band(inner.row, line) }
    var sentence: Rect {
        let top = inner.row + line + air
        guard isSentenceAlone, let first = grid.first else { return band(top, 2 * line) }
        return band(top, max(2 * line, first.row - air - top))
    }
    /// The digits typed so far, on the pad.
    var dots: Rect { isShort ? title : band(sentence.row + 2 * line, line) }

    var footer: Rect {
        let height = isPad && isTall ? 3 : 1
        let rows = max(line, height)
        return band(inner.row + inner.height - rows, rows)
    }

    private var body: Rect {
        var top = inner.row + 3 * line + 2 * air
        if isPad { top = isShort ? sentence.row + 1 : dots.row + line + (isTall ? 1 : 0) }
        return band(top, footer.row - (isPad && !isTall ? 0 : air) - top)
    }

    /// Rows of facts or findings.
    var rows: Rect {
        if isWide { return mirrored(body.inset(right: body.width * 57 / 100 + 3)) }
        return band(body.row, grid.first.map { $0.row - air - body.row } ?? body.height)
    }

    private var cards: [Rect] {
        let area = isWide ? mirrored(body.inset(left: body.width - body.width * 57 / 100)) : body
        let gap = area.height >= rowCount * 3 + rowCount - 1 ? 1 : 0
        let room = (area.height - gap * (rowCount - 1)) / max(1, rowCount)
        let tallest = isPad ? 4 * line : isWide ? 8 * line : (isTall ? 4 : 3) * line
        let height = max(1, min(room, tallest))
        let used = height * rowCount + gap * (rowCount - 1)
        let top = isWide || isPad ? area.row : area.row + area.height - used
        let sides = size.width >= 60 ? 2 : 1
        let cells = Rect(column: area.column, row: top, width: area.width, height: height).columns(columns, gap: sides)
        return items.indices.map { index in
            let cell = cells[index % columns]
            let rect = Rect(
                column: cell.column, row: top + index / columns * (height + gap), width: cell.width, height: height)
            return isPad || isWide ? mirroredInGrid(rect, area) : mirrored(rect)
        }
    }

    /// Cards without rows between them need shades to be told apart.
    var isDense: Bool {
        guard let first = grid.first, grid.count > columns else { return false }
        return grid[columns].row == first.row + first.height
    }

    private func mirrored(_ rect: Rect) -> Rect {
        guard isMirrored else { return rect }
        return Rect(
            column: size.width - rect.column - rect.width, row: rect.row, width: rect.width, height: rect.height)
    }

    /// The order within the cards' own area; a pad is the same in every language.
    private func mirroredInGrid(_ rect: Rect, _ area: Rect) -> Rect {
        guard isMirrored, !isPad else { return rect }
        let column = area.column + area.width - (rect.column - area.column) - rect.width
        return Rect(column: column, row: rect.row, width: rect.width, height: rect.height)
    }

    /// The way out of the pad, which has no card for it.
    var closeButton: Rect {
        let width = min(20, footer.width / 2)
        let button = Rect(
            column: footer.column + footer.width - width, row: footer.row, width: width, height: footer.height)
        return mirrored(button)
    }

    /// The one button of the page of touches.
    var touchesButton: Rect {
        let width = min(24 * (line > 1 ? 3 : 1), size.width)
        let height = isShort ? 2 : 3 * line
        return Rect(column: (size.width - width) / 2, row: size.height - height, width: width, height: height)
    }

    var targets: [Target] {
        guard !isTooSmall else { return [] }
        if isTouches { return [Target(rect: touchesButton, action: .back)] }
        let cards = zip(items, grid).map { Target(rect: $1, action: $0.action) }
        return isPad ? cards + [Target(rect: closeButton, action: .back)] : cards
    }

    /// A place to touch.
    struct Target: Hashable {
        let rect: Rect
        let action: StaffAction
    }
}
