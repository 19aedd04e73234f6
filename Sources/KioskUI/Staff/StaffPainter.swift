package import TerminalUI

/// The staff menu as it is now.
///
/// - Parameter now: Milliseconds since boot.
package func view(
    _ menu: StaffMenu, size: Size, display: Display, theme: Theme, at now: Int64, typeface: (any Typeface)?
) -> Frame {
    var painter = StaffPainter(menu, size: size, display: display, theme: theme, at: now, typeface: typeface)
    painter.paint()
    return painter.canvas.frame
}

struct StaffPainter {
    let menu: StaffMenu
    let layout: StaffLayout
    let theme: Theme
    let now: Int64
    let typeface: (any Typeface)?
    var canvas: Canvas

    init(
        _ menu: StaffMenu, size: Size, display: Display, theme: Theme, at now: Int64, typeface: (any Typeface)?
    ) {
        self.menu = menu
        self.theme = theme
        self.now = now
        self.typeface = typeface
        layout = StaffLayout(menu, size: size)
        canvas = Canvas(size: size, display: display, ground: theme.ground, typeface: typeface)
    }

    private var beginning: Alignment { menu.isMirrored ? .right : .left }
    private var end: Alignment { menu.isMirrored ? .left : .right }
    private var direction: Direction { menu.isMirrored ? .rightToLeft : .leftToRight }
    private var isPlain: Bool { canvas.display.cells == .ascii || canvas.display.colours == .mono }
    /// What the menu stands on.
    private var surface: Colour { theme.isFlat ? theme.ground : theme.ground.mixed(with: theme.card, 0.6) }

    mutating func paint() {
        if layout.isTooSmall { return tooSmall() }
        if layout.isTouches { return touches() }
        let panel = layout.panel
        if panel.height < layout.size.height, panel.width < layout.size.width {
            canvas.card(panel, surface)
        } else if !theme.isFlat {
            canvas.fill(panel, surface)
        }
        let isPadOnShort = layout.isPad && layout.dots == layout.title
        say(menu.title, in: layout.title, align: beginning, ink: theme.ink(on: surface), bold: true)
        let sentence = menu.sentence(at: now)
        say(
            sentence.text, in: isPadOnShort ? layout.sentence.inset(bottom: 1) : layout.sentence, align: beginning,
            ink: ink(sentence.tone), bold: true)
        if layout.isPad { dots() }
        rows()
        for (index, item) in layout.items.enumerated() { card(item, index, in: layout.grid[index]) }
        footer()
    }

    /// Text in cells, or in letters where the layout left the room for them.
    private mutating func say(_ text: String, in rect: Rect, align: Alignment, ink: Colour, bold: Bool = false) {
        guard layout.line > 1, rect.height >= layout.line else {
            return canvas.wrapped(text, in: rect, align: align, ink: ink, bold: bold)
        }
        let lines = lines(of: text, in: rect)
        var row = rect.row + (rect.height - lines.count * layout.line) / 2
        for line in lines {
            let place = Rect(column: rect.column, row: row, width: rect.width, height: layout.line)
            canvas.headline(line, in: place, ink: ink, direction: direction, align: align)
            row += layout.line
        }
    }

    /// The lines of a text where each has letters of about one size; the last takes what is left.
    private func lines(of text: String, in rect: Rect) -> [String] {
        let most = max(1, rect.height / layout.line)
        guard layout.line > 1 else { return canvas.cellLines(text, width: rect.width, height: most) }
        var lines: [String] = []
        for word in text.split(separator: " ") {
            let longer = (lines.last.map { $0 + " " } ?? "") + word
            let fits = (typeface?.width(of: longer, height: Self.letters)).map { $0 <= rect.width } ?? true
            if lines.isEmpty || (!fits && lines.count < most) {
                lines.append(String(word))
            } else {
                lines[lines.count - 1] = longer
            }
        }
        return lines
    }

    /// Pixels an em of the smallest letters that can be drawn.
    private static let letters = 8

