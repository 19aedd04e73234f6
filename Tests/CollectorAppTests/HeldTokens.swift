import CollectorStore
import Foundation

extension CollectorStore {
    /// Adds an API token that is held to these branches; to none for the whole chain.
    func addApiToken(hash: Data, role: Role, branches: [String]) async throws {
        try await addApiToken(hash: hash, role: role, places: branches.map(ReachPlace.branch), label: "x", nowMS: 1)
    }
}
