extension Schema {
    /// What the report on tickets counts, branch by branch and from one moment to another, without the tickets themselves.
    static let ticketDays = """
        CREATE INDEX ticket_opened ON ticket(branch, opened_ms);
        CREATE INDEX ticket_open ON ticket(branch, due_ms) WHERE state <> 'closed';
        CREATE INDEX ticket_done ON ticket(branch, closed_ms, root_cause, opened_ms) WHERE state = 'closed';
        CREATE INDEX ticket_root_cause ON ticket(root_cause, branch) WHERE state = 'closed';
        """
}
