import GRDB
package import WireProtocol

extension CollectorStore {
    /// What the customers of these tickets said, by the ticket's number: one reading for a whole page of them.
    ///
    /// - Returns: Nothing for a ticket whose answer was erased, or that is out of reach.
    /// - Throws: The database's error; `Problem` `overloaded`.
    package func answers(of tickets: [ApiTicket], reach: Reach) async throws -> [Int64: ApiResponse] {
        let numbers = "[\(tickets.map { "\($0.ticket)" }.joined(separator: ","))]"
        return try await pool.read(within: readingLimit) { db in
            let rows = try Row.fetchAll(
                db, sql: Self.answersOfTickets, arguments: [numbers, try reach.list])
            return try Dictionary(
                uniqueKeysWithValues: rows.map { ($0["ticket"], try StoredResponse(row: $0).api()) })
        }
    }

    /// Each is found by the keys of its ticket and of the line.
    static let answersOfTickets = """
        SELECT t.n AS ticket, r.* FROM json_each(?1) wanted CROSS JOIN ticket t ON t.n = wanted.value
        CROSS JOIN response r ON r.queue_id = t.queue_id AND r.seq = t.seq AND r.id = t.response
        WHERE ?2 IS NULL OR t.branch IN (SELECT value FROM json_each(?2))
        """
}
