package import Foundation
package import SurveyKit

/// Paths, names and media types of the API for people and tools, `/api/v1`: bearer token, JSON, problems as `Problem`.
package enum Api {
    package enum Path {
        package static let manifest = "/api/v1/manifest"
        package static let surveys = "/api/v1/surveys"
        package static let branches = "/api/v1/branches"
        package static let enrolTokens = "/api/v1/enroll-tokens"
        package static let kiosks = "/api/v1/kiosks"
        /// `POST` of an `ApiAssign`.
        package static let assignments = "/api/v1/assignments"
        /// Query: `from`, `to` (ms since 1970, half open), `format` (`ndjson`, `csv`), `after` (a cursor).
        package static let responses = "/api/v1/responses"
        /// `id` is `[a-z0-9-]{1,64}`.
        package static func branch(_ id: String) -> String { "\(branches)/\(id)" }
        /// `PUT` of an `ApiOpeningHours`: 200 with the `BranchInfo`.
        package static func openingHours(_ id: String) -> String { "\(branch(id))/opening-hours" }
        /// `POST` of a CSV file: 200 with `ApiBranchImport`, 400 with every fault of it; query: `dry_run=true`.
        package static let branchImport = "\(branches)/import"
        /// `GET` for an `ApiKiosk`; `DELETE` revokes it: 204, and what it sent is kept.
        package static func kiosk(_ id: String) -> String { "\(kiosks)/\(id)" }
        /// `GET`: an `ApiLedger`.
        package static func ledger(ofKiosk id: String) -> String { "\(kiosk(id))/ledger" }
        /// `PUT` takes the kiosk out of service, `DELETE` takes it back: 204.
        package static func retirement(_ id: String) -> String { "\(kiosk(id))/retirement" }
        /// `DELETE` with the query `reason` (1 to 200 characters on one line) erases what a customer said: 204.
        package static func response(_ id: String) -> String { "\(responses)/\(id)" }
    }

    package enum Header {
        /// On a page of responses: the opaque cursor of the next one; absent on the last.
        package static let next = "Smilepost-Next"
    }

    package enum MediaType {
        package static let csv = "text/csv"
    }

    /// Rows on one page of responses.
    package static let pageRows = 5_000
}

/// `GET /api/v1/surveys`: every version ever published, oldest first.
package struct ApiSurveys: Equatable, Sendable, Codable {
    package let surveys: [ApiSurvey]

    package init(surveys: [ApiSurvey]) { self.surveys = surveys }
}

/// One published version, and where it runs.
package struct ApiSurvey: Equatable, Sendable, Codable {
    package let survey: String
    package let version: Int
    /// In hex.
    package let sha256: String
    /// Bytes.
    package let size: Int
    package let publishedMS: Int64
    /// `["*"]` for every branch without a survey of its own; else ids of branches; empty for none.
    package let assignedTo: [String]
    /// Nil from a collector that closes nothing: it is `published`.
    package let state: PublicationState?

    package init(
        survey: String, version: Int, sha256: String, size: Int, publishedMS: Int64, assignedTo: [String],
        state: PublicationState? = nil
    ) {
        self.survey = survey
        self.version = version
        self.sha256 = sha256
        self.size = size
        self.publishedMS = publishedMS
        self.assignedTo = assignedTo
        self.state = state
    }

    private enum CodingKeys: String, CodingKey {
        case survey, version, sha256, size
        case publishedMS = "published_ms"
        case assignedTo = "assigned_to"
        case state
    }
}

/// `POST /api/v1/surveys`: one new version, with the manifest that names it.
package struct ApiPublication: Equatable, Sendable, Codable {
    /// A `Manifest` signed by the release key: the current one and one entry, its number risen by one.
    package let manifest: Envelope
    /// The survey's bytes, as hashed in the manifest.
    package let blob: Data
    package let releaseKey: PublicKey
    /// Where it runs from now on; nil leaves every assignment as it is.
    package let assign: ApiAssignment?

    package init(manifest: Envelope, blob: Data, releaseKey: PublicKey, assign: ApiAssignment?) {
        self.manifest = manifest
        self.blob = blob
        self.releaseKey = releaseKey
        self.assign = assign
    }

    private enum CodingKeys: String, CodingKey {
        case manifest, blob
        case releaseKey = "release_key"
        case assign
    }
}

