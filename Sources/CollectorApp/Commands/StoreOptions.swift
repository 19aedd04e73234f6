import ArgumentParser
import CollectorStore
import Foundation

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

    /// Opens the database, making the folder first where `create` says so.
    func store(_ configuration: CollectorConfiguration, create: Bool = false) throws -> CollectorStore {
        let file = configuration.data + "/collector.sqlite"
        if create {
            do {
                try FileManager.default.createDirectory(
                    atPath: configuration.data, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw CommandFailure(
                    .unavailable, "can't make the data folder \(configuration.data); check its parent's rights")
            }
        } else if !FileManager.default.fileExists(atPath: file) {
            throw CommandFailure(
                .unavailable,
                "there is no collector in \(configuration.data); start it once with serve, or name its folder with --data"
            )
        }
        guard PrivateFile.make(file) else {
            throw CommandFailure(.unavailable, "can't open \(file); check the rights and the space of the disk")
        }
        do {
            return try CollectorStore(path: file)
        } catch let error as CollectorStoreError {
            throw error
        } catch {
            throw CommandFailure(
                .unavailable, "can't open \(file) (\(error)); check the rights and the space of the disk")
        }
    }
}
