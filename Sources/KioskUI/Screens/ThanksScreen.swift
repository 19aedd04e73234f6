import SurveyKit
import TerminalUI

/// Calm and without a grin, because it also thanks those who complained; undo for as long as it stays.
enum ThanksScreen {
    static func undo(in stage: Stage) -> Rect {
        let (width, height) = (min(stage.buttonSize.width + 2, stage.inner.width), max(3, stage.buttonSize.height))
        let footer = stage.footerTouch(hasButton: false).height
        let row = min(stage.size.height * 86 / 100, stage.size.height - footer - height)
        return Rect(column: (stage.size.width - width) / 2, row: row, width: width, height: height)
    }

    /// Where things stand above the undo button.
    struct Layout: Equatable {
        /// Nil where there is no room for one.
        let face: Rect?
        let text: Rect
        /// The branch's notice; nil where there is no room for it beside the thanks.
        let notice: Rect?

        /// Without a notice.
        init(in stage: Stage) {
            let height = stage.size.height
            let (faceTop, textTop) = (height * 8 / 100, height * 54 / 100)
            let room = ThanksScreen.undo(in: stage).row - textTop - (height < 20 ? 0 : 1)
            face = stage.rows(faceTop, to: textTop - 1)
            text = stage.textRows(textTop, to: textTop + min(height * 24 / 100, room))
            notice = nil
        }

        /// With one, which takes room from the face, and its place where there is little.
        ///
        /// - Parameters:
        ///   - textRows: Rows that the thanks need in plain cells.
        ///   - noticeRows: Rows that the notice needs.
        init(withNoticeIn stage: Stage, textRows: Int, noticeRows: Int) {
            let (height, end) = (stage.size.height, ThanksScreen.undo(in: stage).row)
            let (faceTop, textTop) = (height * 4 / 100, height * 36 / 100)
            let noticeTop = textTop + max(height * 18 / 100, min(textRows, height / 4)) + 1
            guard height >= 20, end - 1 - noticeTop >= noticeRows else {
                let first = textRows + (end - textRows > 4 ? 1 : 0)
                face = nil
                text = stage.textRows(0, to: min(textRows, end))
                notice = end - first >= 2 ? stage.textRows(first, to: end) : nil
                return
            }
            face = stage.rows(faceTop, to: textTop - 1)
            text = stage.textRows(textTop, to: noticeTop - 1)
            notice = stage.textRows(noticeTop, to: end - 1)
        }
    }
}

extension Stage {
    /// None where `end` is not below `row`.
    fileprivate func rows(_ row: Int, to end: Int) -> Rect {
        Rect(column: margin, row: row, width: inner.width, height: max(0, end - row))
    }

    /// Where text stands, further from the edges than a face.
    fileprivate func textRows(_ row: Int, to end: Int) -> Rect {
        let indent = ThanksScreen.indent
        return Rect(column: indent, row: row, width: size.width - 2 * indent, height: max(0, end - row))
    }
}

extension ThanksScreen { fileprivate static let indent = 4 }

extension Painter {
    mutating func thanks() {
        let text = model.interview?.survey.thanks.text(in: model.language) ?? ""
        let notice = model.notice?.text(in: model.language, at: now)
        guard !stage.isTooSmall else { return smallThanks(text, notice) }
        let layout = layout(text, notice)
        if let face = layout.face { canvas.face(.good, in: face, colour: theme.face(.excellent), resting: true) }
        canvas.headline(text, in: layout.text, ink: theme.ink, direction: direction)
        if let notice, let place = layout.notice { paint(notice, in: place, below: layout.text) }
        undoButton(in: ThanksScreen.undo(in: stage))
        paintLanguages(model.footer)
    }

    private func layout(_ text: String, _ notice: String?) -> ThanksScreen.Layout {
        guard let notice else { return ThanksScreen.Layout(in: stage) }
        let size = Size(width: stage.size.width - 2 * ThanksScreen.indent, height: stage.size.height)
        let rows = [text, notice].map { canvas.cellLines($0, width: size.width, height: size.height).count }
        return ThanksScreen.Layout(withNoticeIn: stage, textRows: rows[0], noticeRows: rows[1])
    }

    /// In letters smaller than those of the thanks, or in cells.
    private mutating func paint(_ notice: String, in place: Rect, below thanks: Rect) {
        let size = Size(width: place.width, height: place.height)
        let tallest = max(8, thanks.height * 2 * 6 / 10)
        if let style = canvas.lettering(of: [notice], in: size, lines: 3, direction: direction, tallest: tallest) {
            return canvas.letters(notice, of: style, in: place, ink: theme.ink)
        }
        canvas.wrapped(notice, in: place, align: .center, ink: theme.ink)
    }

    /// A terminal with no room to touch anything: the thanks, and the notice in what is left.
    private mutating func smallThanks(_ text: String, _ notice: String?) {
        let rows = canvas.cellLines(text, width: whole.width, height: whole.height).count
        guard let notice, whole.height - rows >= 2 else {
            return canvas.wrapped(text, in: whole, align: .center, ink: theme.ink, bold: true)
        }
        let top = Rect(column: 0, row: 0, width: whole.width, height: rows)
        canvas.wrapped(text, in: top, align: .center, ink: theme.ink, bold: true)
        let rest = Rect(column: 0, row: rows, width: whole.width, height: whole.height - rows)
        canvas.wrapped(notice, in: rest, align: .center, ink: theme.ink)
    }

    private mutating func undoButton(in rect: Rect) {
        let surface = model.pressed == .undo ? theme.accent : theme.card
        canvas.card(rect, surface)
        let seconds = model.undoTime(at: now).map { "  (\($0.seconds) \(words.second))" } ?? ""
        buttonText(
            words.undo, hint: seconds, in: rect, ink: theme.ink(on: surface), bold: model.pressed == .undo)
    }

    var whole: Rect { Rect(column: 0, row: 0, width: stage.size.width, height: stage.size.height) }
}
