import Foundation
import GRDB

/// Numbers of this queue that will never arrive, and why: a row of the loss ledger.
struct Loss: Equatable, Sendable {
    /// The words a check-in declares them with.
    enum Reason: String, Sendable {
        /// The collector asks for what it once confirmed, and it is no longer kept here.
        case purged
        /// Dropped unsent on a full disk, as kiosk.conf allows.
        case evicted
        /// The line was there, and the damaged database does not give it back.
        case corrupt
        /// The damaged database does not tell what these numbers were.
        case salvaged
    }

    let range: ClosedRange<Int64>
    let reason: Reason
    /// Of the range's last line, as the line after it names it; nil where nobody knows.
    let sha256: Data?

    var count: Int { Int(range.upperBound - range.lowerBound + 1) }

    /// Enters it, and moves the counter of lost lines; where the lines came from is the caller's to correct.
    ///
    /// A range that follows one of the same reason joins it: a queue that drops for months keeps few rows.
    func book(nowMS: Int64, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE loss SET last_seq = ?, sha256 = ?, wall_ms = ?, told = 0 WHERE last_seq = ? AND reason = ?",
            arguments: [range.upperBound, sha256, nowMS, range.lowerBound - 1, reason.rawValue])
        if db.changesCount == 0 {
            try db.execute(
                sql: "INSERT INTO loss(first_seq, last_seq, reason, wall_ms, sha256) VALUES (?, ?, ?, ?, ?)",
                arguments: [range.lowerBound, range.upperBound, reason.rawValue, nowMS, sha256])
        }
        try db.execute(sql: "UPDATE identity SET lost = lost + ?", arguments: [count])
    }
}
