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
        if try await store.branches().isEmpty {
            try await store.upsertBranch(BranchInfo(id: "main", name: "Main branch", timeZone: "UTC"))
        }
        guard try await store.users().isEmpty, try await store.apiTokens().isEmpty else { return nil }
        let secrets = FirstStart(token: Secrets.token(), user: "admin", password: Secrets.readablePassword())
        let hash = try PasswordHash(password: secrets.password, salt: Secrets.salt())
        try await store.addApiToken(hash: Secrets.hash(secrets.token), role: .admin, label: "first start", nowMS: now)
        try await store.addUser(name: secrets.user, role: .admin, passwordHash: hash.description, nowMS: now)
        return secrets
    }

    /// The only time that these are told.
    func print() {
        Console.data("admin token: \(token)")
        Console.data("user: \(user)  password: \(password)")
    }
}
