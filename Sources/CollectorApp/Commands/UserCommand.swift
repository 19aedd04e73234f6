import ArgumentParser
import CollectorStore
import Foundation
import Glibc

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "The people who may look at the pages.",
        subcommands: [Add.self, Password.self, Remove.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a person; the password is asked for twice.")

        @OptionGroup var options: StoreOptions

        @Argument(help: "The name to sign in with.")
        var name: String

        @Option(help: ArgumentHelp(Role.help))
        var role: String

        @Option(help: "A file that holds the password, instead of asking; - reads it from stdin.")
        var passwordFile: String?

        func run() async throws {
            let role = try Role.checked(role)
            let isPlain = name.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
            guard (1...64).contains(name.count), isPlain else {
                throw CommandFailure(.usage, "a name is 1 to 64 characters without spaces, not \"\(name)\"")
            }
            let store = try options.store(try options.configuration())
            let password = try passwordFile.map(NewPassword.read) ?? NewPassword.ask(for: name)
            let hash = try PasswordHash(password: password, salt: Secrets.salt())
            try await store.addUser(
                name: name, role: role, passwordHash: hash.description, nowMS: Collector.systemTime())
            try store.close()
            Console.message("\(name) may sign in as \(self.role).")
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
            guard try await store.users().contains(where: { $0.name == name }) else {
                throw CommandFailure.noUser(name)
            }
            let password = try passwordFile.map(NewPassword.read) ?? NewPassword.ask(for: name)
            let hash = try PasswordHash(password: password, salt: Secrets.salt())
            guard try await store.setPasswordHash(hash.description, of: name) else { throw CommandFailure.noUser(name) }
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
            guard try await store.removeUser(name: name) else { throw CommandFailure.noUser(name) }
            try store.close()
            Console.message("\(name) may not sign in any more.")
        }
    }
}

extension CommandFailure {
    static func noUser(_ name: String) -> CommandFailure {
        CommandFailure(.failed, "there is no user \(name); check the name, or add one with user add")
    }
}

/// A password that somebody chooses.
enum NewPassword {
    static let shortest = 10

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
        guard (shortest...200).contains(password.count) else {
            throw CommandFailure(.failed, "a password has \(shortest) to 200 characters; nothing was changed")
        }
        return password
    }

    private static func prompt(_ text: String) -> String {
        guard let typed = getpass(text) else { return "" }
        return String(cString: typed)
    }
}
