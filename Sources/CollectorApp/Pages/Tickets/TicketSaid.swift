import SurveyKit
import WireProtocol

/// What a customer said, as short as a list needs it to tell one ticket from another.
struct TicketSaid: Sendable {
    /// The worst one given, in words such as `Terrible`; nil where none was.
    let score: String?
    /// The first one chosen.
    let reason: String?
    /// How the comment begins.
    let comment: String?
    let language: String
    let wantsCall: Bool
    /// Of the visit, by the clocks of the branch.
    let day: String

    private static let longest = 80

    init(_ answer: ApiResponse, _ labels: SurveyLabels, zone: String) {
        let survey = answer.survey
        let answers = answer.answers.sorted {
            (labels.position(survey, $0.key), $0.key) < (labels.position(survey, $1.key), $1.key)
        }
        score = answers.compactMap { labels.grade(survey, $0.key, $0.value) }.min { $0.share < $1.share }?.words
        reason = answers.lazy.compactMap { labels.choice(survey, $0.key, $0.value) }.first
        comment = answers.lazy.compactMap { labels.comment(survey, $0.key, $0.value) }.first.map(Self.beginning)
        language = answer.language
        wantsCall = answer.hasContact
        day = Words.day(answer.occurredMS, zone: zone)
    }

    private static func beginning(of text: String) -> String {
        text.count > longest ? text.prefix(longest - 1) + "…" : text
    }
}

extension SurveyLabels {
    /// A score in words, and where it stands on its scale: 0 for the worst, 1 for the best.
    fileprivate func grade(
        _ survey: String, _ question: String, _ answer: ApiAnswer
    ) -> (share: Double, words: String)? {
        guard case .score(let score) = answer, let scale = kind(survey, question)?.scores else { return nil }
        let share = Double(score - scale.lowerBound) / Double(scale.upperBound - scale.lowerBound)
        return (share, self.score(survey, question, score))
    }

    fileprivate func choice(_ survey: String, _ question: String, _ answer: ApiAnswer) -> String? {
        switch (kind(survey, question), answer) {
        case (.choices, .options(let ids)): ids.first.map { option(survey, question, $0) }
        case (.choice, .text(let id)): option(survey, question, id)
        default: nil
        }
    }

    fileprivate func comment(_ survey: String, _ question: String, _ answer: ApiAnswer) -> String? {
        guard case .text = kind(survey, question), case .text(let text) = answer else { return nil }
        return text
    }
}

extension ApiResponse {
    /// Whether contact details are in it, sealed.
    var hasContact: Bool { answers.values.contains { if case .sealed = $0 { true } else { false } } }
}
