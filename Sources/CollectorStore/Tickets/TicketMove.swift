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
        let moved = try ticket.state == .closed ? nil : TicketRecord.find(number, db)
        let passed = try moved.flatMap { try TicketHandover.pass($0, db) }
        try TicketHistory.append(.moved, to: number, by: nil, detail: nil, nowMS: nowMS, db)
        try passed?.tell(nowMS: nowMS, db)
    }
}
