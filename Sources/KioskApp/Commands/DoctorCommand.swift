import ArgumentParser
import ConfigFile
import FoundationEssentials

/// `smilepost-kiosk doctor`: every check, what is wrong, what to do.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check this kiosk from its configuration to its oldest answer.",
        discussion: "Changes nothing. Exit code 0 when nothing is at fault, 1 when something is.")

    @OptionGroup var options: ConfigOptions
    @Flag(help: "For scripts.") var json = false

    func run() throws {
        let findings = findings()
        if json {
            try Console.sayJSON(findings)
        } else {
            findings.flatMap(\.lines).forEach(Console.say)
        }
        if findings.contains(where: { $0.state == .fault }) { throw KioskExit.failed }
    }

    private func findings() -> [Finding] {
        do throws(ConfigError) {
            let config = try KioskConfig.load(options.config, hostname: ProcessInfo.processInfo.hostName)
            return Doctor(config: config, configPath: options.config).findings()
        } catch {
            return [
                .fault("config", error.description, mend: "mend \(options.config); the other checks need it")
            ]
        }
    }
}

extension Finding {
    /// The finding in words, its mend on a line of its own.
    var lines: [String] {
        let mark =
            switch state {
            case .ok: "ok  "
            case .warning: "look"
            case .fault: "BAD "
            }
        return ["\(mark)  \(check): \(message)"] + (mend.map { ["      → \($0)"] } ?? [])
    }
}