    private func ink(_ tone: StaffTone) -> Colour {
        switch tone {
        case .plain: theme.ink(on: surface)
        case .soft: theme.soft(on: surface)
        case .good: readable(theme.face(.excellent))
        case .warning: readable(theme.star)
        case .bad: readable(theme.face(.terrible))
        }
    }

    private func readable(_ colour: Colour) -> Colour {
        [0.0, 0.25, 0.5, 0.75].map { colour.mixed(with: theme.ink(on: surface), $0) }
            .first { contrast($0, surface) >= theme.leastContrast } ?? theme.ink(on: surface)
    }

    private mutating func footer() {
        let seconds = "\(menu.secondsLeft(at: now))"
        let button = layout.isPad ? layout.closeButton.width + 1 : 0
        let rect = layout.footer.inset(left: menu.isMirrored ? button : 0, right: menu.isMirrored ? 0 : button)
        say(menu.words.pin.closesIn.filled(seconds), in: rect, align: beginning, ink: theme.soft(on: surface))
        guard layout.isPad else { return }
        if layout.closeButton.height >= 3 { canvas.card(layout.closeButton, theme.card) }
        say(
            "Esc  " + menu.words.pin.close, in: layout.closeButton,
            align: layout.closeButton.height >= 3 ? .center : end, ink: theme.ink(on: theme.card))
    }

    private mutating func tooSmall() {
        let size = layout.size
        let above = size.height / 2
        let sentence = menu.sentence(at: now).text
        canvas.wrapped(
            [menu.title, sentence, String(repeating: "*", count: menu.typed.count)].filter { !$0.isEmpty }
                .joined(separator: ". "),
            in: Rect(column: 0, row: 0, width: size.width, height: max(above, size.height - above)),
            align: beginning, ink: theme.ink, bold: true)
        guard !layout.isPad else { return }
        let digits = menu.items.compactMap { item in
            item.digit.map { "\($0)\u{A0}" + item.label.replacing(" ", with: "\u{A0}") }
        }
        canvas.wrapped(
            digits.joined(separator: "  "),
            in: Rect(column: 0, row: size.height - above, width: size.width, height: above), align: beginning,
            ink: theme.ink)
    }
}

// MARK: - Cards and keys

extension StaffPainter {
    private mutating func card(_ item: StaffItem, _ index: Int, in rect: Rect) {
        let isFocused = menu.focus == index
        let colour = cardColour(item, index, isFocused)
        // A frame of characters around two rows would leave no room for words.
        if isPlain && rect.height < 3 { canvas.fill(rect, colour) } else { canvas.card(rect, colour) }
        if isFocused, !isPlain, rect.height >= 3 {
            let line = Rect(column: rect.column + 2, row: rect.row + rect.height - 1, width: rect.width - 4, height: 1)
            canvas.bar(in: line, share: 1, colour: theme.ink(on: colour))
        }
        let ink = theme.ink(on: colour)
        guard let digit = item.digit else { return key(item, in: rect, on: colour, isFocused: isFocused) }
        let side = rect.width >= 24 || rect.height > 3 ? 2 : rect.width >= 16 || (isPlain && rect.height >= 3) ? 1 : 0
        let space = rect.inset(left: side, right: side)
        let mark = isPlain && (isFocused || item.isCurrent) ? (isFocused ? ">" : "*") : ""
        if rect.height >= 4 {
            let room = space.inset(top: layout.line, bottom: isPlain ? 2 : 1)
            let lines = lines(of: item.label, in: room).count
            let used = (1 + lines) * layout.line
            let top = rect.row + max(isPlain ? 1 : 0, (rect.height - used) / 2)
            let first = Rect(column: space.column, row: top, width: space.width, height: layout.line)
            say(mark + "\(digit)", in: first, align: beginning, ink: accent(on: colour), bold: true)
            let below = Rect(
                column: space.column, row: top + layout.line, width: space.width, height: lines * layout.line)
            return say(item.label, in: below, align: beginning, ink: ink, bold: item.isCurrent || isFocused)
        }
        let indent = 2 + mark.count
        let row = Rect(column: space.column, row: rect.row + (rect.height - 1) / 2, width: space.width, height: 1)
        let label = space.inset(left: menu.isMirrored ? 0 : indent, right: menu.isMirrored ? indent : 0)
        let lines = rect.height == 2 ? Rect(column: row.column, row: rect.row, width: row.width, height: 1) : row
        say(mark + "\(digit)", in: lines, align: beginning, ink: accent(on: colour), bold: true)
        // The first line of a label stands beside its digit.
        let fits = item.label.cellWidth <= label.width || (isPlain && rect.height == 3)
        let place = fits ? Rect(column: label.column, row: lines.row, width: label.width, height: 1) : label
        if fits {
            canvas.text(item.label, in: place, align: beginning, ink: ink, bold: item.isCurrent || isFocused)
        } else {
            say(item.label, in: place, align: beginning, ink: ink, bold: item.isCurrent || isFocused)
        }
    }

