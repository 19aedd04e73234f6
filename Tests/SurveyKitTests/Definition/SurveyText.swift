import SurveyKit

/// A small correct survey to spoil, and shorthands for reading one.
enum SurveyText {
    static let good = """
        survey: exit
        version: 2
        languages: [en, ar]
        title: {en: Exit, ar: خروج}
        questions:
          - id: visit
            kind: smiley
            ask: {en: How was it?, ar: كيف كان؟}
          - id: reason
            kind: choices
            show_if: visit <= 2
            ask: {en: Why?, ar: لماذا؟}
            options:
              - {id: queue, label: {en: Queue, ar: انتظار}}
              - {id: staff, label: {en: Staff, ar: موظفون}}
        thanks: {en: Thanks!, ar: شكرا!}

        """

    /// The good survey with a part of it replaced.
    static func replacing(_ part: String, by other: String) -> String { good.replacing(part, other) }

    /// The diagnostics of a text as lines.
    static func diagnose(_ text: String) -> [String] {
        SurveyReader.read(text, file: "x.yaml").diagnostics.map(\.description)
    }
}

extension String {
    /// With the first `part` replaced; a text without it would test nothing, and so becomes one that no test expects.
    func replacing(_ part: String, _ other: String) -> String {
        guard let range = firstRange(of: part) else { return "no such part: \(part)" }
        return replacingCharacters(in: range, with: other)
    }

    private func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
