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
    /// When the kiosk heard the collector's clock, oldest first; absent with nothing new to tell.
    package let heard: [ClockObservation]?

    /// Of `heard`; more than this is not looked at.
    package static let maximumHeard = 20

    package init(
        app: String, queue: QueueReport, survey: SurveyReport?, manifest: Int, clock: ClockState, refused: [Refusal],
        heard: [ClockObservation]? = nil
    ) {
        self.app = app
        self.queue = queue
        self.survey = survey
        self.manifest = manifest
        self.clock = clock
        self.refused = refused
        self.heard = heard
    }
}

/// A queue's books: `created = delivered + pending + dead + lost`, and the chain's anchor.
package struct QueueReport: Equatable, Sendable, Codable {
    package let created: Int64
    package let delivered: Int64
    package let pending: Int64
    package let dead: Int64
    package let lost: Int64
    /// SHA-256 in hex of the newest sealed line, or the genesis of the queue.
    package let head: String
    /// Age of the oldest pending line; nil with none.
    package let oldestPendingMS: Int64?
    /// Sequence numbers that will never arrive: dead letters and losses.
    package let holes: [Int64]

    package init(
        created: Int64, delivered: Int64, pending: Int64, dead: Int64, lost: Int64, head: String,
        oldestPendingMS: Int64?, holes: [Int64] = []
    ) {
        self.created = created
        self.delivered = delivered
        self.pending = pending
        self.dead = dead
        self.lost = lost
        self.head = head
        self.oldestPendingMS = oldestPendingMS
        self.holes = holes
    }

    package var isBalanced: Bool { created == delivered + pending + dead + lost }

    private enum CodingKeys: String, CodingKey {
        case created, delivered, pending, dead, lost, head
        case oldestPendingMS = "oldest_pending_ms"
        case holes
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
    /// A stable word: `bad-signature`, `wrong-hash`, `not-in-manifest`, `unreadable`, `old-manifest`.
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

    package init(
        durableSeq: Int64, gaps: [[Int64]], assign: Assignment?, branch: BranchInfo, limits: Limits, nextMS: Int64,
        releaseKey: PublicKey?
    ) {
        self.durableSeq = durableSeq
        self.gaps = gaps
        self.assign = assign
        self.branch = branch
        self.limits = limits
        self.nextMS = nextMS
        self.releaseKey = releaseKey
    }

    private enum CodingKeys: String, CodingKey {
        case durableSeq = "durable_seq"
        case gaps, assign, branch, limits
        case nextMS = "next_ms"
        case releaseKey = "release_key"
    }
}

/// Which survey this kiosk is to show; it must be in `manifest` or a later one.
package struct Assignment: Equatable, Sendable, Codable {
    package let survey: String
    package let version: Int
    package let manifest: Int

    package init(survey: String, version: Int, manifest: Int) {
        self.survey = survey
        self.version = version
        self.manifest = manifest
    }
}
