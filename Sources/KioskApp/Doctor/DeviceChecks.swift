import SurveyKit
import TerminalUI

/// What the facts of the device mean: pure, so that every sentence can be tested.
enum DeviceChecks {
    /// - Parameter errno: What went wrong when a file was made and removed there, in the system's words; nil when it worked.
    static func stateFolder(_ path: String, problem: String?, account: String) -> Finding {
        guard let problem else { return .ok("state folder", "\(path) can be written") }
        return .fault(
            "state folder", "\(path) can't be written: \(problem)",
            mend: "run this as the kiosk's account, or: chown -R \(account) \(path)")
    }

    static func database(problem: String?, isRunning: Bool) -> Finding {
        guard let problem else {
            return .ok("database", isRunning ? "in use by the running kiosk" : "intact, every commit is synced")
        }
        return .fault("database", problem, mend: "keep the files in the state folder and ask for help; delete nothing")
    }

    static func disk(freeBytes: Int64, totalBytes: Int64) -> Finding {
        let free = "\(freeBytes >> 20) MiB free of \(totalBytes >> 20) MiB"
        let mend = "remove old logs (journalctl --vacuum-size=50M) and packages (apt-get clean)"
        if freeBytes < 48 << 20 { return .fault("disk", "\(free): answers may not fit", mend: mend) }
        if freeBytes < 256 << 20 || freeBytes * 5 < totalBytes { return .warning("disk", free, mend: mend) }
        return .ok("disk", free)
    }

    /// - Parameter earliestMS: A moment that has certainly passed, ms since 1970.
    static func clock(wallMS: Int64, state: ClockState, earliestMS: Int64, collectorMS: Int64?) -> Finding {
        let mend = "systemctl enable --now systemd-timesyncd, and let UDP port 123 out; answers are kept either way"
        guard wallMS >= earliestMS else {
            return .fault("clock", "the clock stands before this program was made", mend: mend)
        }
        if let collectorMS, abs(collectorMS - wallMS) > 30_000 {
            return .warning("clock", "\(abs(collectorMS - wallMS) / 1_000) s off the collector's", mend: mend)
        }
        guard state == .synchronised || collectorMS != nil else {
            return .warning("clock", "not synchronised, and no collector to compare it to", mend: mend)
        }
        return .ok("clock", state == .synchronised ? "synchronised" : "agrees with the collector's")
    }

    static func terminal(
        name: String?, isKnown: Bool, hasUTF8: Bool, size: Size?, panelMM: Int?, viewingMM: Int? = nil
    ) -> Finding {
        let name = name ?? "linux"
        guard isKnown else {
            return .fault(
                "terminal", "there is no terminal description for TERM=\(name)",
                mend: "apt-get install ncurses-base ncurses-term, or set TERM")
        }
        guard hasUTF8 else {
            return .warning(
                "terminal", "no UTF-8 locale: letters beyond ASCII can't be drawn", mend: "set LANG=C.UTF-8")
        }
        guard let size else { return .ok("terminal", "\(name), UTF-8; its size is known on the kiosk's own screen") }
        guard size.width >= 40, size.height >= 12 else {
            return .fault(
                "terminal", "\(size.width)x\(size.height) cells are too few", mend: "choose a smaller console font")
        }
        if let panelMM, let viewingMM, capitalMM(panelMM, size) < neededMM(at: viewingMM) {
            return .warning(
                "terminal", "a long question may be too small to read from \(viewingMM) mm",
                mend: "use a larger panel, or a larger console font")
        }
        return .ok("terminal", "\(name), UTF-8, \(size.width)x\(size.height)")
    }

    /// Height of a capital in the smallest letters a question is drawn in: 8 pixels an em, 0.73 of it a capital.
    private static func capitalMM(_ panelMM: Int, _ size: Size) -> Double {
        8 * 0.73 * Double(panelMM) / Double(size.width)
    }

    /// EN 301 549 5.1.4: a capital of 0.7 degrees at the viewing distance.
    private static func neededMM(at viewingMM: Int) -> Double { .pi * Double(viewingMM) * 0.7 / 180 }
}
