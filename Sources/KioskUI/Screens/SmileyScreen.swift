import SurveyKit
import TerminalUI

/// Three to five faces, worst to best from the left in every language.
enum SmileyScreen {
    static func cards(levels: Int, in stage: Stage) -> [Rect] {
        stage.body(.faces).columns(levels, gap: stage.gap)
    }
}

extension Painter {
    mutating func smiley(_ question: Question, _ ask: String, levels: Int) {
        headline(ask, .faces)
        let moods = Mood.scale(levels: levels)
        let cards = SmileyScreen.cards(levels: levels, in: stage)
        let texts = labels(question.labels.map { $0.text(in: model.language) }, else: words.faces(levels: levels))
        let style = cards.first.flatMap { captionStyle(texts, in: $0) }
        for (index, rect) in cards.enumerated() where index < moods.count {
            let colour = theme.face(moods[index])
            let state = model.state(of: index)
            let surface = theme.card(of: colour, state)
            card(index, in: rect, surface: surface)
            let (figure, caption) = places(in: rect, style: style)
            canvas.face(
                moods[index], in: figure, colour: theme.figure(of: colour, state), resting: model.isBlinking(at: now))
            label(texts[index], index, in: caption, on: surface, alongside: texts, style: style)
        }
    }
}
