package import SurveyKit

/// One line of `GET /api/v1/responses?format=ndjson`.
package struct ApiResponse: Equatable, Sendable, Codable {
    package let id: ResponseID
    /// The kiosk's id.
    package let kiosk: String
    /// The branch's id.
    package let branch: String
    package let survey: String
    package let version: Int
    package let completion: Completion
    package let language: String
    /// The first answer, by the best clock known.
    package let occurredMS: Int64
    /// By the collector's clock.
    package let receivedMS: Int64
    package let seq: Int64
    package let answers: [String: ApiAnswer]
    package let skips: [String: SkipReason]
    /// Why the scores leave it out; absent where they do not.
    package let suspect: SuspectReason?
    /// It was given within this much of `occurredMS`, before or after; absent where nothing bounds it.
    package let occurredErrMS: Int64?
    package let time: TimeCertainty?
    /// What was deleted when it had had its time: `contacts`, `comments`; absent where nothing was.
    package let deleted: [String]?

    package init(
        id: ResponseID, kiosk: String, branch: String, survey: String, version: Int, completion: Completion,
        language: String, occurredMS: Int64, receivedMS: Int64, seq: Int64, answers: [String: ApiAnswer],
        skips: [String: SkipReason], suspect: SuspectReason? = nil, occurredErrMS: Int64? = nil,
        time: TimeCertainty? = nil, deleted: [String]? = nil
    ) {
        self.id = id
        self.kiosk = kiosk
        self.branch = branch
        self.survey = survey
        self.version = version
        self.completion = completion
        self.language = language
        self.occurredMS = occurredMS
        self.receivedMS = receivedMS
        self.seq = seq
        self.answers = answers
        self.skips = skips
        self.suspect = suspect
        self.occurredErrMS = occurredErrMS
        self.time = time
        self.deleted = deleted
    }

    private enum CodingKeys: String, CodingKey {
        case id, kiosk, branch, survey, version, completion, language
        case occurredMS = "occurred_ms"
        case receivedMS = "received_ms"
        case seq, answers, skips, suspect
        case occurredErrMS = "occurred_err_ms"
        case time, deleted
    }
}

/// Whether a response's time is good enough to say in which hour of the day it was given.
package enum TimeCertainty: String, Sendable, Codable {
    /// Within a quarter of an hour.
    case certain
    case uncertain
}
