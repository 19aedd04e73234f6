import ArgumentParser
import CollectorStore
import Foundation
import WireProtocol

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take the sealed lines that a kiosk exported to a file.",
        discussion: "Lines that are here already are counted as duplicates: a file can be imported twice.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Files that smilepost-kiosk export wrote, of one kiosk or of several.")
    var files: [String]

    func run() async throws {
        let store = try options.store(try options.configuration())
        var failures: [CommandFailure] = []
        for file in files {
            do {
                try await take(file, store)
            } catch let failure as CommandFailure {
                // The other files are taken all the same.
                failures.append(failure)
            }
        }
        try store.close()
        for failure in failures.dropLast() { Console.message(failure.message) }
        if let last = failures.last { throw last }
    }

    private func take(_ file: String, _ store: CollectorStore) async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.badData, "can't read \(file); check its name and rights")
        }
        let lines = bytes.split(separator: 0x0A).map { Data($0) }
        guard !lines.isEmpty else { throw CommandFailure(.badData, "\(file) holds no lines") }
        let verdicts = try await store.importLines(lines, nowMS: Collector.systemTime())
        if files.count > 1 { Console.data(file) }
        for status in Verdict.Status.allCases {
            let count = verdicts.filter { $0.status == status }.count
            Console.data("\(status.rawValue): \(count)")
        }
        for verdict in verdicts where verdict.status == .rejected || verdict.status == .conflict {
            Console.message("\(file):\(verdict.n + 1): \(verdict.status.rawValue) (\(verdict.code ?? "no reason"))")
        }
        if verdicts.contains(where: { $0.status == .retry }) {
            throw CommandFailure(.tryAgain, "some lines were not stored; import \(file) again")
        }
        if verdicts.contains(where: { $0.status == .rejected || $0.status == .conflict }) {
            throw CommandFailure(.badData, "some lines of \(file) could not be taken; they are named above")
        }
    }
}
