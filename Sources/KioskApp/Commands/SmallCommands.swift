import ArgumentParser
import Foundation
import Glibc
import KioskStore
import KioskUI
import SurveyKit

/// `smilepost-kiosk check-config`.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Check kiosk.conf, naming everything that is wrong in it.")

    @OptionGroup var options: ConfigOptions

    func run() throws {
        _ = try options.load()
        Console.say("\(options.config): no faults")
    }
}

/// `smilepost-kiosk export`: pending lines to a file, for the collector's `import`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the answers that wait to a file, such as on a USB stick; they stay here as well.")

    @OptionGroup var options: ConfigOptions
    @Argument(help: "The file to make; it must not exist yet.") var file: String

    func run() throws {
        let lines = try pendingLines()
        guard !FileManager.default.fileExists(atPath: file) else {
            Console.complain("\(file) exists already: name another file.")
            throw KioskExit.failed
        }
        do {
            let body = lines.reduce(into: Data()) { $0.append($1 + [10]) }
            try body.write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            Console.complain("Can't write \(file): \(error.localizedDescription). Is the stick mounted and not full?")
            throw KioskExit.failed
        }
        Console.say("\(lines.count) answers written to \(file). Give it to: smilepost-collector import")
    }

    private func pendingLines() throws -> [Data] {
        let config = try options.load()
        if let lines = try runningKioskLines(config) { return lines }
        return try StateAccess(config).withStore { store in
            var lines: [Data] = []
            try store.exportPending { lines.append($0.bytes) }
            return lines
        }
    }

    /// Page by page, so that the kiosk never holds them all; nil where none runs.
    private func runningKioskLines(_ config: KioskConfig) throws(ExitCode) -> [Data]? {
        var lines: [Data] = []
        var after: Int64?
        while true {
            let reply = ControlClient.ask(ControlRequest(.pending, after: after), stateFolder: config.stateFolder)
            guard let page = reply?.lines else {
                guard after != nil || reply?.failure != nil else { return nil }
                Console.complain(reply?.failure ?? "The running kiosk stopped answering: try again.")
                throw KioskExit.failed
            }
            lines += page
            guard let last = reply?.last else { return lines }
            after = last
        }
    }
}

/// `smilepost-kiosk set-pin`.
struct SetPINCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-pin", abstract: "Set the PIN of the staff menu; it is kept hashed.")

    @OptionGroup var options: ConfigOptions
    @Flag(help: "The technician's PIN instead of the staff's.") var technician = false

    func run() throws {
        let config = try options.load()
        guard let pin = Prompt.secret("New PIN: "), let again = Prompt.secret("Again: ") else {
            Console.complain("No PIN was given.")
            throw KioskExit.failed
        }
        guard pin == again else {
            Console.complain("The two PINs differ: nothing was changed.")
            throw KioskExit.failed
        }
        if let fault = PINFile.fault(in: pin) {
            Console.complain(fault)
            throw KioskExit.failed
        }
        do {
            try StateFolder(config.stateFolder).create()
            let role: StaffRole = technician ? .technician : .staff
            try PINFile(stateFolder: config.stateFolder, role: role).set(pin)
            PINGate(stateFolder: config.stateFolder, now: { SystemClock().now() }).forget(role)
        } catch {
            Console.complain("Can't keep the PIN in \(config.stateFolder): \(error). Run this as the kiosk's account.")
            throw KioskExit.failed
        }
        Console.complain("The PIN is set.")
    }
}

/// Asks on the terminal, without showing what is typed; reads lines where there is no terminal.
enum Prompt {
    static func secret(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() }
        var saved = termios()
        tcgetattr(STDIN_FILENO, &saved)
        var quiet = saved
        quiet.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
            Console.complain("")
        }
        let bytes = Array(question.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        return readLine()
    }
}
