/// The events of a kiosk's interviews, enough to live through them again.
package struct Recording: Equatable, Sendable, Codable {
    package struct Step: Equatable, Sendable, Codable {
        package let event: InterviewEvent
        package let at: Timestamp
        /// The identifier that was on offer; only a first answer took it.
        package let newID: ResponseID

        package init(event: InterviewEvent, at: Timestamp, newID: ResponseID) {
            self.event = event
            self.at = at
            self.newID = newID
        }
    }

    package let surveyID: String
    package let surveyVersion: Int
    package let start: Timestamp
    package private(set) var steps: [Step] = []

    /// A recording that begins now, of interviews by this survey.
    package init(of survey: Survey, from start: Timestamp) {
        surveyID = survey.id
        surveyVersion = survey.version
        self.start = start
    }

    package mutating func append(_ event: InterviewEvent, at now: Timestamp, newID: ResponseID) {
        steps.append(Step(event: event, at: now, newID: newID))
    }
}

extension Interview {
    /// Lives through a recording again; nil when it was made with another survey or version.
    package static func replay(
        _ recording: Recording, survey: Survey, bundle: String? = nil,
        abilities: Abilities = Abilities(hasContactKey: false)
    ) -> (interview: Interview, effects: [InterviewEffect])? {
        guard recording.surveyID == survey.id, recording.surveyVersion == survey.version else { return nil }
        var interview = Interview(survey: survey, bundle: bundle, abilities: abilities, at: recording.start)
        let effects = recording.steps.flatMap { interview.apply($0.event, at: $0.at, newID: $0.newID) }
        return (interview, effects)
    }
}
