/// Whether hands reach the kiosk.
extension DeviceChecks {
    /// A branch that is open has a customer within the hour.
    private static let quietMS: Int64 = 3_600_000
    /// A long weekend.
    private static let closedMS: Int64 = 4 * 86_400_000
    /// More than any start and any loose plug makes.
    private static let noise: Int64 = 10_000

    /// - Parameter report: Nil when no kiosk is running.
    static func input(_ report: InputReport?) -> Finding {
        guard let report else { return .ok("input", "no kiosk is running: nothing has been listening") }
        let mend =
            "touch the screen, then look again; if nothing changes, check the panel's cable and libinput list-devices"
        if report.droppedBytes > noise, report.droppedBytes / 10 > report.events {
            return .warning(
                "input", "\(report.droppedBytes) bytes were no touch and no key",
                mend: "unplug what types by itself, such as a scanner or a stuck keyboard; check TERM")
        }
        guard (report.sinceLastMS ?? report.runningMS) < (report.sinceLastMS == nil ? quietMS : closedMS) else {
            return .warning("input", report.line, mend: mend)
        }
        return .ok("input", report.line)
    }
}
