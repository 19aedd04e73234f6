import CollectorStore

/// The roles as people say them: the store's editor is central ops.
extension Role {
    var word: String {
        switch self {
        case .viewer: "viewer"
        case .editor: "ops"
        case .admin: "admin"
        }
    }

    static func checked(_ word: String) throws -> Role {
        guard let role = allCases.first(where: { $0.word == word }) else {
            throw CommandFailure(.usage, "--role must be admin, ops or viewer, not \"\(word)\"")
        }
        return role
    }
}
