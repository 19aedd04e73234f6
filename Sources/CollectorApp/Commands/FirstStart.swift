import CollectorStore
import Foundation
import Glibc
import WireProtocol

/// What an empty collector needs so that somebody can sign in, call the API and enrol a kiosk.
struct FirstStart: Equatable, Sendable {
    let token: String
    let user: String
    let password: String

    /// Makes the branch `main`, the user `admin` and an admin token; nil where there are users already.
    static func prepare(_ store: CollectorStore, now: Int64) async throws -> FirstStart? {
        let secrets = FirstStart(token: Secrets.token(), user: "admin", password: Secrets.readablePassword())
        let hash = try PasswordHash(password: secrets.password, salt: Secrets.salt())
        let isNew = try await store.furnish(
            branch: BranchInfo(id: "main", name: "Main branch", timeZone: "UTC"), user: secrets.user,
            passwordHash: hash.description, tokenHash: Secrets.hash(secrets.token), nowMS: now)
        return isNew ? secrets : nil
    }

    var text: String { "admin token: \(token)\nuser: \(user)  password: \(password)" }

    /// The file that gets the secrets where printing them would put them into a log.
    static func file(in data: String) -> String { data + "/first-start" }

    /// Tells the secrets, the only time: on stdout, or in a file of the data folder where stdout is the journal.
    ///
    /// - Throws: `CommandFailure` where the file can't be written.
    func tell(data: String, isJournal: Bool) throws {
        guard isJournal else { return Console.data(text) }
        let file = Self.file(in: data)
        guard PrivateFile.write(text + "\n", to: file) else {
            throw CommandFailure(
                .unavailable,
                "can't write the first token and password to \(file); make others with token create and user password")
        }
        Console.message("The first token and password are in \(file): keep them, then remove it.")
    }

    /// Whether a descriptor is a stream into the journal, which keeps what it gets and shows it to its readers.
    ///
    /// - Parameter stream: The variable JOURNAL_STREAM: device and inode of the stream that systemd made (systemd.exec(5)).
    static func isJournal(_ descriptor: Int32, stream: String?) -> Bool {
        var facts = stat()
        guard let stream, fstat(descriptor, &facts) == 0 else { return false }
        return stream == "\(facts.st_dev):\(facts.st_ino)"
    }
}
