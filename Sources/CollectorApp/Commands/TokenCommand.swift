import ArgumentParser
import CollectorStore
import Foundation

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "The keys of tools to the API.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token and print it, this once.")

        @OptionGroup var options: StoreOptions

        @Option(help: "viewer reads, ops also publishes and enrols, admin may do everything.")
        var role: String

        @Option(help: "What it is for, so that it can be told from others.")
        var label: String = ""

        func run() async throws {
            let role = try Role.checked(role)
            let store = try options.store(try options.configuration())
            let token = Secrets.token()
            try await store.addApiToken(
                hash: Secrets.hash(token), role: role, label: label.isEmpty ? self.role : label,
                nowMS: Collector.systemTime())
            try store.close()
            Console.data(token)
        }
    }
}

struct LoginLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login-link", abstract: "Print a link that signs a person in once, within 15 minutes.")

    static let lifetimeMS: Int64 = 900_000

    @OptionGroup var options: StoreOptions

    @Argument(help: "The name of the person.")
    var name: String

    func run() async throws {
        let configuration = try options.configuration()
        let store = try options.store(configuration)
        guard try await store.users().contains(where: { $0.name == name }) else {
            throw CommandFailure(.failed, "there is no user \(name); add one with user add")
        }
        let token = Secrets.token()
        try await store.addOneTimeLogin(
            hash: Secrets.hash(token), user: name, expiresMS: Collector.systemTime() + Self.lifetimeMS)
        try store.close()
        Console.data("\(Self.base(configuration))/login/once/\(token)")
    }

    /// The address that people use: the public one, else where the collector listens at this moment.
    private static func base(_ configuration: CollectorConfiguration) -> String {
        if let url = configuration.publicURL { return url }
        let bound = FileManager.default.contents(atPath: CollectorServer.urlFile(in: configuration.data))
        return bound.map { String(decoding: $0, as: UTF8.self).trimmingWhitespace } ?? configuration.listen.url
    }
}
