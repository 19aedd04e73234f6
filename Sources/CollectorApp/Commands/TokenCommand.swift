import ArgumentParser
import CollectorStore
import Foundation
import SurveyKit

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "The keys of tools to the API.",
        subcommands: [Create.self, List.self, Remove.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a token and print it, this once.")

        @OptionGroup var options: StoreOptions

        @Option(help: ArgumentHelp(Role.help))
        var role: String

        @OptionGroup var places: PlaceOptions

        @Option(help: "What it is for, so that it can be told from others.")
        var label: String = ""

        func run() async throws {
            let role = try Role.checked(role)
            let store = try options.store(try options.configuration())
            let token = Secrets.token()
            try await store.addApiToken(
                hash: Secrets.hash(token), role: role, places: try places.checked(),
                label: label.isEmpty ? self.role : label, by: .console, nowMS: Collector.systemTime())
            try store.close()
            Console.data(token)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every token's prefix, role, places, date, last use and label, oldest first.",
            discussion: "The prefix is of the token's hash: it names the token and does not let anybody in.")

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let store = try options.store(try options.configuration())
            for token in try await store.apiTokens() { Console.data(token.row) }
            try store.close()
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a token: whoever holds it gets no access from now on.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The token's label, or the prefix that token list shows.")
        var token: String

        func run() async throws {
            let store = try options.store(try options.configuration())
            let found = try ApiTokenRecord.named(token, among: try await store.apiTokens())
            try await store.removeApiToken(prefix: found.prefix, by: .console, nowMS: Collector.systemTime())
            try store.close()
            Console.message("Removed the token \(found.prefix) (\(found.label)).")
        }
    }
}

extension ApiTokenRecord {
    /// A line of `token list`.
    var row: String {
        let places = places.isEmpty ? "whole chain" : places.map(\.description).joined(separator: ", ")
        return [prefix, role.rawValue, places, Words.iso(createdMS), usedMS.map(Words.iso) ?? "never", label]
            .joined(separator: "\t")
    }

    /// The one token with this label, or whose hash starts so.
    ///
    /// - Throws: `CommandFailure` where there is none, or more than one.
    static func named(_ name: String, among tokens: [ApiTokenRecord]) throws -> ApiTokenRecord {
        let isPrefix = name.count >= 4
        let found = tokens.filter { $0.label == name || isPrefix && $0.hash.hex.hasPrefix(name.lowercased()) }
        guard let token = found.first else {
            throw CommandFailure(.failed, "there is no token \(name); token list shows them")
        }
        guard found.count == 1 else {
            throw CommandFailure(
                .failed,
                "\(name) is the name of \(found.count) tokens; use a prefix: "
                    + found.map(\.prefix).joined(separator: ", "))
        }
        return token
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
        guard try await store.user(name: name) != nil else {
            throw CommandFailure.noUser(name)
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
