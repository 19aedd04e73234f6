import SurveyKit

/// What of a response is counted, in one sort of count.
enum TallyPart: Int, CaseIterable, Sendable {
    /// Answers by score: column 0 to 10 is the score.
    case score
    /// Responses by how they ended: the column is the place in `Completion.allCases`.
    case ending
    /// Suspect responses by reason: the column is the place in `SuspectReason.allCases`.
    case suspicion
    /// Customers who came to a question, by what became of it: `FunnelStep`.
    case funnel
    /// Who chose an option, by the leaning of the response's first score; the option "" is all who chose any.
    case reason

    var sheet: TallySheet { self == .funnel || self == .reason ? .details : .scores }
}

/// What became of a customer at a question.
package enum FunnelStep: Int, CaseIterable, Sendable {
    case answered
    /// Passed over by the customer.
    case skipped
    /// The last one shown to a customer who walked away.
    case left
    /// This kiosk could not ask it.
    case unasked
}

/// The columns of `TallyPart.reason`.
package enum ReasonColumn {
    /// Column of responses without a score; those with one are in the column of their `Leaning`.
    static let unscored = 3
}

/// One series of counts of a survey's version: a question, an option, or the response as a whole.
struct Series: Hashable, Sendable {
    let part: TallyPart
    /// Empty where it is of the response as a whole.
    var question = ""
    var option = ""
    /// Kind of the question.
    var kind = ""
    /// Length of its scale; 0 where it has none.
    var levels = 0
}

/// Every series of one published version, in a fixed order: responses name them by their place in it.
final class SeriesPlan: Sendable {
    let survey: String
    let version: Int
    let service: String
    let series: [Series]

    init(_ survey: Survey) {
        self.survey = survey.id
        version = survey.version
        service = survey.service ?? ""
        series = [Series(part: .ending), Series(part: .suspicion)] + survey.questions.flatMap(Self.series)
    }

    /// Places of the two series of a response as a whole.
    static let ending = 0
    static let suspicion = 1
    static let firstQuestion = 2

    /// A question's own series: its funnel, its scores where it has any, its options with all of them before.
    private static func series(of question: Question) -> [Series] {
        let (id, kind) = (question.id, question.kind.name)
        let levels = question.kind.scores?.count ?? 0
        let options = question.kind.optionIDs
        var series = [Series(part: .funnel, question: id, kind: kind, levels: levels)]
        if levels > 0 { series.append(Series(part: .score, question: id, kind: kind, levels: levels)) }
        guard !options.isEmpty else { return series }
        return series + ([""] + options).map { Series(part: .reason, question: id, option: $0, kind: kind) }
    }

    /// How many series a question has.
    static func count(_ question: Question) -> Int {
        let options = question.kind.optionIDs.count
        return 1 + (question.kind.scores == nil ? 0 : 1) + (options == 0 ? 0 : options + 1)
    }
}
