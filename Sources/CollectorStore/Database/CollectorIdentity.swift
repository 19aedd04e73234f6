import GRDB
import SurveyKit

/// What tells this collector from any other, and from itself before a restore.
package struct CollectorIdentity: Equatable, Sendable {
    /// Drawn once, kept for ever: `c_` and 32 hex digits.
    package let id: String
    /// Changes when the database is restored or made anew.
    package let epoch: String

    static func readOrDraw(_ db: Database) throws -> CollectorIdentity {
        if let row = try Row.fetchOne(db, sql: "SELECT id, epoch FROM collector") {
            return CollectorIdentity(id: row["id"], epoch: row["epoch"])
        }
        let drawn = CollectorIdentity(id: "c_" + randomHex(), epoch: randomHex())
        try db.execute(sql: "INSERT INTO collector (id, epoch) VALUES (?, ?)", arguments: [drawn.id, drawn.epoch])
        return drawn
    }
}

extension CollectorIdentity {
    /// Draws a new epoch in a database that was restored from a backup, so that kiosks compare their books anew.
    ///
    /// Takes effect for stores opened afterwards.
    static func renewEpoch(_ db: Database) throws {
        try db.execute(sql: "UPDATE collector SET epoch = ?", arguments: [randomHex()])
    }
}

/// 16 random bytes in hex.
func randomHex() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hex
}
