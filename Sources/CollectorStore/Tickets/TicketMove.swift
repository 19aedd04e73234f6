import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// A ticket goes with its response, when that turns out to have been given at another branch.
enum TicketMove {
    /// Does nothing where no ticket was opened for it.
    ///
    /// Whoever works on it keeps it where they reach the branch; else it goes to somebody who does. Its due time stays,
    /// and a closed one stays with whoever had it.
    static func follow(
        queue: QueueID, response: Data, to branch: String, nowMS: Int64, _ db: Database
    ) throws {
        let number = try Int64.fetchOne(
            db, sql: "SELECT n FROM ticket WHERE queue_id = ? AND response = ?", arguments: [queue.bytes, response])
        guard let number, let ticket = try TicketRecord.find(number, db), ticket.branch != branch else { return }
        try db.execute(sql: "UPDATE ticket SET branch = ? WHERE n = ?", arguments: [branch, number])
        let owner = ticket.state == .closed ? nil : try owner(of: ticket, at: branch, db)
        if ticket.state != .closed {
            try db.execute(sql: "UPDATE ticket SET owner = ? WHERE n = ?", arguments: [owner?.name, number])
        }
        try TicketHistory.append(.moved, to: number, by: nil, detail: nil, nowMS: nowMS, db)
        guard let owner, owner.name != ticket.owner, let moved = try TicketRecord.find(number, db) else { return }
        try TicketHistory.tell(owner, of: moved, in: try TicketBranch.find(branch, db), nowMS: nowMS, db)
    }

    private static func owner(of ticket: TicketRecord, at branch: String, _ db: Database) throws -> TicketOwner? {
        let kept = try ticket.owner.flatMap { try TicketOwner.named($0, for: branch, db) }
        return try kept ?? TicketOwner.next(for: branch, db)
    }
}
