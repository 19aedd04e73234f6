package import SurveyKit
import TerminalUI

/// A sentence of the branch under the thanks: "You said, we did".
package struct ThanksNotice: Equatable, Sendable {
    /// In every language without a text of its own.
    package let text: String
    /// By language.
    package let texts: [String: String]
    /// From this moment on it is not shown any more, ms since 1970.
    package let endMS: Int64

    package init(text: String, texts: [String: String] = [:], endMS: Int64) {
        self.text = text
        self.texts = texts
        self.endMS = endMS
    }

    /// What is shown at this moment; nil where its time is over.
    package func text(in language: String, at now: Timestamp) -> String? {
        now.wallMS < endMS ? texts[language] ?? text : nil
    }

    /// How long the thanks with this sentence take to be read, ms: 2 s, and a second for each 15 cells of the sentence, at
    /// most 10 s; 0 where it is not shown.
    ///
    /// Subtitles for adults stand for 160 to 180 words a minute (BBC Subtitle Guidelines), some 15 letters a second.
    func readingTime(in language: String, at now: Timestamp) -> Int64 {
        text(in: language, at: now).map { min(10_000, 2_000 + Int64($0.cellWidth) * 1_000 / 15) } ?? 0
    }
}
