/// Whose PIN opens what.
package enum StaffRole: String, Hashable, Sendable {
    /// The status, and what anybody who works here may do.
    case staff
    /// Besides, what can take the survey off the screen.
    case technician
}

/// Digits typed on the pad; they show in no log and no failed test.
package struct PIN: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let digits: String

    package init(_ digits: String) { self.digits = digits }

    package var description: String { "PIN" }
    package var debugDescription: String { "PIN" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What the staff menu has done outside the screen.
package enum StaffErrand: String, Hashable, Sendable, CaseIterable {
    case sync
    case restartApp = "restart-app"
    case restartDevice = "restart-device"
    case doctor
    /// The survey ends and the console shows a login.
    case leave = "leave-to-console"

    /// Whose PIN it stands behind.
    package var role: StaffRole {
        switch self {
        case .sync, .restartApp, .restartDevice: .staff
        case .doctor, .leave: .technician
        }
    }
}

/// What the staff menu asks of the shell; each is answered by `StaffNews`, and none is waited for.
package enum StaffRequest: Equatable, Sendable {
    /// Whether a PIN is set, and whether it may be tried now.
    case gate(StaffRole)
    /// Try a PIN; the verdict carries the ticket back.
    case verify(PIN, StaffRole, ticket: Int64)
    /// How the kiosk stands.
    case facts
    case run(StaffErrand)
    /// Keep the language of the staff menu.
    case keepLanguage(String)
    /// Keep the theme of the whole kiosk.
    case keepTheme(String)
    /// The menu is off the screen.
    case closed
}

/// What the shell tells the staff menu.
package enum StaffNews: Equatable, Sendable {
    case gate(StaffRole, StaffGate)
    /// The PIN of this ticket was right.
    case admitted(StaffRole, ticket: Int64)
    /// The PIN of this ticket was wrong, or could not be tried: how the gate stands now.
    case rejected(StaffRole, StaffGate, ticket: Int64)
    case facts(StaffFacts)
    /// An errand is over; with what could not be done, and what to do.
    case done(StaffErrand, failure: String?)
    case findings([StaffFinding])
    /// What was kept of an earlier choice.
    case settings(language: String?, theme: String?)
}

/// Whether a PIN may be tried.
package enum StaffGate: Equatable, Sendable {
    /// None is set: nothing opens.
    case noPIN
    /// So many wrong tries are left before the gate locks.
    case open(left: Int)
    /// Nothing is tried for so many milliseconds.
    case locked(milliseconds: Int64)
}

/// How the kiosk stands, as far as people want to know.
package struct StaffFacts: Equatable, Sendable {
    package enum Line: Equatable, Sendable {
        case online, starting, offline, portal, refused, retired, notEnrolled, noCollector, notRunning
    }

    /// A time of day in the branch.
    package struct Moment: Equatable, Sendable {
        package let hour: Int
        package let minute: Int
        package let daysAgo: Int

        package init(hour: Int, minute: Int, daysAgo: Int) {
            self.hour = hour
            self.minute = minute
            self.daysAgo = daysAgo
        }
    }

    package var kiosk: String
    package var kioskID: String?
    package var branch: String?
    package var created: Int64 = 0
    package var delivered: Int64 = 0
    package var pending: Int64 = 0
    package var dead: Int64 = 0
    package var lost: Int64 = 0
    /// When the oldest answer that waits was sealed.
    package var waitingSince: Moment?
    package var line: Line
    package var contactSecondsAgo: Int64?
    package var collector: String?
    /// The last failure of the connection, as the log has it.
    package var lastError: String?
    package var survey: String?
    package var time: Moment?
    package var isClockRight = false
    /// Free space of the disk, 0 to 100.
    package var freePercent: Int?

    package init(kiosk: String, line: Line) {
        self.kiosk = kiosk
        self.line = line
    }
}

/// What one check of the doctor found.
package struct StaffFinding: Equatable, Sendable {
    package enum State: Equatable, Sendable { case ok, warning, fault }

    package let state: State
    package let text: String
    package let mend: String?

    package init(state: State, text: String, mend: String?) {
        self.state = state
        self.text = text
        self.mend = mend
    }
}
