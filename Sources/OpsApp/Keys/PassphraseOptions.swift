import ArgumentParser
import Foundation

/// Where the release key is and what opens it.
struct KeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The release key's file (default: ~/.config/smilepost/release.key).", valueName: "file"))
    var keyFile: String?

    init() {}

    /// The file named, else the one of this person (XDG base directories).
    func path(in session: Session) throws(OpsFailure) -> String {
        if let keyFile { return keyFile }
        return try Self.defaultPath(in: session, orElse: "--key-file")
    }

    /// The release key of this person.
    ///
    /// - Parameter option: What names a file where this finds no place.
    static func defaultPath(in session: Session, orElse option: String) throws(OpsFailure) -> String {
        if let folder = session.environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/smilepost/release.key"
        }
        guard let home = session.environment["HOME"], !home.isEmpty else {
            throw OpsFailure(.badSettings, "HOME is not set: give \(option) FILE")
        }
        return home + "/.config/smilepost/release.key"
    }
}

struct ContactKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The contact key's file (default: contact.key in the folder of the release key).", valueName: "file"))
    var contactKey: String?

    init() {}

    /// The file named, else `contact.key` beside the release key.
    func path(beside releaseKey: String) -> String { contactKey ?? KeyKind.contact.path(beside: releaseKey) }

    /// The contact key; nil where none is named and none lies beside the release key.
    ///
    /// - Throws: `OpsFailure` where the file named is missing, or the file is no contact key.
    func file(beside releaseKey: String) throws(OpsFailure) -> KeyFile? {
        let path = path(beside: releaseKey)
        guard contactKey != nil || FileManager.default.fileExists(atPath: path) else { return nil }
        return try KeyFile(path: path, as: .contact)
    }
}

struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File with the key's passphrase, - for stdin (or SMILEPOST_PASSPHRASE; else it is asked for).",
            valueName: "file"))
    var passphraseFile: String?

    init() {}

    private static let leastLength = 8

    /// The passphrase of a key that exists.
    func passphrase(of kind: KeyKind = .release, in session: Session) throws -> String {
        if let given = try given(in: session) { return given }
        return try ask("Passphrase of the \(kind.name):", session)
    }

    /// The passphrase of new keys: asked for twice, and not too short.
    func newPassphrase(for kinds: [KeyKind], in session: Session) throws -> String {
        if let given = try given(in: session) { return try Self.checked(given) }
        let names = kinds.map { "the \($0.name)" }.joined(separator: " and ")
        let first = try Self.checked(try ask("New passphrase for \(names):", session))
        guard try ask("The same passphrase again:", session) == first else {
            throw OpsFailure(.failed, "the two passphrases differ: start again")
        }
        return first
    }

    private func given(in session: Session) throws(OpsFailure) -> String? {
        guard let passphraseFile else { return session.environment["SMILEPOST_PASSPHRASE"] }
        let text = try InputFile.text(of: passphraseFile, in: session, orElse: .badSettings)
        // Editors and `echo` end a file with a newline that nobody means.
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    private func ask(_ prompt: String, _ session: Session) throws -> String {
        guard let text = try session.askSecret(prompt) else {
            throw OpsFailure(
                .badSettings,
                "there is no terminal to ask for the passphrase: give --passphrase-file FILE, "
                    + "or set SMILEPOST_PASSPHRASE")
        }
        return text
    }

    private static func checked(_ passphrase: String) throws(OpsFailure) -> String {
        guard passphrase.count >= leastLength else {
            throw OpsFailure(.badSettings, "a passphrase has at least \(leastLength) characters: choose a longer one")
        }
        return passphrase
    }
}
