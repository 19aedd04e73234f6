package import SurveyKit

extension Api.Path {
    /// Query: `by` (a dimension; all together without it) and the filters `days`, or `from` and `to` (dates of the
    /// branches' calendars, both included); `region`, `branch`, `survey`, `version`, `question`, `service`, `language`,
    /// `weekday`; `suspect=include`, `uncertain=include`; `format` (`json`, `csv`).
    package static let scores = "/api/v1/scores"
    /// Branches in the order of their SLI; filters and format as for scores.
    package static let ranking = "/api/v1/ranking"
    /// What became of customers question by question; filters and format as for scores.
    package static let funnel = "/api/v1/funnel"
    /// What responses name, by how they lean; filters and format as for scores.
    package static let reasons = "/api/v1/reasons"
    /// Newest first; filters as for scores, `score` (`low`, `middle`, `high`), `after` (a cursor).
    package static let comments = "/api/v1/comments"
}

/// A score with its 95 % interval and the answers behind it.
package struct ApiScore: Equatable, Sendable, Codable {
    package let value: Double
    package let low: Double
    package let high: Double
    package let n: Int

    package init(_ score: Score) {
        value = score.value
        low = score.interval.lowerBound
        high = score.interval.upperBound
        n = score.n
    }
}

/// The scores of some responses; one is absent where nobody answered such a question.
package struct ApiScoreSet: Equatable, Sendable, Codable {
    package let responses: Int
    /// The percentage of responses that came to the end of the survey.
    package let completed: ApiScore?
    /// -100 to 100.
    package let sli: ApiScore?
    /// Percentage in the top box.
    package let csat: ApiScore?
    /// -100 to 100.
    package let nps: ApiScore?
    /// Mean of 1 to 7.
    package let ces: ApiScore?
    /// Percentage of 5 to 7.
    package let cesEasy: ApiScore?
    /// 0 to 100.
    package let happyIndex: ApiScore?

    package init(
        responses: Int, completed: Score?, sli: Score?, csat: Score?, nps: Score?, ces: Score?, cesEasy: Score?,
        happyIndex: Score?
    ) {
        self.responses = responses
        self.completed = completed.map(ApiScore.init)
        self.sli = sli.map(ApiScore.init)
        self.csat = csat.map(ApiScore.init)
        self.nps = nps.map(ApiScore.init)
        self.ces = ces.map(ApiScore.init)
        self.cesEasy = cesEasy.map(ApiScore.init)
        self.happyIndex = happyIndex.map(ApiScore.init)
    }

    private enum CodingKeys: String, CodingKey {
        case responses, completed, sli, csat, nps, ces
        case cesEasy = "ces_easy"
        case happyIndex = "happy_index"
    }
}

/// `GET /api/v1/scores`.
package struct ApiScores: Equatable, Sendable, Codable {
    /// The first and the last date, as `2026-11-20`.
    package let from: String
    package let to: String
    /// The dimension; `none` for all together.
    package let by: String
    package let rows: [Row]

    package struct Row: Equatable, Sendable, Codable {
        /// A value of the dimension, such as `2026-11-20`, `5-17` (Friday from 17:00), an id.
        package let key: String
        package let scores: ApiScoreSet

        package init(key: String, scores: ApiScoreSet) {
            self.key = key
            self.scores = scores
        }
    }

    package init(from: String, to: String, by: String, rows: [Row]) {
        self.from = from
        self.to = to
        self.by = by
        self.rows = rows
    }
}

/// `GET /api/v1/ranking`: the best branch first.
package struct ApiRanking: Equatable, Sendable, Codable {
    package let from: String
    package let to: String
    package let branches: [Row]

    package struct Row: Equatable, Sendable, Codable {
        /// Id.
        package let branch: String
        package let name: String
        package let region: String
        /// `above`, `same` or `below` the rest of the chain, more than chance would do; `silent` without answers.
        package let standing: String
        /// Of its SLI against the period before of the same length; absent where it is no more than chance would do.
        package let change: Double?
        package let scores: ApiScoreSet

        package init(
            branch: String, name: String, region: String, standing: String, change: Double?, scores: ApiScoreSet
        ) {
            self.branch = branch
            self.name = name
            self.region = region
            self.standing = standing
            self.change = change
            self.scores = scores
        }
    }

    package init(from: String, to: String, branches: [Row]) {
        self.from = from
        self.to = to
        self.branches = branches
    }
}

