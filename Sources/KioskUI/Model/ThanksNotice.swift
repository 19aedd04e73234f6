package import SurveyKit

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
}
