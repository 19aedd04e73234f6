import SurveyKit
import TerminalUI

/// Up to so many of several options, and a button that goes on.
enum ChoicesScreen {
    static func cards(count: Int, in stage: Stage) -> [Rect] {
        OptionGrid(count: count, in: stage.bodyAboveButton, gap: stage.gap, stage: stage).rects
    }
}

extension Painter {
    mutating func choices(_ options: [Question.Option], _ ask: String, max: Int) {
        headline(ask, .options)
        optionCards(options, in: ChoicesScreen.cards(count: options.count, in: stage))
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
        switch model.nextMeans {
        case .next:
            surface = isPressed ? theme.figure(of: theme.done, .lit) : theme.done
            let arrow = canvas.display.cells == .ascii ? (stage.isMirrored ? "<" : ">") : stage.isMirrored ? "←" : "→"
            text = rect.width >= 22 ? "\(words.next)  Enter \(arrow)" : "\(words.next) \(arrow)"
        case .skip:
            surface = isPressed ? theme.accent : theme.card
            text = words.skip
        case .nothing:
            surface = theme.plainCard(.faded)
            text = words.next
        }
        canvas.card(rect, surface)
        let ink = model.nextMeans == .nothing ? theme.soft(on: surface) : theme.ink(on: surface)
        canvas.text(
            text, in: rect.inset(left: 1, right: 1), align: .center, ink: ink, bold: model.nextMeans == .next)
    }
}