/// `GET /api/v1/funnel`: questions by survey, in the order they are asked.
package struct ApiFunnel: Equatable, Sendable, Codable {
    package let from: String
    package let to: String
    package let questions: [Row]

    package struct Row: Equatable, Sendable, Codable {
        package let survey: String
        /// Id.
        package let question: String
        package let kind: String
        /// Customers who came to it: the sum of the four.
        package let reached: Int
        package let answered: Int
        /// Passed over.
        package let skipped: Int
        /// The last one shown to a customer who walked away.
        package let left: Int
        /// The kiosk could not ask it.
        package let unasked: Int

        package init(
            survey: String, question: String, kind: String, reached: Int, answered: Int, skipped: Int, left: Int,
            unasked: Int
        ) {
            self.survey = survey
            self.question = question
            self.kind = kind
            self.reached = reached
            self.answered = answered
            self.skipped = skipped
            self.left = left
            self.unasked = unasked
        }
    }

    package init(from: String, to: String, questions: [Row]) {
        self.from = from
        self.to = to
        self.questions = questions
    }
}

/// `GET /api/v1/reasons`.
package struct ApiReasons: Equatable, Sendable, Codable {
    package let from: String
    package let to: String
    package let options: [Row]

    /// How often an option was chosen by those with low, middle and high scores, of how many who chose any.
    package struct Row: Equatable, Sendable, Codable {
        package let survey: String
        package let question: String
        /// Id.
        package let option: String
        package let low: Int
        package let lowOf: Int
        package let middle: Int
        package let middleOf: Int
        package let high: Int
        package let highOf: Int

        package init(
            survey: String, question: String, option: String, low: Int, lowOf: Int, middle: Int, middleOf: Int,
            high: Int, highOf: Int
        ) {
            self.survey = survey
            self.question = question
            self.option = option
            self.low = low
            self.lowOf = lowOf
            self.middle = middle
            self.middleOf = middleOf
            self.high = high
            self.highOf = highOf
        }

        private enum CodingKeys: String, CodingKey {
            case survey, question, option, low, middle, high
            case lowOf = "low_of"
            case middleOf = "middle_of"
            case highOf = "high_of"
        }
    }

    package init(from: String, to: String, options: [Row]) {
        self.from = from
        self.to = to
        self.options = options
    }
}

/// `GET /api/v1/comments`.
package struct ApiComments: Equatable, Sendable, Codable {
    package let comments: [Row]
    /// For the query `after` of the next page; absent on the last.
    package let next: String?

    package struct Row: Equatable, Sendable, Codable {
        /// Id in hex.
        package let response: String
        package let text: String
        package let question: String
        package let branch: String
        package let kiosk: String
        package let survey: String
        package let language: String
        package let occurredMS: Int64
        /// The first score of the same response, and the kind of question it answers.
        package let kind: String?
        package let score: Int?

        package init(
            response: String, text: String, question: String, branch: String, kiosk: String, survey: String,
            language: String, occurredMS: Int64, kind: String?, score: Int?
        ) {
            self.response = response
            self.text = text
            self.question = question
            self.branch = branch
            self.kiosk = kiosk
            self.survey = survey
            self.language = language
            self.occurredMS = occurredMS
            self.kind = kind
            self.score = score
        }

        private enum CodingKeys: String, CodingKey {
            case response, text, question, branch, kiosk, survey, language, kind, score
            case occurredMS = "occurred_ms"
        }
    }

    package init(comments: [Row], next: String?) {
        self.comments = comments
        self.next = next
    }
}
