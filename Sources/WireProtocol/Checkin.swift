package import SurveyKit

/// `POST /device/v1/checkin`: the kiosk's accounts, what it shows, how it is.
package struct CheckinRequest: Equatable, Sendable, Codable {
    package let app: String
    package let queue: QueueReport
    /// What is on the screen; nil before the first survey.
    package let survey: SurveyReport?
    /// The newest manifest this kiosk has verified; 0 for none.
    package let manifest: Int
    package let clock: ClockState
    /// Surveys refused since the last check-in that was answered.
    package let refused: [Refusal]
    /// Nil where it would tell nothing unusual.
    package let activation: ActivationReport?
    /// When the kiosk heard the collector's clock, oldest first; absent with nothing new to tell.
    package let heard: [ClockObservation]?
    /// `Notice.issuedMS` of the newest notice that it has taken for its branch, withdrawals included; nil for none.
    package let noticeMS: Int64?

    /// Of `heard`; more than this is not looked at.
    package static let maximumHeard = 20

    package init(
        app: String, queue: QueueReport, survey: SurveyReport?, manifest: Int, clock: ClockState, refused: [Refusal],
        activation: ActivationReport? = nil, heard: [ClockObservation]? = nil, noticeMS: Int64? = nil
    ) {
        self.app = app
        self.queue = queue
        self.survey = survey
        self.manifest = manifest
        self.clock = clock
        self.refused = refused
        self.activation = activation
        self.heard = heard
        self.noticeMS = noticeMS
    }

    private enum CodingKeys: String, CodingKey {
        case app, queue, survey, manifest, clock, refused, activation, heard
        case noticeMS = "notice_ms"
    }
}

package struct SurveyReport: Equatable, Sendable, Codable {
    package let id: String
    package let version: Int
    /// SHA-256 in hex of its bytes.
    package let sha256: String

    package init(id: String, version: Int, sha256: String) {
        self.id = id
        self.version = version
        self.sha256 = sha256
    }
}

/// A manifest or survey that this kiosk would not take.
package struct Refusal: Equatable, Sendable, Codable {
    package let survey: String
    package let version: Int
    /// A stable word: `bad-signature`, `old-manifest`, `not-in-manifest`, `revoked`, `stale-manifest`, `too-large`,
    /// `wrong-size`, `wrong-hash`, `unreadable`, `unshowable`, `looping`, `crashed`.
    package let code: String

    package init(survey: String, version: Int, code: String) {
        self.survey = survey
        self.version = version
        self.code = code
    }
}

/// The collector's answer: what to show, how fast to send, when to come back.
package struct CheckinAnswer: Equatable, Sendable, Codable {
    package let durableSeq: Int64
    /// Ranges `[first, last]` that the collector misses below `durableSeq`'s successor.
    package let gaps: [[Int64]]
    package let assign: Assignment?
    package let branch: BranchInfo
    package let limits: Limits
    /// Come back after this long.
    package let nextMS: Int64
    /// Sent until the kiosk has verified a manifest with it; never replaces a key the kiosk already has.
    package let releaseKey: PublicKey?
    /// What this kiosk is to do; nil for nothing.
    package let commands: [KioskCommand]?

    /// The survey on the kiosk's screen where it is closing or closed; nil where it is not.
    package let closed: [SurveyName]?
    /// The branch's newest `Notice`, signed, until the kiosk says that it has it.
    package let notice: Envelope?

    package init(
        durableSeq: Int64, gaps: [[Int64]], assign: Assignment?, branch: BranchInfo, limits: Limits, nextMS: Int64,
        releaseKey: PublicKey?, commands: [KioskCommand]? = nil, closed: [SurveyName]? = nil,
        notice: Envelope? = nil
    ) {
        self.durableSeq = durableSeq
        self.gaps = gaps
        self.assign = assign
        self.branch = branch
        self.limits = limits
        self.nextMS = nextMS
        self.releaseKey = releaseKey
        self.commands = commands
        self.closed = closed
        self.notice = notice
    }

    private enum CodingKeys: String, CodingKey {
        case durableSeq = "durable_seq"
        case gaps, assign, branch, limits, closed, notice
        case nextMS = "next_ms"
        case releaseKey = "release_key"
        case commands
    }
}

/// Which survey this kiosk is to show; it must be in `manifest` or a later one.
package struct Assignment: Equatable, Sendable, Codable {
    package let survey: String
    package let version: Int
    package let manifest: Int
    /// Rises with every order of central ops, so that the same version can be ordered again after it failed; nil from a
    /// collector that does not count them.
    package let number: Int64?

    package init(survey: String, version: Int, manifest: Int, number: Int64? = nil) {
        self.survey = survey
        self.version = version
        self.manifest = manifest
        self.number = number
    }
}
