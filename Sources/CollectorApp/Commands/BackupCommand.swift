import ArgumentParser
import CollectorStore
import Foundation

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the whole database to a new file, while the collector runs.",
        discussion: "The file is read back before it gets its name. Copy DIR/\(CollectorStore.erasureLogName) too, on "
            + "its own: it is no part of a backup, and a restore needs the newest one (docs/backup.md).")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The file to write; it must not exist.")
    var file: String

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(.failed, "\(file) exists; name a new file")
        }
        let store = try options.store(try options.configuration())
        do {
            try await store.backup(to: file, nowMS: Collector.systemTime())
        } catch {
            throw CommandFailure(.failed, "can't make the backup \(file): \(error.description)")
        }
        try store.close()
        Console.message("Backed up to \(file).")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of the database, while the collector is stopped.",
        discussion:
            "The database that is there is put aside, not deleted. Kiosks send again what came after the backup, "
            + "as far as they keep it; what was erased stays erased.")

    @OptionGroup var options: StoreOptions

    @Option(
        help: "A copy of the erasure log from elsewhere, where DIR/\(CollectorStore.erasureLogName) is lost or older.")
    var erasures: String?

    @Argument(help: "The file that smilepost-collector backup wrote.")
    var file: String

    func run() async throws {
        let configuration = try options.configuration()
        try StoreOptions.makeFolder(configuration.data)
        let locks = [
            try DataLock(folder: configuration.data), try DataLock.noCommands(folder: configuration.data),
        ]
        defer { locks.forEach { $0.release() } }
        do {
            let stamp = Words.iso(Collector.systemTime()).filter { !"-:.".contains($0) }
            let report = try Restore(folder: configuration.data).run(file, erasures: erasures, stamp: stamp)
            report.sentences(file: file, keepDays: configuration.backupIntervalDays).forEach(Console.message)
        } catch {
            throw CommandFailure(error.isBadData ? .badData : .failed, error.description)
        }
    }
}

extension RestoreReport {
    /// What the operator has to know, and to do.
    func sentences(file: String, keepDays: Int) -> [String] {
        let newest = facts.newestMS.map { ", the newest received \(Words.iso($0))" } ?? ""
        var sentences = [
            "Restored \(file): \(Words.count(facts.responses, "response", "responses"))\(newest), from "
                + "\(Words.count(facts.kiosks, "kiosk", "kiosks"))."
        ]
        if let putAside { sentences.append("The database that was here is now \(putAside).") }
        if facts.erasedAgain > 0 {
            sentences.append(
                "Erased again by the erasure log: \(Words.count(facts.erasedAgain, "response", "responses")).")
        }
        sentences.append(
            "Start the collector: kiosks then send again what it lacks. They keep what they delivered for \(keepDays) days; "
                + "what is older and not in this backup is lost, and smilepost-ops kiosks list counts it.")
        sentences.append(
            "Undone is what was changed since: enrol kiosks, publish surveys, and remove users, tokens and kiosks anew "
                + "(docs/backup.md).")
        return sentences
    }
}
