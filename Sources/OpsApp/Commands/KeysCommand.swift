import ArgumentParser
import Foundation
import WireProtocol

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The organisation's keys: one signs what is published, the other opens contact details.",
        subcommands: [Initialise.self, Show.self])

    struct Initialise: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Makes the release key pair and the contact key pair, sealed with a passphrase.",
            discussion: """
                Keep a copy of both files and their passphrase in a safe place: kiosks take surveys signed by this \
                release key only, and without the contact key nobody can read what customers left to be called back. \
                A key that exists is never touched; --contact adds a contact key to a release key made before.
                """)

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Make the contact key only.") var contact = false
        @OptionGroup var key: KeyOptions
        @OptionGroup var contactKey: ContactKeyOptions
        @OptionGroup var passphrase: PassphraseOptions

        func run(in session: Session) throws {
            let release = try key.path(in: session)
            guard contactKey.path(beside: release) != release else {
                throw OpsFailure(
                    .usage, "each key has a file of its own: give --contact-key another one than \(release)")
            }
            let wanted = [(KeyKind.release, release), (.contact, contactKey.path(beside: release))].filter {
                $0.0 == .contact || !contact
            }
            // Before a passphrase is asked for in vain; the creation itself never overwrites.
            let missing = try wanted.filter { kind, path in
                guard FileManager.default.fileExists(atPath: path) else { return true }
                try keep(kind, path, in: session)
                return false
            }
            let passphrase = try passphrase.newPassphrase(for: missing.map(\.0), in: session)
            for (kind, path) in missing {
                let file = try KeyFile(kind, newWithPassphrase: passphrase)
                try file.create(at: path)
                try session.data("\(file.publicKey.id) \(kind.word)\n")
                session.message("The \(kind.name) is in \(path).")
            }
            let all = missing.count == 1 ? "it" : "both"
            session.message("Keep a copy of \(all), and the passphrase, in a safe place.")
        }

        /// A contact key that is there goes on serving beside a new release key; the key asked for is never replaced.
        private func keep(_ kind: KeyKind, _ path: String, in session: Session) throws(OpsFailure) {
            guard kind == .contact, !contact else {
                let hint = kind == .release ? ", or add a contact key to it with --contact" : ""
                throw OpsFailure(
                    .failed, "\(path) exists already and is left as it is: give another \(kind.option)\(hint)")
            }
            let file = try KeyFile(path: path, as: kind)
            session.message("The \(kind.name) \(file.publicKey.id) in \(path) is left as it is.")
        }
    }

    struct Show: OpsAction {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Prints the id of each key, its public part in base64, and what it is for.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var key: KeyOptions
        @OptionGroup var contactKey: ContactKeyOptions
        @Flag(help: "Print JSON.") var json = false

        private struct Keys: Encodable {
            let release: PublicKey
            let contact: PublicKey?
        }

        func run(in session: Session) throws {
            let path = try key.path(in: session)
            let release = try KeyFile(path: path).publicKey
            let contact = try contactKey.file(beside: path)?.publicKey
            guard !json else { return try session.json(Keys(release: release, contact: contact)) }
            let keys = [(release, KeyKind.release)] + (contact.map { [($0, .contact)] } ?? [])
            try session.data(
                keys.map { "\($0.id) \($0.key.base64EncodedString()) \($1.word)\n" }.joined())
            if contact == nil {
                session.message("There is no contact key; \(KeyKind.contact.maker) makes one.")
            }
        }
    }
}
