import ArgumentParser
import FoundationEssentials
import KioskStore
import SurveyKit

/// `smilepost-kiosk export`: lines to a file, for the collector's `import`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the answers that wait to a file, such as on a USB stick; they stay here as well.",
        discussion: "They wait on until the collector itself has confirmed each of them over the network.")

    @OptionGroup var options: ConfigOptions
    @Flag(help: "Also the delivered answers that are still kept: for a collector that has lost them.") var all = false
    @Argument(
        help: "The file to make, which must not exist yet; in a folder it is named after the kiosk and the moment.")
    var file: String

    func run() throws {
        let config = try options.load()
        do {
            let made = try exportFromRunningKiosk(config) ?? exportFromStore(config)
            Console.say("\(made.count) answers written to \(made.path). Give it to: smilepost-collector import")
        } catch let error as ExportFileError {
            Console.complain(error.description)
            throw KioskExit.failed
        }
    }

    private typealias Made = (path: String, count: Int)

    private func exportFromStore(_ config: KioskConfig) throws -> Made {
        try StateAccess(config).withStore { store in
            let file = try makeFile(config, queue: try store.identity().queueID.hex)
            try store.exportLines(withDelivered: all) { try file.append($0.bytes) }
            return try finish(file)
        }
    }

    /// Page by page, so that nobody ever holds them all; nil where no kiosk runs.
    private func exportFromRunningKiosk(_ config: KioskConfig) throws -> Made? {
        var request = ControlRequest(.pending, after: 0)
        request.withDelivered = all
        guard var reply = ControlClient.ask(request, stateFolder: config.stateFolder) else { return nil }
        let file = try makeFile(config, queue: reply.queue ?? "")
        while true {
            guard let lines = reply.lines else {
                Console.complain(reply.failure ?? "The running kiosk stopped answering: try again.")
                throw KioskExit.failed
            }
            for line in lines { try file.append(line) }
            guard let last = reply.last else { return try finish(file) }
            request.after = last
            reply = ControlClient.ask(request, stateFolder: config.stateFolder) ?? ControlReply()
        }
    }

    private func makeFile(_ config: KioskConfig, queue: String) throws -> ExportFile {
        try ExportFile(at: file, kiosk: config.name, queue: queue, nowMS: SystemClock().now().wallMS)
    }

    private func finish(_ file: ExportFile) throws -> Made {
        try file.finish()
        return (file.path, file.count)
    }
}
