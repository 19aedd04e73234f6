extension Api.Path {
    /// `POST` of an `ApiSurveyState`.
    package static let surveyStates = "/api/v1/survey-states"
    /// `POST` of an `ApiRollback`; answers with the `ApiAssign` that it made.
    package static let rollbacks = "/api/v1/rollbacks"
}

/// `POST /api/v1/survey-states`: how far versions of a survey are offered from now on; the answer is the same, with the
/// versions named.
package struct ApiSurveyState: Equatable, Sendable, Codable {
    package let survey: String
    /// Nil for every version.
    package let version: Int?
    package let state: PublicationState

    package init(survey: String, version: Int?, state: PublicationState) {
        self.survey = survey
        self.version = version
        self.state = state
    }
}

/// `POST /api/v1/rollbacks`: the version before the one that runs there is assigned.
package struct ApiRollback: Equatable, Sendable, Codable {
    package let survey: String
    /// Id; nil for every branch without a survey of its own, unless `kiosk` names one.
    package let branch: String?
    /// Id, not together with `branch`.
    package let kiosk: String?

    package init(survey: String, branch: String? = nil, kiosk: String? = nil) {
        self.survey = survey
        self.branch = branch
        self.kiosk = kiosk
    }
}
