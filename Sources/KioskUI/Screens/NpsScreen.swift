import SurveyKit
import TerminalUI

/// Eleven keys in one neutral hue, 0 to 10: red and green would lead the answer.
enum NpsScreen {
    static func keys(in stage: Stage) -> [Rect] {
        stage.body(.scale).columns(11, gap: stage.size.width >= 100 ? 2 : 1)
    }
}

extension Painter {
    mutating func nps(_ question: Question, _ ask: String) {
        headline(ask, .scale)
        keys(NpsScreen.keys(in: stage), from: 0, ends: ends(of: question, else: words.recommend))
    }
}
