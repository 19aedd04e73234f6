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
        for (index, rect) in cards.enumerated() where index < moods.count {
            let colour = theme.face(moods[index])
            let state = model.state(of: index)
            let surface = theme.card(of: colour, state)
            card(index, in: rect, surface: surface)
            canvas.face(moods[index], in: figure(in: rect), colour: theme.figure(of: colour, state))
            label(texts[index], index, in: caption(in: rect), on: surface, alongside: texts)
        }
    }

    /// Where the figure of a card stands: above its caption, with air around.
    func figure(in card: Rect) -> Rect {
        // A narrow card needs all of its width for a face that is still smooth.
        let side = card.width >= 16 ? card.width / 10 : 0
        return card.inset(left: side, right: side, top: card.height >= 8 ? 1 : 0, bottom: captionHeight(of: card))
    }

    /// Where the digit and the label of a card stand.
    func caption(in card: Rect) -> Rect {
        let height = captionHeight(of: card)
        let side = card.width >= 16 ? 1 : 0
        return card.inset(
            left: side, right: side, top: card.height - height, bottom: hasBigCaption(card) ? 1 : 0)
    }

    /// Room for big letters, and for a row below them.
    private func hasBigCaption(_ card: Rect) -> Bool { card.width >= 44 && card.height >= 16 }

    private func captionHeight(of card: Rect) -> Int {
        hasBigCaption(card) ? 7 : card.height >= 8 ? 3 : card.height >= 6 ? 2 : 1
    }
}
