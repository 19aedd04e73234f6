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

    let back: Item?
    let skip: Item?
    let languages: [Item]
    let stage: Stage

    init(_ model: KioskModel) {
        stage = model.stage
        let touch = stage.footerTouch(hasButton: model.hasButton)
        let builder = Builder(stage: stage, touch: touch)
        let arrow = model.display.cells == .ascii ? (stage.isMirrored ? ">" : "<") : (stage.isMirrored ? "→" : "←")
        back =
            model.interview?.canGoBack == true
            ? builder.atBeginning("\(arrow) \(model.words.back)", .back) : nil
        // Below several choices the button skips.
        skip =
            model.interview?.canSkip == true && !model.hasButton
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

        func atBeginning(_ text: String, _ action: Action) -> Item {
            item(text, column: stage.margin - 1, action).mirrored(on: stage)
        }

        func atEnd(_ text: String, _ action: Action) -> Item {
            item(text, column: stage.size.width - stage.margin + 1 - text.cellWidth - 2, action).mirrored(on: stage)
        }

        /// All languages where they fit between what stands at the sides, else one button that changes to the next.
        func languages(of model: KioskModel, beside side: Int) -> [Item] {
            guard let codes = model.interview?.survey.languages, codes.count > 1 else { return [] }
            let room = stage.size.width - 2 * (side + stage.margin + 1)
            let all = row(of: codes)
            if let last = all.last, last.rect.column + last.rect.width - all[0].rect.column <= room { return all }
            let here = codes.firstIndex(of: model.language) ?? 0
            return row(of: [codes[(here + 1) % codes.count]])
        }

        private func row(of codes: [String]) -> [Item] {
            let names = codes.map(Words.name)
            let width = names.reduce(0) { $0 + $1.cellWidth + 2 } + 2 * (names.count - 1)
            var column = (stage.size.width - width) / 2
            return zip(codes, names).map { code, name in
                defer { column += name.cellWidth + 4 }
                return item(name, column: column, .language(code))
            }
        }

        private func item(_ text: String, column: Int, _ action: Action) -> Item {
            let width = text.cellWidth + 2
            return Item(
                text: text, rect: Rect(column: column, row: stage.footerRow, width: width, height: 1),
                touch: Rect(column: column, row: touch.row, width: width, height: touch.height), action: action)
        }
    }
}

extension Footer.Item {
    fileprivate func mirrored(on stage: Stage) -> Self {
        Self(text: text, rect: stage.mirrored(rect), touch: stage.mirrored(touch), action: action)
    }
}