    private func cardColour(_ item: StaffItem, _ index: Int, _ isFocused: Bool) -> Colour {
        if isFocused { return theme.plainCard(.chosen) }
        if item.action == .enter { return theme.done }
        if item.isCurrent { return theme.current }
        if case .run = item.action, case .confirm = menu.page { return theme.done }
        let isOdd = (index % layout.columns + index / layout.columns) % 2 == 1
        return layout.isDense && isOdd && !theme.isFlat ? theme.card.mixed(with: theme.ground, 0.35) : theme.card
    }

    private func accent(on colour: Colour) -> Colour {
        contrast(theme.accent, colour) >= theme.leastContrast ? theme.accent : theme.ink(on: colour)
    }

    private mutating func key(_ item: StaffItem, in rect: Rect, on colour: Colour, isFocused: Bool) {
        let label = item.label == "←" && canvas.display.cells == .ascii ? "<" : item.label
        let ink = theme.ink(on: colour)
        guard item.action != .erase, rect.height >= 6, rect.width >= 8, !isPlain else {
            let shown = isPlain && isFocused ? "> \(label) <" : label
            return canvas.text(shown, in: rect, align: .center, ink: ink, bold: true)
        }
        canvas.numeral(label, in: rect, ink: ink, alongside: ["0"])
    }

    private mutating func dots() {
        let filled = canvas.display.cells == .ascii ? "*" : "■"
        let count = max(StaffMenu.shortestPIN, menu.typed.count)
        let isOpen: Bool
        if case .open? = menu.gate { isOpen = menu.ticket == nil } else { isOpen = false }
        guard isOpen, menu.lockedUntil == nil else { return }
        let text = (0..<count).map { $0 < menu.typed.count ? filled : "_" }.joined(separator: " ")
        let isOnTitle = layout.dots == layout.title
        canvas.text(
            text, in: layout.dots, align: isOnTitle ? end : .center, ink: theme.ink(on: surface), bold: true)
    }
}

// MARK: - Rows

extension StaffPainter {
    private mutating func rows() {
        if menu.page == .findings { return findings() }
        let area = layout.rows
        let all = menu.rows(at: now)
        guard !all.isEmpty, area.height > 0 else { return }
        let pitch = max(1, min(4 * layout.line, area.height / all.count))
        let isStacked = layout.isWide && pitch >= 2
        var row = area.row
        for entry in all.prefix(area.height / pitch) {
            let rect = Rect(column: area.column, row: row, width: area.width, height: layout.line)
            if isStacked { stacked(entry, in: rect) } else { inLine(entry, in: rect) }
            row += isStacked ? pitch : min(pitch, 2 * layout.line)
        }
    }

    private mutating func stacked(_ entry: StaffRow, in rect: Rect) {
        say(entry.label, in: rect, align: beginning, ink: theme.soft(on: surface))
        let below = Rect(column: rect.column, row: rect.row + rect.height, width: rect.width, height: rect.height)
        say(entry.value, in: below, align: beginning, ink: ink(entry.tone))
    }

