import SurveyKit
import TerminalUI

/// The last but one row: back at the beginning, languages in the middle, what else there is at the end.
struct Footer {
    /// A word to touch.
    struct Item: Equatable {
        let text: String
        let rect: Rect
        let touch: Rect
        let action: Action
    }

    /// On a screen of small cells the footer's words may stand in big letters, where there is room for all of them.
    let isLarge: Bool
    let back: Item?
    let skip: Item?
    let languages: [Item]
    let stage: Stage

    init(_ model: KioskModel) {
        stage = model.stage
        let touch = stage.footerTouch(hasButton: model.hasButton)
        let names = (model.interview?.survey.languages ?? []).map(Words.name)
        let sides = max(model.words.back.cellWidth + 2, model.words.skip.cellWidth)
        isLarge = Builder(stage: stage, touch: touch, isLarge: true).hasRoom(for: names, beside: sides)
        let builder = Builder(stage: stage, touch: touch, isLarge: isLarge)
        let isAsking = model.screen != .thanks
        let arrow = model.display.cells == .ascii ? (stage.isMirrored ? ">" : "<") : (stage.isMirrored ? "→" : "←")
        back =
            isAsking && model.interview?.canGoBack == true
            ? builder.atBeginning("\(arrow) \(model.words.back)", .back) : nil
        // Below several choices the button skips.
        skip =
            isAsking && model.interview?.canSkip == true && !model.hasButton
            ? builder.atEnd(model.words.skip, .skip) : nil
        languages = builder.languages(of: model, beside: max(back?.rect.width ?? 0, skip?.rect.width ?? 0))
    }

    var targets: [Target] {
        ([back, skip].compactMap(\.self) + languages).map { Target(rect: $0.touch, action: $0.action) }
    }

    /// Columns free at the beginning and at the end of the row for words that nobody touches.
    var free: (beginning: Rect, end: Rect) {
        let middle = languages.map(\.rect)
        let left = middle.map(\.column).min() ?? stage.size.width / 2
        let right = middle.map { $0.column + $0.width }.max() ?? stage.size.width / 2
        let (first, last) = stage.isMirrored ? (skip, back) : (back, skip)
        let start = first.map { $0.rect.column + $0.rect.width } ?? stage.margin - 1
        let stop = last?.rect.column ?? stage.size.width - stage.margin + 1
        let before = Rect(column: start + 1, row: stage.footerRow, width: max(0, left - start - 3), height: 1)
        let after = Rect(column: right + 2, row: stage.footerRow, width: max(0, stop - right - 3), height: 1)
        return stage.isMirrored ? (after, before) : (before, after)
    }
}

extension Footer {
    fileprivate struct Builder {
        let stage: Stage
        let touch: (row: Int, height: Int)
        let isLarge: Bool

        func hasRoom(for names: [String], beside side: Int) -> Bool {
            guard stage.hasLargeFooter else { return false }
            let sides = width(of: String(repeating: "n", count: side))
            return width(of: names) <= stage.size.width - 2 * (sides + stage.margin + 1)
        }

        /// The place to touch reaches to the edge of the glass.
        func atBeginning(_ text: String, _ action: Action) -> Item {
            let width = width(of: text)
            return item(
                text, column: stage.margin - 1, width: width, touch: 0..<stage.margin - 1 + width, action
            ).mirrored(on: stage)
        }

        func atEnd(_ text: String, _ action: Action) -> Item {
            let width = width(of: text)
            let column = stage.size.width - stage.margin + 1 - width
            return item(text, column: column, width: width, touch: column..<stage.size.width, action)
                .mirrored(on: stage)
        }

        /// As many languages as fit between what stands at the sides, on pages; where not even two fit, one button that
        /// changes to the next.
        func languages(of model: KioskModel, beside side: Int) -> [Item] {
            guard let codes = model.interview?.survey.languages, codes.count > 1 else { return [] }
            let room = stage.size.width - 2 * (side + stage.margin + 1)
            let entries = codes.map { (text: Words.name(of: $0), action: Action.language($0)) }
            if width(of: entries.map(\.text)) <= room { return row(of: entries) }
            let here = codes.firstIndex(of: model.language) ?? 0
            let more = model.display.cells == .ascii ? "..." : "…"
            for perPage in stride(from: codes.count - 1, through: 2, by: -1) {
                let pages = stride(from: 0, to: codes.count, by: perPage).map {
                    entries[$0..<min(codes.count, $0 + perPage)]
                }
                guard pages.allSatisfy({ width(of: $0.map(\.text) + [more]) <= room }) else { continue }
                let page = (model.selection.languagePage ?? here / perPage) % pages.count
                return row(of: pages[page] + [(more, .languagePage((page + 1) % pages.count))])
            }
            return row(of: [entries[(here + 1) % codes.count]])
        }

        private static let between = 2

        private func width(of texts: [String]) -> Int {
            texts.reduce(0) { $0 + width(of: $1) } + Self.between * (texts.count - 1)
        }

        /// A letter of eight pixels is five columns wide.
        private func width(of text: String) -> Int {
            max(isLarge ? text.cellWidth * 5 + 4 : text.cellWidth + 2, stage.touch.least.width)
        }

        private func row(of entries: [(text: String, action: Action)]) -> [Item] {
            var column = (stage.size.width - width(of: entries.map(\.text))) / 2
            return entries.map { text, action in
                let width = width(of: text)
                defer { column += width + Self.between }
                return item(text, column: column, width: width, touch: column - 1..<column + width + 1, action)
            }
        }

        private func item(_ text: String, column: Int, width: Int, touch columns: Range<Int>, _ action: Action) -> Item
        {
            let row = isLarge ? stage.footerRow - 2 : stage.footerRow
            return Item(
                text: text, rect: Rect(column: column, row: row, width: width, height: isLarge ? 5 : 1),
                touch: Rect(column: columns.lowerBound, row: touch.row, width: columns.count, height: touch.height),
                action: action)
        }
    }
}

extension Footer.Item {
    fileprivate func mirrored(on stage: Stage) -> Self {
        Self(text: text, rect: stage.mirrored(rect), touch: stage.mirrored(touch), action: action)
    }
}
