extension Schema {
    /// How many tickets were opened from one moment to another.
    static let ticketDays = "CREATE INDEX ticket_opened ON ticket(opened_ms, branch);"
}
