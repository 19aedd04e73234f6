import SurveyKit
import TerminalUI

/// Five stars; those up to the one touched light up.
enum StarsScreen {
    static func cards(in stage: Stage) -> [Rect] { stage.body(.faces).columns(5, gap: stage.gap) }
}

extension Painter {
    mutating func stars(_ question: Question, _ ask: String) {
        headline(ask, .faces)
        let cards = StarsScreen.cards(in: stage)
        let states = cards.indices.map(model.state)
        let level = states.firstIndex { $0 == .lit || $0 == .chosen }
        let own = question.labels.map { $0.text(in: model.language) }
        let texts = labels(own, else: [words.stars.low, "", "", "", words.stars.high])
        let style = cards.first.flatMap { captionStyle(texts, in: $0) }
        for (index, rect) in cards.enumerated() {
            let isLit = level.map { index <= $0 } ?? false
            let surface = isLit ? theme.card(of: theme.star, .normal) : theme.plainCard(states[index])
            card(index, in: rect, surface: surface)
            let colour = theme.figure(of: theme.star, isLit ? .lit : states[index])
            let (figure, caption) = places(in: rect, style: style)
            canvas.star(in: figure, colour: colour, filled: isLit || level == nil)
            label(texts[index], index, in: caption, on: surface, alongside: texts, style: style)
        }
    }
}
