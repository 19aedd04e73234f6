package import KioskStore

/// How the kiosk and its collector stand, for staff and `status`.
package struct SyncStatus: Equatable, Sendable {
    package enum State: String, Sendable {
        /// No enrolment yet: answers are kept.
        case notEnrolled = "not-enrolled"
        /// A person at the centre has yet to let it in: answers are kept.
        case waiting
        /// Nothing has been tried since the start.
        case starting
        case online
        /// The collector can't be reached, or is in trouble.
        case offline
        /// Somebody else answers: a network login page, a proxy.
        case portal
        /// The collector does not accept the credential.
        case refused
        /// The centre has taken the kiosk out of service.
        case retired
    }

    package internal(set) var state: State
    /// Wall clock of the collector's last answer, ms since 1970; nil before the first since the start.
    package internal(set) var lastContactMS: Int64?
    /// One sentence with what to do, and no answers in it; nil when all is well.
    package internal(set) var lastError: String?
    /// What an operator must look at, newest last; at most 5.
    package internal(set) var alarms: [String] = []
    /// Lines not yet delivered, at the last count.
    package internal(set) var pending: Int64?
    /// Those of them that are held back so that others pass.
    package internal(set) var parked: Int64 = 0
    /// When the next try is due, ms since boot; nil while one is under way.
    package internal(set) var nextTryMS: Int64?
    package internal(set) var branch: Enrolment.Branch?
}

/// What the other lanes may want to look at; losing one loses nothing.
package enum SyncEvent: Equatable, Sendable {
    case statusChanged
    /// A verified survey waits in the store for `activate`, between customers.
    case surveyStaged(surveyID: String, version: Int)
}

/// What a sync round that was asked for has done.
package struct SyncReport: Equatable, Sendable {
    /// Lines settled since the start of the round.
    package let settled: Int
    /// Why the round ended early; nil when everything went through.
    package let error: String?
}

/// What the watchdog looks at: whether the lane is alive.
package struct SyncProgress: Equatable, Sendable {
    /// Steps taken since the start.
    package internal(set) var steps: UInt64 = 0
    /// Since when the step under way runs, ms since boot; nil while waiting.
    package internal(set) var busySinceMS: Int64?
    /// What is waited for, ms since boot; nil during a step.
    package internal(set) var waitingUntilMS: Int64?

    /// Whether a step runs, or a wait is overdue, for longer than the longest may take: a check-in, a manifest, a survey.
    package func isStuck(nowMS: Int64, limitMS: Int64 = 240_000) -> Bool {
        (busySinceMS ?? waitingUntilMS).map { nowMS - $0 > limitMS } ?? false
    }
}

/// What the sync lane needs to know of the configuration.
package struct SyncSettings: Equatable, Sendable {
    /// `[collector] url`, without a path.
    package var collectorURL: String
    /// Name and version of the program, as reported.
    package var app: String
    /// Delivered lines stay this long.
    package var retentionMS: Int64
    /// The newest delivered lines stay whatever their age.
    package var keptLines: Int
    /// One request, ms.
    package var timeoutMS: Int

    package init(
        collectorURL: String, app: String, retentionMS: Int64 = 30 * 86_400_000, keptLines: Int = 2_000,
        timeoutMS: Int = 60_000
    ) {
        self.collectorURL = collectorURL.hasSuffix("/") ? String(collectorURL.dropLast()) : collectorURL
        self.app = app
        self.retentionMS = retentionMS
        self.keptLines = keptLines
        self.timeoutMS = timeoutMS
    }
}