/// `POST /api/v1/assignments`: what a branch, a kiosk, or every branch without a survey of its own runs from now on.
package struct ApiAssign: Equatable, Sendable, Codable {
    package let survey: String
    /// Nil for always the newest.
    package let version: Int?
    /// Id; nil for every branch without a survey of its own, unless `kiosk` names one.
    package let branch: String?
    /// Id, not together with `branch`: a kiosk's own survey goes before its branch's.
    package let kiosk: String?

    package init(survey: String, version: Int?, branch: String? = nil, kiosk: String? = nil) {
        self.survey = survey
        self.version = version
        self.branch = branch
        self.kiosk = kiosk
    }
}

/// The branches that run a version.
package struct ApiAssignment: Equatable, Sendable, Codable {
    /// Every branch without a survey of its own.
    package let all: Bool
    package let branches: [String]

    package init(all: Bool, branches: [String]) {
        self.all = all
        self.branches = branches
    }
}

/// 201 to `ApiPublication`.
package struct ApiPublished: Equatable, Sendable, Codable {
    package let survey: String
    package let version: Int
    package let sha256: String
    /// The number of the manifest now current.
    package let manifest: Int

    package init(survey: String, version: Int, sha256: String, manifest: Int) {
        self.survey = survey
        self.version = version
        self.sha256 = sha256
        self.manifest = manifest
    }
}

/// `GET /api/v1/branches`, by id.
package struct ApiBranches: Equatable, Sendable, Codable {
    package let branches: [BranchInfo]

    package init(branches: [BranchInfo]) { self.branches = branches }
}

/// `PUT /api/v1/branches/{id}`: 201 for a new branch, 200 for a changed one; both answer with `BranchInfo`.
package struct ApiBranchChange: Equatable, Sendable, Codable {
    package let name: String
    /// IANA name, such as `Asia/Baku`.
    package let timeZone: String
    /// Nil leaves it as it is, as for `labels` and `openingHours`; empty for none.
    package let region: String?
    package let labels: [String]?
    /// As people write them: `mon-fri 09:00-18:00; sat 10:00-16:00`; empty for not known.
    package let openingHours: String?

    package init(
        name: String, timeZone: String, region: String? = nil, labels: [String]? = nil, openingHours: String? = nil
    ) {
        self.name = name
        self.timeZone = timeZone
        self.region = region
        self.labels = labels
        self.openingHours = openingHours
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case timeZone = "time_zone"
        case region, labels
        case openingHours = "opening_hours"
    }
}

/// `PUT /api/v1/branches/{id}/opening-hours`.
package struct ApiOpeningHours: Equatable, Sendable, Codable {
    /// As people write them: `mon-fri 09:00-18:00; sat 10:00-16:00`; empty for not known.
    package let openingHours: String

    package init(openingHours: String) { self.openingHours = openingHours }

    private enum CodingKeys: String, CodingKey {
        case openingHours = "opening_hours"
    }
}

/// 200 to a file of branches: what it has changed, or would have with `dry_run`.
package struct ApiBranchImport: Equatable, Sendable, Codable {
    /// Ids in the order of the file.
    package let added: [String]
    package let changed: [String]
    package let unchanged: Int
    package let dryRun: Bool

    package init(added: [String], changed: [String], unchanged: Int, dryRun: Bool) {
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.dryRun = dryRun
    }

    private enum CodingKeys: String, CodingKey {
        case added, changed, unchanged
        case dryRun = "dry_run"
    }
}

