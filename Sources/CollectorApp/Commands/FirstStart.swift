import CollectorStore
import Foundation
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

    /// The only time that these are told.
    func print() {
        Console.data("admin token: \(token)")
        Console.data("user: \(user)  password: \(password)")
    }
}
