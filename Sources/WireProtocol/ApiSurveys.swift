package import Foundation

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
