import TerminalUI

/// Where things stand on a screen of a given size; the same for drawing and for touching.
struct Stage: Equatable {
    let size: Size
    /// The order of buttons and options runs from the right.
    let isMirrored: Bool
    var touch = TouchSize.unknown
    /// Whether a question may stand in big letters: if not, it takes no more rows than its text.
    var hasBigLetters = true

    /// Below this there is no room for anything to touch: keys only.
    static let least = Size(width: 40, height: 12)

    var isTooSmall: Bool { size.width < Self.least.width || size.height < Self.least.height }

    private var isTall: Bool { size.height >= 28 }
    var margin: Int { size.width >= 100 ? 3 : size.width >= 60 ? 2 : 1 }
    /// Dead columns between two targets.
    var gap: Int { max(2, size.width / 60) }
    var inner: Rect { Rect(column: margin, row: 0, width: size.width - 2 * margin, height: size.height) }
    /// In the middle of where the footer is touched.
    var footerRow: Int { size.height - max(2, (footerBand + 1) / 2) }
    /// Rows at the bottom that only the footer takes: enough for a finger where the panel is known.
    var footerBand: Int { min(max(hasLargeFooter ? 6 : 2, touch.least.height), max(2, size.height / 5)) }
    /// Whether the footer is high enough for big letters.
    var hasLargeFooter: Bool { hasBigLetters && size.height >= 56 }
    /// Where the countdown drains.
    var bar: Rect { Rect(column: margin, row: size.height - 1, width: inner.width, height: 1) }

    /// What the question and the options share of the height: the question ends where the body begins.
    struct Shares: Equatable {
        let bodyTop: Double
        let bodyBottom: Double
        /// On a tall screen, where two lines of big letters fit above several rows of options too.
        let tallBodyTop: Double
        /// Rows between the question and the body on a tall screen.
        let air: Int

        static let faces = Shares(bodyTop: 0.46, bodyBottom: 0.89, tallBodyTop: 0.42, air: 1)
        static let scale = Shares(bodyTop: 0.52, bodyBottom: 0.78, tallBodyTop: 0.50, air: 1)
        /// Two rows of keys.
        static let tallScale = Shares(bodyTop: 0.40, bodyBottom: 0.86, tallBodyTop: 0.40, air: 1)
        static let options = Shares(bodyTop: 0.28, bodyBottom: 0.90, tallBodyTop: 0.37, air: 0)
    }

    func header(_ shares: Shares) -> Rect {
        let top = isTall ? 1 : 0
        return Rect(
            column: margin + 1, row: top, width: inner.width - 2,
            height: bodyTop(shares) - top - (isTall ? shares.air : 0))
    }

    func body(_ shares: Shares) -> Rect {
        let top = bodyTop(shares)
        let bottom = min(
            Int(Double(size.height) * shares.bodyBottom), size.height - max(isTall ? 4 : 3, footerBand + 1))
        return Rect(column: margin, row: top, width: inner.width, height: bottom - top)
    }

    private func bodyTop(_ shares: Shares) -> Int {
        let share = Int(Double(size.height) * (isTall ? shares.tallBodyTop : shares.bodyTop))
        if size.height < 16 { return max(shares == .options ? 2 : 3, min(share, 5)) }
        return max(3, hasBigLetters ? share : min(share, size.height / 6))
    }

    /// Rows in which the footer is touched: more than its one row of text where there is room.
    func footerTouch(hasButton: Bool) -> (row: Int, height: Int) {
        let height = max(isTall && !hasButton ? 3 : 2, footerBand)
        return (size.height - height, height)
    }

    /// The green button above the footer, at the end of the line of reading.
    var button: Rect {
        let (width, height) = (buttonSize.width, buttonSize.height)
        let column = isMirrored ? margin : size.width - margin - width
        let row = footerBand > 2 ? size.height - footerBand - height : footerRow - height
        return Rect(column: column, row: row, width: width, height: height)
    }

    /// Large enough for big letters on a large screen, and for a finger.
    var buttonSize: Size {
        let height = size.height >= 20 ? max(3, size.height / 9, touch.least.height) : max(1, touch.least.height)
        let width = max(size.width >= 100 ? 24 : 20, size.width / 5, touch.good.width)
        return Size(width: min(width, inner.width / 2), height: min(height, max(1, size.height / 5)))
    }

    /// The body of a screen that has the button below it.
    var bodyAboveButton: Rect {
        let top = bodyTop(.options)
        return Rect(column: margin, row: top, width: inner.width, height: button.row - 1 - top)
    }

    /// A rectangle as it stands where the order runs from the right.
    func mirrored(_ rect: Rect) -> Rect {
        guard isMirrored else { return rect }
        return Rect(
            column: size.width - rect.column - rect.width, row: rect.row, width: rect.width, height: rect.height)
    }
}

extension Rect {
    /// `count` rectangles of one width side by side, in the middle of what they can't share evenly.
    func columns(_ count: Int, gap: Int) -> [Rect] {
        guard count > 0 else { return [] }
        let each = max(1, (width - gap * (count - 1)) / count)
        let left = column + (width - each * count - gap * (count - 1)) / 2
        return (0..<count).map {
            Rect(column: left + $0 * (each + gap), row: row, width: each, height: height)
        }
    }

    /// This rectangle without so many cells at each side.
    func inset(left: Int = 0, right: Int = 0, top: Int = 0, bottom: Int = 0) -> Rect {
        Rect(
            column: column + left, row: row + top, width: max(0, width - left - right),
            height: max(0, height - top - bottom))
    }
}
