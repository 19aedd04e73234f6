import ArgumentParser
import CursesTerminal
import FoundationEssentials
import Glibc
import KioskStore

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
        let store = try openStore(config)
        let kiosk = KioskProcess(config: config, survey: survey, letLeave: letLeave, store: store)
        do {
            throw ExitCode(try kiosk.run(signals: signals))
        } catch let error as TerminalError {
            Console.complain("\(error)")
            throw KioskExit.failed
        }
    }

    /// A command such as `status` may hold the folder for a moment: it is worth some tries.
    private func openStore(_ config: KioskConfig) throws -> KioskStore {
        let clock = SystemClock()
        let deadline = clock.bootMS() + 5_000
        while true {
            do throws(StoreError) {
                return try KioskStore(stateFolder: config.stateFolder)
            } catch {
                guard case .locked = error, clock.bootMS() < deadline else {
                    Console.complain(error.description)
                    throw KioskExit.failed
                }
                poll(nil, 0, 100)
            }
        }
    }
}
