import ArgumentParser
import CollectorStore
import Foundation
import WireProtocol

/// Where the configuration and the data are: the same for every command.
struct StoreOptions: ParsableArguments {
    @Option(help: "The configuration file; without it \(CollectorConfiguration.defaultPath), if there is one.")
    var config: String?

    @Option(help: "The data folder; wins over the configuration file.")
    var data: String?

    func configuration() throws -> CollectorConfiguration {
        var configuration = try CollectorConfiguration.load(path: config)
        if let data { configuration.data = data }
        return configuration
    }

    /// Opens the database; `create` makes the folder first, and is for the collector itself, not for commands beside it.
    func store(_ configuration: CollectorConfiguration, create: Bool = false) throws -> CollectorStore {
        let file = configuration.data + "/collector.sqlite"
        guard !Restore(folder: configuration.data).isUnfinished else {
            throw CommandFailure(
                .unavailable,
                "a restore into \(configuration.data) was cut short; run smilepost-collector restore again, with the "
                    + "same backup")
        }
        if create {
            try Self.makeFolder(configuration.data)
        } else if !FileManager.default.fileExists(atPath: file) {
            throw CommandFailure(
                .unavailable,
                "there is no collector in \(configuration.data); start it once with serve, or name its folder with --data"
            )
        }
        // Held until the process ends.
        if !create { _ = try DataLock.command(folder: configuration.data) }
        guard PrivateFile.make(file) else {
            throw CommandFailure(.unavailable, "can't open \(file); check the rights and the space of the disk")
        }
        do {
            var pacing = Pacing()
            pacing.limits.keepDays = configuration.backupIntervalDays
            return try CollectorStore(path: file, pacing: pacing, isInService: create)
        } catch let error as CollectorStoreError {
            throw error
        } catch {
            throw CommandFailure(
                .unavailable, "can't open \(file) (\(error)); check the rights and the space of the disk")
        }
    }

    /// Makes the data folder where it is missing, for the collector's account alone.
    static func makeFolder(_ folder: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.unavailable, "can't make the data folder \(folder); check its parent's rights")
        }
    }
}
