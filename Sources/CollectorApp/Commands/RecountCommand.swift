import ArgumentParser
import CollectorStore

struct RecountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount", abstract: "Count every score anew from the responses, with the collector stopped.",
        discussion:
            "Scores are counted as responses come in, and a recount gives the same; this is for a database that was "
            + "mended by hand. A million responses take some minutes.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        let configuration = try options.configuration()
        let lock = try DataLock(folder: configuration.data)
        let store = try options.store(configuration)
        let count = try await store.rebuildTallies()
        try store.close()
        lock.release()
        Console.message("Counted \(count) responses.")
    }
}
