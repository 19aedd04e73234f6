import SurveyKit
import TerminalUI

/// Up to so many of several options, and a button that goes on.
enum ChoicesScreen {
    static func grid(_ labels: [String], in stage: Stage, isFramed: Bool) -> OptionGrid {
        OptionGrid(labels: labels, in: stage.bodyAboveButton, stage: stage, isFramed: isFramed)
    }
}

extension Painter {
    mutating func choices(_ options: [Question.Option], _ ask: String, max: Int) {
        headline(ask, .options)
        optionCards(options)
        let button = stage.button
        let row = Rect(
            column: stage.margin, row: button.row, width: stage.inner.width, height: button.height)
        let hint = row.inset(
            left: stage.isMirrored ? button.width + 2 : 0, right: stage.isMirrored ? 0 : button.width + 2)
        canvas.text(
            words.chooseUpTo(max), in: hint, align: beginning, ink: theme.soft(on: theme.ground))
        nextButton(in: button)
    }

    private mutating func nextButton(in rect: Rect) {
        let isPressed = model.pressed == .next || model.pressed == .skip
        let surface: Colour
        let text: String
        var hint = ""
        switch model.nextMeans {
        case .next:
            surface = isPressed ? theme.figure(of: theme.done, .lit) : theme.done
            let arrow = canvas.display.cells == .ascii ? (stage.isMirrored ? "<" : ">") : stage.isMirrored ? "←" : "→"
            text = words.next
            hint = rect.width >= 22 ? "  Enter \(arrow)" : " \(arrow)"
        case .skip:
            surface = isPressed ? theme.accent : theme.card
            text = words.skip
        case .nothing:
            surface = theme.plainCard(.faded)
            text = words.next
        }
        canvas.card(rect, surface)
        let ink = model.nextMeans == .nothing ? theme.soft(on: surface) : theme.ink(on: surface)
        buttonText(text, hint: hint, in: rect, ink: ink, bold: model.nextMeans == .next)
    }

    /// The word of a button in big letters where it has room for them, else in cells with what else may be said.
    mutating func buttonText(_ text: String, hint: String = "", in rect: Rect, ink: Colour, bold: Bool) {
        let area = rect.inset(left: 2, right: 2)
        let size = Size(width: area.width, height: area.height)
        // Letters as high as the button would shout.
        if rect.height >= 4,
            let style = canvas.lettering(
                of: [text], in: size, lines: 1, direction: direction, tallest: max(8, rect.height))
        {
            return canvas.letters(text, of: style, in: area, ink: ink)
        }
        canvas.text(text + hint, in: rect.inset(left: 1, right: 1), align: .center, ink: ink, bold: bold)
    }
}
