import ArgumentParser
import ConfigFile
import FoundationEssentials
import Glibc

/// `smilepost-kiosk`.
struct KioskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smilepost-kiosk",
        abstract: "Asks every customer one question, and loses no answer.",
        version: KioskVersion.text,
        subcommands: [
            RunCommand.self, StatusCommand.self, SyncCommand.self, EnrollCommand.self, DoctorCommand.self,
            ExportCommand.self, CheckConfigCommand.self, SetPINCommand.self, MenuCommand.self,
        ])

}

/// The program.
package enum KioskProgram {
    /// Runs the command of the arguments and ends the process with its code.
    package static func start() {
        // Whatever is made here is the kiosk's own account's only.
        umask(0o077)
        KioskCommand.main(nil)
    }
}

/// What this build calls itself, in check-ins and `--version`.
enum KioskVersion {
    static let text = "0.1.0"
    /// 2026-11-01, ms since 1970: no clock that is right stands before this version was made.
    static let madeMS: Int64 = 1_793_491_200_000
    static let userAgent = "smilepost-kiosk/\(text)"
}

/// Exit codes as the design fixes them (sysexits.h).
enum KioskExit {
    static let done = ExitCode(0)
    static let failed = ExitCode(1)
    static let badData = ExitCode(65)
    static let unavailable = ExitCode(69)
    static let tryAgain = ExitCode(75)
    static let badConfig = ExitCode(78)
    /// A technician left to the console: the one end after which the service is not started again.
    static let left = ExitCode(80)
}

/// The one option that every command takes.
struct ConfigOptions: ParsableArguments {
    @Option(name: .long, help: "The kiosk's configuration file.")
    var config = KioskConfig.defaultPath

    /// The checked configuration; ends the program with 78 after naming everything that is wrong.
    func load() throws -> KioskConfig {
        do throws(ConfigError) {
            return try KioskConfig.load(config, hostname: ProcessInfo.processInfo.hostName)
        } catch {
            Console.complain(error.description)
            throw KioskExit.badConfig
        }
    }
}

/// Data to stdout, messages to stderr.
enum Console {
    static func say(_ text: String) { print(text) }

    static func complain(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Values as JSON for scripts: sorted keys, one object a line.
    static func sayJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
