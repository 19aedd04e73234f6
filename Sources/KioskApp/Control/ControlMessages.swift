import FoundationEssentials

/// What a side command asks of the running kiosk: one line of JSON over the socket in the state folder.
struct ControlRequest: Codable, Sendable {
    enum Command: String, Codable, Sendable {
        case status
        /// One sync round now; answered when it is over.
        case sync
        /// Enrol with `token`.
        case enrol
        /// The pending lines, for `export`.
        case pending
        /// Whether the survey shown is a signed one, for `doctor`.
        case trust
        /// End the app; its service starts it anew.
        case restart
        /// Restart the device.
        case reboot
        /// End the app and leave the console to a login.
        case leave
        /// Write into the log what was done in the staff menu.
        case note
        /// Whether the survey shown fits its screen, for `doctor`.
        case fit
    }

    let command: Command
    var token: String?
    /// Of `pending`: only lines with a higher sequence number.
    var after: Int64?
    /// Of `pending`: delivered lines that are still kept too.
    var withDelivered: Bool?
    /// Of `note`: whose PIN, and what was done.
    var who: String?
    var action: String?

    init(
        _ command: Command, token: String? = nil, after: Int64? = nil, who: String? = nil, action: String? = nil
    ) {
        self.command = command
        self.token = token
        self.after = after
        self.who = who
        self.action = action
    }
}

/// The running kiosk's answer: one line of JSON.
struct ControlReply: Codable, Sendable {
    var status: StatusReport?
    /// The branch this kiosk now belongs to.
    var branch: String?
    var trust: TrustReport?
    var fit: FitFacts?
    /// Sealed lines, oldest first: one page of them, empty after the last.
    var lines: [Data]?
    /// The queue they are of.
    var queue: String?
    /// The sequence number of the last of them.
    var last: Int64?
    /// What could not be done, and what to do.
    var failure: String?
    /// Of `enrol`: the kiosk waits to be let in, which is no failure.
    var isWaiting: Bool?
}

/// Everything `status` tells.
struct StatusReport: Codable, Equatable, Sendable {
    struct Survey: Codable, Equatable, Sendable {
        let id: String
        let version: Int
    }

    struct Collector: Codable, Equatable, Sendable {
        let url: String?
        /// `not-enrolled`, `waiting` (to be approved), `online`, `offline`, `portal`, `refused` or `retired`; `not-running` when no kiosk runs.
        let state: String
        /// Milliseconds since 1970.
        let lastContactMS: Int64?
        let lastError: String?

        private enum CodingKeys: String, CodingKey {
            case url, state
            case lastContactMS = "last_contact_ms"
            case lastError = "last_error"
        }
    }

    let name: String
    let kioskID: String?
    let isRunning: Bool
    let created: Int64
    let delivered: Int64
    let pending: Int64
    let dead: Int64
    let lost: Int64
    /// Waiting ones that are held back so that others pass; known to a running kiosk only.
    let parked: Int64
    let oldestPendingMS: Int64?
    let survey: Survey?
    let collector: Collector
    /// What is unusual about the surveys here, each a clause; nil where nothing is.
    var surveyNotes: [String]?
    /// Nil when no kiosk is running.
    var input: InputReport?
    /// Nil only from a kiosk of an older version.
    var storage: StorageStatus?

    private enum CodingKeys: String, CodingKey {
        case name
        case kioskID = "kiosk_id"
        case isRunning = "running"
        case created, delivered, pending, dead, lost, parked
        case oldestPendingMS = "oldest_pending_ms"
        case survey, collector, input, storage
        case surveyNotes = "survey_notes"
    }
}
