/// An interview under way, as it is committed after every answer: enough to seal it after a crash.
package struct Draft: Equatable, Sendable, Codable {
    /// Drawn at the first answer, and kept to the end, through undo.
    package let id: ResponseID
    package let surveyID: String
    package let surveyVersion: Int
    /// SHA-256 of the survey's bytes as published, in hex; nil for a survey shown from a local file.
    package let bundle: String?
    /// The moment of the first answer.
    package let started: Timestamp
    package var language: String
    package var answers: [String: Answer]
    package var skips: [String: SkipReason]
    /// Milliseconds from the question's appearance to its answer, by question.
    package var durations: [String: Int64]
    /// Set when the end is reached; nil means that sealing now makes it `left`.
    package var completion: Completion?
    /// Why it is left out of the scores; nil where it is not.
    package var suspect: SuspectReason?

    package init(
        id: ResponseID, surveyID: String, surveyVersion: Int, bundle: String?, started: Timestamp, language: String,
        answers: [String: Answer] = [:], skips: [String: SkipReason] = [:], durations: [String: Int64] = [:],
        completion: Completion? = nil, suspect: SuspectReason? = nil
    ) {
        self.id = id
        self.surveyID = surveyID
        self.surveyVersion = surveyVersion
        self.bundle = bundle
        self.started = started
        self.language = language
        self.answers = answers
        self.skips = skips
        self.durations = durations
        self.completion = completion
        self.suspect = suspect
    }
}