    private mutating func inLine(_ entry: StaffRow, in rect: Rect) {
        let share = min(rect.width / 2, max(rect.width * 2 / 5, 14))
        let label = rect.inset(
            left: menu.isMirrored ? rect.width - share : 0, right: menu.isMirrored ? 0 : rect.width - share)
        let value = rect.inset(left: menu.isMirrored ? 0 : share + 1, right: menu.isMirrored ? share + 1 : 0)
        say(
            entry.label, in: label.inset(right: menu.isMirrored ? 0 : 1), align: beginning, ink: theme.soft(on: surface)
        )
        say(entry.value, in: value, align: beginning, ink: ink(entry.tone))
    }

    /// The checks are in English, as `doctor` prints them: they read from the left.
    private mutating func findings() {
        let area = layout.rows
        var row = area.row
        for finding in menu.findings.dropFirst(menu.firstFinding) {
            let mark =
                switch finding.state {
                case .ok: "ok    "
                case .warning: "look  "
                case .fault: "MEND  "
                }
            let tone: StaffTone = finding.state == .ok ? .soft : finding.state == .warning ? .warning : .bad
            let parts = [(finding.text, tone)] + (finding.mend.map { [("→ " + $0, StaffTone.plain)] } ?? [])
            for (index, part) in parts.enumerated() {
                let lines = canvas.cellLines(part.0, width: max(1, area.width - 6), height: 3)
                for (number, text) in lines.enumerated() where row < area.row + area.height {
                    if index == 0, number == 0 {
                        canvas.text(mark, at: Point(column: area.column, row: row), ink: ink(part.1), bold: true)
                    }
                    canvas.text(text, at: Point(column: area.column + 6, row: row), ink: ink(part.1))
                    row += 1
                }
            }
        }
    }
}

// MARK: - Touches

extension StaffPainter {
    private mutating func touches() {
        let size = layout.size
        let middle = size.height / 2
        func band(_ row: Int, _ height: Int) -> Rect {
            Rect(column: 1, row: row, width: size.width - 2, height: height)
        }
        say(menu.title, in: band(0, layout.line), align: .center, ink: theme.ink, bold: true)
        say(
            menu.sentence(at: now).text, in: band(middle - 2 * layout.line, 2 * layout.line), align: .center,
            ink: theme.soft(on: theme.ground))
        if let last = menu.marks.last {
            say(place(of: last), in: band(middle, 2 * layout.line), align: .center, ink: theme.ink, bold: true)
        }
        let seconds = menu.words.pin.returnsIn.filled("\(menu.secondsLeft(at: now))")
        say(
            seconds, in: band(layout.touchesButton.row - layout.line - (size.height < 20 ? 0 : 1), layout.line),
            align: .center, ink: theme.soft(on: theme.ground))
        let button = layout.touchesButton
        let colour = menu.focus == 0 ? theme.plainCard(.chosen) : theme.card
        if isPlain && button.height < 3 { canvas.fill(button, colour) } else { canvas.card(button, colour) }
        say("0  " + menu.kioskWords.back, in: button, align: .center, ink: theme.ink(on: colour))
        for mark in menu.marks.dropLast() { paint(mark, theme.ground.mixed(with: theme.accent, 0.45)) }
        if let last = menu.marks.last { paint(last, theme.accent) }
    }

    private mutating func paint(_ mark: Point, _ colour: Colour) {
        let cell = Rect(column: mark.column, row: mark.row, width: 1, height: 1)
        if !isPlain { canvas.fill(cell, colour) }
        canvas.text("+", at: mark, ink: isPlain ? theme.ink : theme.ink(on: colour), bold: true)
    }

    private func place(of mark: Point) -> String {
        let text = menu.words.texts.place.filled("\(mark.column + 1)", "\(mark.row + 1)")
        guard let panel = menu.setting.panelMM, layout.size.width > 0 else { return text }
        // A cell is twice as high as it is wide.
        let left = (2 * mark.column + 1) * panel / (2 * layout.size.width)
        let top = (2 * mark.row + 1) * panel / layout.size.width
        return text + " · " + menu.words.texts.millimetres.filled("\(left)", "\(top)")
    }
}
