/// A published survey by its id and version.
package struct SurveyName: Hashable, Sendable, Codable {
    package let survey: String
    package let version: Int

    package init(survey: String, version: Int) {
        self.survey = survey
        self.version = version
    }
}

/// What a kiosk tells of its surveys beside the one on the screen; not sent where all is as usual.
package struct ActivationReport: Equatable, Sendable, Codable {
    /// A version that this kiosk gave up.
    package struct Failure: Equatable, Sendable, Codable {
        package let survey: String
        package let version: Int
        /// A stable word: `crashed`, `unreadable`, `unshowable`, `looping`, `revoked`.
        package let why: String

        package init(survey: String, version: Int, why: String) {
            self.survey = survey
            self.version = version
            self.why = why
        }
    }

    /// The survey on the screen has not yet shown that it works.
    package let isPending: Bool
    /// What is shown again where the one on the screen fails.
    package let previous: SurveyName?
    /// Newest last; at most 8.
    package let failed: [Failure]
    /// The manifest is past its time: nothing new is put on the screen.
    package let isStale: Bool

    package init(
        isPending: Bool = false, previous: SurveyName? = nil, failed: [Failure] = [], isStale: Bool = false
    ) {
        self.isPending = isPending
        self.previous = previous
        self.failed = failed
        self.isStale = isStale
    }

    /// Confirmed, nothing failed, a manifest in its time: as nearly always.
    package var isUsual: Bool { !isPending && failed.isEmpty && !isStale }

    private enum CodingKeys: String, CodingKey {
        case isPending = "pending"
        case previous, failed
        case isStale = "stale_manifest"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        isPending = try container.decodeIfPresent(Bool.self, forKey: .isPending) ?? false
        previous = try container.decodeIfPresent(SurveyName.self, forKey: .previous)
        failed = try container.decodeIfPresent([Failure].self, forKey: .failed) ?? []
        isStale = try container.decodeIfPresent(Bool.self, forKey: .isStale) ?? false
    }

    /// What is as usual is left out: a check-in is small.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if isPending { try container.encode(true, forKey: .isPending) }
        try container.encodeIfPresent(previous, forKey: .previous)
        if !failed.isEmpty { try container.encode(failed, forKey: .failed) }
        if isStale { try container.encode(true, forKey: .isStale) }
    }
}

/// How far the centre still offers a published version.
///
/// Its responses are taken in every state, for ever.
package enum PublicationState: String, Sendable, Codable, CaseIterable {
    /// Kiosks may be assigned to it.
    case published
    /// No longer offered: kiosks that show it go over to what is assigned, else close. Responses are still expected.
    case closing
    /// As closing, and reports say that it is over.
    case closed
}