/// `POST /api/v1/enroll-tokens`.
package struct ApiTokenRequest: Equatable, Sendable, Codable {
    package let branch: String
    /// How many kiosks may enrol with it.
    package let uses: Int
    /// How long from now it is good, in ms.
    package let expiresMS: Int64
    /// Kept on the kiosks that come by it; nil for none.
    package let labels: [String]?
    /// Whether each kiosk waits for a person's approval; nil for no.
    package let approve: Bool?

    package init(branch: String, uses: Int, expiresMS: Int64, labels: [String]? = nil, approve: Bool? = nil) {
        self.branch = branch
        self.uses = uses
        self.expiresMS = expiresMS
        self.labels = labels
        self.approve = approve
    }

    private enum CodingKeys: String, CodingKey {
        case branch, uses
        case expiresMS = "expires_ms"
        case labels, approve
    }
}

/// 201 to `ApiTokenRequest`: the only time the token is told.
package struct ApiToken: Equatable, Sendable, Codable {
    package let token: String
    package let branch: String
    package let uses: Int
    package let expiresAtMS: Int64
    /// By which it is listed and revoked; nil from an older collector.
    package let id: String?

    package init(token: String, branch: String, uses: Int, expiresAtMS: Int64, id: String? = nil) {
        self.token = token
        self.branch = branch
        self.uses = uses
        self.expiresAtMS = expiresAtMS
        self.id = id
    }

    private enum CodingKeys: String, CodingKey {
        case token, branch, uses
        case expiresAtMS = "expires_at_ms"
        case id
    }
}

/// `GET /api/v1/kiosks`, by id.
package struct ApiKiosks: Equatable, Sendable, Codable {
    package let kiosks: [ApiKiosk]
    /// Those that have yet to be let in; nil for none.
    package let waiting: [ApiWaitingKiosk]?

    package init(kiosks: [ApiKiosk], waiting: [ApiWaitingKiosk]? = nil) {
        self.kiosks = kiosks
        self.waiting = waiting
    }
}

/// One kiosk as the centre knows it.
package struct ApiKiosk: Equatable, Sendable, Codable {
    package let id: String
    /// What the technician called it.
    package let name: String
    /// Id of its branch.
    package let branch: String
    /// Nil before the first check-in; absent or null on the wire.
    package let lastContactMS: Int64?
    /// The kiosk's own books at its last check-in; all 0 before the first.
    package let created: Int64
    /// Responses of this kiosk in the collector's ledger.
    package let ledger: Int64
    package let pending: Int64
    package let dead: Int64
    package let lost: Int64
    /// What it shows; nil before its first survey.
    package let survey: SurveyReport?
    package let refused: [Refusal]
    /// The program's version.
    package let app: String
    package let revoked: Bool
    /// Out of service at the centre's wish: true, or nil where it is not.
    package let retired: Bool?
    /// Of the token it came by; nil for none.
    package let labels: [String]?
    /// Why two devices seem to share its identity or its queue, as stable words; nil where nothing says so.
    package let cloneSuspected: [String]?
    /// Whether it has yet to take a fresh credential that was ordered; nil for no.
    package let rotating: Bool?
    /// Nil where all is as usual with its surveys.
    package let activation: ActivationReport?

    package init(
        id: String, name: String, branch: String, lastContactMS: Int64?, created: Int64, ledger: Int64, pending: Int64,
        dead: Int64, lost: Int64, survey: SurveyReport?, refused: [Refusal], app: String, revoked: Bool,
        retired: Bool? = nil, labels: [String]? = nil, cloneSuspected: [String]? = nil, rotating: Bool? = nil,
        activation: ActivationReport? = nil
    ) {
        self.id = id
        self.name = name
        self.branch = branch
        self.lastContactMS = lastContactMS
        self.created = created
        self.ledger = ledger
        self.pending = pending
        self.dead = dead
        self.lost = lost
        self.survey = survey
        self.refused = refused
        self.app = app
        self.revoked = revoked
        self.retired = retired
        self.labels = labels
        self.cloneSuspected = cloneSuspected
        self.rotating = rotating
        self.activation = activation
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, branch
        case lastContactMS = "last_contact_ms"
        case created, ledger, pending, dead, lost, survey, refused, app, revoked, retired, labels, activation
        case cloneSuspected = "clone_suspected"
        case rotating
    }
}

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
