import ArgumentParser
import CursesTerminal
import Foundation
import Glibc
import KioskStore
import SurveyKit

/// `smilepost-kiosk run`: the full-screen survey.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Show the survey full-screen in this terminal, and send the answers.")

    @OptionGroup var options: ConfigOptions
    @Option(help: "Show this local file instead; answers are stored as usual, and nothing is sent.")
    var survey: String?
    @Flag(help: "Let Ctrl-C leave the survey, to try it at a desk; a kiosk in the field has no such way out.")
    var letLeave = false

    func run() throws {
        // Before any thread is started, so that all of them have the signals blocked.
        let signals = Signals()
        let config = try options.load()
        try checkLocalSurvey()
        guard let store = try openStore(config, signals) else { throw KioskExit.done }
        let kiosk = KioskProcess(
            config: config, configPath: options.config, survey: survey, letLeave: letLeave, store: store)
        do {
            throw ExitCode(try kiosk.run(signals: signals))
        } catch let error as TerminalError {
            Console.complain("\(error)")
            throw KioskExit.failed
        }
    }

    /// A survey that can't be shown is told before the screen opens over the message.
    private func checkLocalSurvey() throws {
        guard let survey else { return }
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: survey)) else {
            Console.complain("Can't read \(survey): check the path and its permissions.")
            throw KioskExit.badData
        }
        let reading = SurveyReader.read(bytes: bytes, file: survey)
        for diagnostic in reading.diagnostics { Console.complain(diagnostic.description) }
        if reading.survey == nil { throw KioskExit.badData }
    }

    /// A command such as `status` may hold the folder for a moment: it is worth some tries.
    ///
    /// - Returns: Nil where it was told to stop while it waited.
    private func openStore(_ config: KioskConfig, _ signals: Signals) throws -> KioskStore? {
        let clock = SystemClock()
        let deadline = clock.bootMS() + 5_000
        while true {
            do throws(StoreError) {
                return try Self.open(config)
            } catch {
                guard case .locked = error, clock.bootMS() < deadline else {
                    Console.complain(error.description)
                    return try waitForStore(after: error, config, signals)
                }
                poll(nil, 0, 100)
            }
        }
    }

    private static func open(_ config: KioskConfig) throws(StoreError) -> KioskStore {
        try KioskStore(stateFolder: config.stateFolder, mendingAtMS: SystemClock().now().wallMS)
    }

    /// A service shows that it is out of service and tries on; at a desk, or where trying can't help, the message is all.
    private func waitForStore(
        after error: StoreError, _ config: KioskConfig, _ signals: Signals
    ) throws -> KioskStore? {
        let environment = ProcessInfo.processInfo.environment
        switch error {
        case .locked, .newerVersion: throw KioskExit.failed
        default: guard environment["NOTIFY_SOCKET"] != nil else { throw KioskExit.failed }
        }
        let wait = StoreWait(
            config: config, letLeave: letLeave, notifier: ServiceNotifier(environment: environment),
            logger: config.makeLogger())
        do throws(TerminalError) {
            return try wait.wait(signals: signals) { () throws(StoreError) in try Self.open(config) }
        } catch {
            Console.complain("\(error)")
            throw KioskExit.failed
        }
    }
}
