import CollectorStore

extension Role {
    /// For `--help`.
    static let help = """
        viewer reads, agent also reveals contacts, manager also edits own branches, ops also publishes, admin may do \
        everything.
        """

    static func checked(_ word: String) throws -> Role {
        guard let role = Role(rawValue: word) else {
            throw CommandFailure(.usage, "--role must be admin, ops, manager, agent or viewer, not \"\(word)\"")
        }
        return role
    }
}
