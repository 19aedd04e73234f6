import ArgumentParser
import KioskStore

/// `smilepost-kiosk status`: what was made, what is where, what is on the screen.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell how many answers were made, delivered and wait, and how the kiosk is.")

    @OptionGroup var options: ConfigOptions
    @Flag(help: "For scripts.") var json = false

    func run() throws {
        let report = try StateAccess(options.load()).status()
        if json {
            try Console.sayJSON(report)
        } else {
            report.lines.forEach(Console.say)
        }
    }
}

extension StatusReport {
    /// The report in words.
    var lines: [String] {
        var lines = [
            "\(name): \(created) made = \(delivered) delivered + \(pending) waiting + \(dead) dead + \(lost) lost"
        ]
        if parked > 0 { lines.append("held back, so that others pass: \(parked) of the waiting") }
        if let oldestPendingMS { lines.append("oldest waiting: \(Words.duration(oldestPendingMS))") }
        lines.append("survey: " + (survey.map { "\($0.id) v\($0.version)" } ?? "none"))
        lines += (surveyNotes ?? []).map { "survey: \($0)" }
        lines.append("collector: \(collector.url ?? "none in kiosk.conf"), \(collector.state)")
        if let error = collector.lastError { lines.append("last failure: \(error)") }
        lines += storage?.lines ?? []
        if let input { lines.append("input: \(input.line)") }
        lines.append(isRunning ? "the kiosk is running" : "the kiosk is not running")
        return lines
    }
}

/// How lengths of time are said.
enum Words {
    /// - Parameter milliseconds: Any length; rounded down to the unit that matters.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7_200 { return "\(seconds / 60) min" }
        if seconds < 172_800 { return "\(seconds / 3_600) h" }
        return "\(seconds / 86_400) days"
    }
}
