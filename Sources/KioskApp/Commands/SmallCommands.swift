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
