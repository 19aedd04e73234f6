package import SurveyKit

/// Values that many tests start from.
package enum Examples {
    /// A moment with a believable clock.
    package static let start = Timestamp(
        boot: "5f0c9c0e-0000-4000-8000-000000000001", bootMS: 1_000_000, wallMS: 1_760_000_000_000, clock: .synchronised
    )

    /// One text in English and Arabic.
    package static func text(_ english: String, _ arabic: String) -> LocalizedText {
        LocalizedText(["en": english, "ar": arabic])
    }

    /// Smiley, then reasons for the two worst faces, then an optional comment.
    package static let branchExit = Survey(
        id: "branch-exit", version: 3, languages: ["en", "ar"], title: text("Branch exit", "الخروج"),
        service: "checkout",
        questions: [
            Question(
                id: "visit", kind: .smiley(levels: 5), ask: text("How was your visit today?", "كيف كانت زيارتك اليوم؟")),
            Question(
                id: "reason",
                kind: .choices(
                    [
                        .init(id: "queue", label: text("Waiting time", "وقت الانتظار")),
                        .init(id: "staff", label: text("Staff", "الموظفون")),
                        .init(id: "price", label: text("Price", "السعر")),
                    ], max: 2),
                ask: text("What went wrong?", "ما الذي حدث؟"), isOptional: true,
                showIf: Rule(
                    source: "visit <= 2", expression: .compare(question: "visit", .lessOrEqual, .number(2)))),
            Question(
                id: "comment", kind: .text(maxLength: 280), ask: text("Anything else?", "هل من شيء آخر؟"),
                isOptional: true),
        ], thanks: text("Thank you!", "شكرا لك!"))

    /// A finished interview of `branchExit`.
    package static func draft(
        id: ResponseID, score: Int = 2, started: Timestamp = start, completion: Completion? = .done
    ) -> Draft {
        Draft(
            id: id, surveyID: branchExit.id, surveyVersion: branchExit.version, bundle: nil, started: started,
            language: "en", answers: ["visit": .score(score)], durations: ["visit": 1_200], completion: completion)
    }

    /// The n-th identifier of a fixed sequence.
    package static func responseID(_ n: Int) -> ResponseID {
        var generator = SeededGenerator(seed: UInt64(n) &+ 77)
        return ResponseID(drawnFrom: &generator)
    }

    package static func queueID(_ n: Int = 0) -> QueueID {
        var generator = SeededGenerator(seed: UInt64(n) &+ 1_000_003)
        return QueueID(drawnFrom: &generator)
    }
}
