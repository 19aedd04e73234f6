import ArgumentParser
import CollectorStore
import Foundation
import Glibc

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "The people who may look at the pages.",
        subcommands: [Add.self, List.self, Change.self, Password.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a person; the password is asked for twice.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: ArgumentHelp(Role.help))
        var role: String

        @Option(help: "Where mails go to.")
        var email: String?

        @OptionGroup var places: PlaceOptions

        @Option(help: "A file that holds the password, instead of asking; - reads it from stdin.")
        var passwordFile: String?

        func run() async throws {
            let role = try Role.checked(role)
            guard User.isName(name) else {
                throw CommandFailure(.usage, "a name is 1 to 64 characters without spaces, not \"\(name)\"")
            }
            let email = try email.map(User.checkedEmail) ?? ""
            let store = try options.store(try options.configuration())
            let password = try passwordFile.map(NewPassword.read) ?? NewPassword.ask(for: name)
            let hash = try PasswordHash(password: password, salt: Secrets.salt())
            try await store.addUser(
                name: name, role: role, email: email.isEmpty ? nil : email, places: try places.checked(),
                passwordHash: hash.description, by: .console, nowMS: Collector.systemTime())
            try store.close()
            Console.message("\(name) may sign in as \(self.role).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every person's name, role, places, e-mail and state, by name.")

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let store = try options.store(try options.configuration())
            for user in try await store.users() { Console.data(user.row) }
            try store.close()
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what a person may do; what is not given stays as it is.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: ArgumentHelp(Role.help))
        var role: String?

        @Option(help: "Where mails go to; empty for nowhere.")
        var email: String?

        @OptionGroup var places: PlaceOptions

        @Flag(name: .customLong("whole-chain"), help: "Take all places away: the person sees the whole chain.")
        var isWholeChain = false

        @Flag(inversion: .prefixedEnableDisable, help: "Whether the person may sign in.")
        var signIn: Bool?

        func run() async throws {
            let given = try places.checked()
            let change = UserChange(
                role: try role.map(Role.checked), email: try email.map(User.checkedEmail),
                places: isWholeChain ? [] : given.isEmpty ? nil : given, isDisabled: signIn.map { !$0 })
            let store = try options.store(try options.configuration())
            guard try await store.user(name: name) != nil else { throw CommandFailure.noUser(name) }
            let user = try await store.changeUser(name: name, change, by: .console, nowMS: Collector.systemTime())
            try store.close()
            Console.message(user.row)
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a person a new password; all their sessions end.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: "A file that holds the password, instead of asking; - reads it from stdin.")
        var passwordFile: String?

        func run() async throws {
            let store = try options.store(try options.configuration())
            guard try await store.user(name: name) != nil else {
                throw CommandFailure.noUser(name)
            }
            let password = try passwordFile.map(NewPassword.read) ?? NewPassword.ask(for: name)
            let hash = try PasswordHash(password: password, salt: Secrets.salt())
            let isKnown = try await store.setPasswordHash(
                hash.description, of: name, by: .console, nowMS: Collector.systemTime())
            guard isKnown else { throw CommandFailure.noUser(name) }
            try store.close()
            Console.message("\(name) has a new password and is signed out everywhere.")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a person; all their sessions end.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        func run() async throws {
            let store = try options.store(try options.configuration())
            guard try await store.user(name: name) != nil else { throw CommandFailure.noUser(name) }
            try await store.removeUser(name: name, by: .console, nowMS: Collector.systemTime())
            try store.close()
            Console.message("\(name) may not sign in any more.")
        }
    }
}

/// `--place`, as often as there are places.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Hold to a part of the chain: region:NAME or branch:ID; repeat for more.", valueName: "place"))
    var place: [String] = []

    /// - Throws: `CommandFailure` for a word that is no place.
    func checked() throws -> [ReachPlace] {
        try place.map { word in
            guard let place = ReachPlace(word) else {
                throw CommandFailure(.usage, "--place is region:NAME or branch:ID, not \"\(word)\"")
            }
            return place
        }
    }
}

extension User {
    /// A line of `user list`.
    var row: String {
        let places = places.isEmpty ? "whole chain" : places.map(\.description).joined(separator: ", ")
        return [name, role.rawValue, places, email ?? "-", isDisabled ? "disabled" : "may sign in"]
            .joined(separator: "\t")
    }
}

extension CommandFailure {
    static func noUser(_ name: String) -> CommandFailure {
        CommandFailure(.failed, "there is no user \(name); check the name, or add one with user add")
    }
}

/// A password that somebody chooses.
enum NewPassword {
    /// Characters.
    static let lengths = 10...200

    static func ask(for name: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.usage, "there is no terminal to ask for the password; use --password-file")
        }
        let password = try checked(prompt("Password for \(name): "))
        guard prompt("The same again: ") == password else {
            throw CommandFailure(.failed, "the two passwords differ; nothing was changed")
        }
        return password
    }

    static func read(_ file: String) throws -> String {
        let bytes =
            file == "-"
            ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let bytes else { throw CommandFailure(.failed, "can't read \(file); check its name and rights") }
        return try checked(String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self))
    }

    private static func checked(_ password: String) throws -> String {
        guard lengths.contains(password.count) else {
            throw CommandFailure(
                .failed,
                "a password has \(lengths.lowerBound) to \(lengths.upperBound) characters; nothing was changed")
        }
        return password
    }

    private static func prompt(_ text: String) -> String {
        guard let typed = getpass(text) else { return "" }
        return String(cString: typed)
    }
}
