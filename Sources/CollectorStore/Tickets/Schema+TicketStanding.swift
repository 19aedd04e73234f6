extension Schema {
    /// What is open, overdue and nobody's is counted without the tickets themselves.
    static let ticketStanding = """
        -- Holds the state, too: SQLite looks for it in the table else, although it is the same in all rows.
        DROP INDEX ticket_open;
        CREATE INDEX ticket_open ON ticket(branch, due_ms, owner, state) WHERE state <> 'closed';
        -- The open ones of somebody who leaves.
        CREATE INDEX ticket_owner ON ticket(owner, n) WHERE state <> 'closed';
        """
}
