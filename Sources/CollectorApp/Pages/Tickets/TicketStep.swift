import CollectorStore
import WireProtocol

/// What whoever looks at a ticket does next, in a sentence.
enum TicketStep {
    /// - Parameter hasContact: Whether the customer left contact details that are still there.
    /// - Returns: Nil where nothing is left to do, or the one who looks may do nothing.
    static func words(_ detail: ApiTicketDetail, hasContact: Bool, for principal: Principal) -> String? {
        let ticket = detail.ticket
        let work = work(detail, hasContact, isOps: principal.role >= .ops)
        guard ticket.state != .closed, principal.role >= .agent else { return nil }
        guard let owner = ticket.owner else { return "Nobody has it. Take it, then \(work)" }
        guard owner == principal.name else { return colleague(owner, ticket) }
        let waits = ticket.state == .waiting ? "It waits for somebody else. Then " : ""
        return waits + (waits.isEmpty ? work.prefix(1).uppercased() + work.dropFirst() : work)
    }

    /// What a colleague of the owner can do.
    private static func colleague(_ owner: String, _ ticket: ApiTicket) -> String {
        if ticket.isOverdue { return "\(owner) has it. It is overdue: ask how it stands, or hand it over." }
        let next =
            switch ticket.state {
            case .open: "has it, and has not begun."
            case .waiting: "has it, and waits for somebody else."
            case .inProgress, .closed: "is on it."
            }
        return "\(owner) \(next) What you know of it helps as a note."
    }

    private static func work(_ detail: ApiTicketDetail, _ hasContact: Bool, isOps: Bool) -> String {
        if detail.answer == nil { return "close it with what is known: what the customer said was erased." }
        return hasContact
            ? "\(isOps ? "have the contact revealed" : "ask central ops for the contact"), call the customer, note how it went, and close it with the cause and what was "
                + "done."
            : "find out at the branch what happened (the customer left no contact), and close it with the cause and what "
                + "was done."
    }
}
