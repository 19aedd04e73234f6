import ArgumentParser
import Foundation
import WireProtocol

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The release key, which signs everything that is published.",
        subcommands: [Initialise.self, Show.self])

    struct Initialise: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Makes a release key pair, sealed with a passphrase.",
            discussion: """
                Keep a copy of the file and its passphrase in a safe place: kiosks take surveys signed by this key only.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var key: KeyOptions
        @OptionGroup var passphrase: PassphraseOptions

        func run(in session: Session) throws {
            let path = try key.path(in: session)
            // Before a passphrase is asked for in vain; the creation itself never overwrites.
            guard !FileManager.default.fileExists(atPath: path) else {
                throw OpsFailure(.failed, "\(path) exists already and is left as it is: give another --key-file")
            }
            let file = try KeyFile(newWithPassphrase: try passphrase.newPassphrase(in: session))
            try file.create(at: path)
            try session.data("\(file.publicKey.id)\n")
            session.message("The release key is in \(path). Keep a copy of it, and its passphrase, in a safe place.")
        }
    }

    struct Show: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Prints the id of the release key and its public part in base64.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var key: KeyOptions
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let file = try KeyFile(path: try key.path(in: session))
            if json {
                try session.json(file.publicKey)
            } else {
                try session.data("\(file.publicKey.id) \(file.publicKey.key.base64EncodedString())\n")
            }
        }
    }
}
