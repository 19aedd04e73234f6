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
}

extension Painter {
    mutating func thanks() {
        let text = model.interview?.survey.thanks.text(in: model.language) ?? ""
        guard !stage.isTooSmall else {
            return canvas.wrapped(text, in: whole, align: .center, ink: theme.ink, bold: true)
        }
        let (width, height) = (stage.size.width, stage.size.height)
        let faceTop = height * 8 / 100
        let textTop = height * 54 / 100
        let undo = ThanksScreen.undo(in: stage)
        let textHeight = min(height * 24 / 100, undo.row - textTop - (height < 20 ? 0 : 1))
        canvas.face(
            .good,
            in: Rect(column: stage.margin, row: faceTop, width: stage.inner.width, height: textTop - 1 - faceTop),
            colour: theme.face(.excellent), resting: true)
        canvas.headline(
            text, in: Rect(column: 4, row: textTop, width: width - 8, height: textHeight),
            ink: theme.ink, direction: direction)
        undoButton(in: undo)
        paintLanguages(model.footer)
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
