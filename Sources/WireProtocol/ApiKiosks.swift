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
