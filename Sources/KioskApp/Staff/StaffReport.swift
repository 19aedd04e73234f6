import Foundation
import KioskStore
import KioskUI
import SurveyKit

extension StaffFacts {
    /// What `status` tells, with what the device says besides.
    ///
    /// - Parameters:
    ///   - branch: Nil before the enrolment; times are UTC then.
    ///   - disk: Free and total bytes.
    init(_ report: StatusReport, branch: Enrolment.Branch?, now: Timestamp, disk: (free: Int64, total: Int64)) {
        let zone = branch.flatMap { TimeZone(identifier: $0.timeZone) } ?? .gmt
        self.init(kiosk: report.name, line: Line(report))
        kioskID = report.kioskID
        self.branch = branch?.name
        created = report.created
        delivered = report.delivered
        pending = report.pending
        dead = report.dead
        lost = report.lost
        waitingSince = report.oldestPendingMS.map { Moment(now.wallMS - $0, seenAt: now.wallMS, in: zone) }
        contactSecondsAgo = report.collector.lastContactMS.map { max(0, now.wallMS - $0) / 1_000 }
        collector = report.collector.url
        lastError = report.collector.lastError
        survey = report.survey.map { "\($0.id) v\($0.version)" }
        time = Moment(now.wallMS, seenAt: now.wallMS, in: zone)
        isClockRight = now.clock == .synchronised || now.clock == .corrected
        freePercent = disk.total > 0 ? Int(disk.free * 100 / disk.total) : nil
    }

    /// Where no kiosk runs and its database can't be looked at.
    static func unknown(_ config: KioskConfig) -> StaffFacts { StaffFacts(kiosk: config.name, line: .notRunning) }
}

extension StaffFacts.Line {
    init(_ report: StatusReport) {
        guard report.isRunning else {
            self = .notRunning
            return
        }
        guard report.collector.url != nil else {
            self = .noCollector
            return
        }
        switch report.collector.state {
        case "online": self = .online
        case "offline": self = .offline
        case "portal": self = .portal
        case "refused": self = .refused
        case "retired": self = .retired
        case "not-enrolled", "waiting": self = .notEnrolled
        default: self = .starting
        }
    }
}

extension StaffFacts.Moment {
    /// - Parameter wallMS: Milliseconds since 1970.
    init(_ wallMS: Int64, seenAt nowMS: Int64, in zone: TimeZone) {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(wallMS) / 1_000)
        let today = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(nowMS) / 1_000))
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        let days = calendar.dateComponents([.day], from: calendar.startOfDay(for: date), to: today).day
        self.init(hour: parts.hour ?? 0, minute: parts.minute ?? 0, daysAgo: max(0, days ?? 0))
    }
}

extension StaffFinding {
    init(_ finding: Finding) {
        let state: State =
            switch finding.state {
            case .ok: .ok
            case .warning: .warning
            case .fault: .fault
            }
        self.init(state: state, text: "\(finding.check): \(finding.message)", mend: finding.mend)
    }
}
