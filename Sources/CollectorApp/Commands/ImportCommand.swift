import ArgumentParser
import CollectorStore
import Foundation
import WireProtocol

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take the sealed lines that a kiosk exported to a file.",
        discussion: "Lines that are here already are counted as duplicates: a file can be imported twice.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The file that smilepost-kiosk export wrote.")
    var file: String

    func run() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.badData, "can't read \(file); check its name and rights")
        }
        let lines = bytes.split(separator: 0x0A).map { Data($0) }
        guard !lines.isEmpty else { throw CommandFailure(.badData, "\(file) holds no lines") }
        let store = try options.store(try options.configuration())
        let verdicts = try await store.importLines(lines, nowMS: Collector.systemTime())
        for status in Verdict.Status.allCases {
            let count = verdicts.filter { $0.status == status }.count
            Console.data("\(status.rawValue): \(count)")
        }
        for verdict in verdicts where verdict.status == .rejected || verdict.status == .conflict {
            Console.message("\(file):\(verdict.n + 1): \(verdict.status.rawValue) (\(verdict.code ?? "no reason"))")
        }
        try store.close()
        if verdicts.contains(where: { $0.status == .retry }) {
            throw CommandFailure(.tryAgain, "some lines were not stored; import \(file) again")
        }
        if verdicts.contains(where: { $0.status == .rejected || $0.status == .conflict }) {
            throw CommandFailure(.badData, "some lines of \(file) could not be taken; they are named above")
        }
    }
}
