import Foundation
import GRDB
import SurveyKit

/// Signs that two devices are one kiosk, such as a copied memory card (sync.md 10.6).
///
/// Nothing is refused for them: what both bring is kept, and a person decides.
enum CloneWatch {
    /// Stable words, as the API tells them.
    enum Sign: String {
        /// Two device keys have come with one queue.
        case twoKeys = "two-keys"
        /// Boot ids come and go by turns: two machines run at once.
        case alternatingBoots = "alternating-boots"
        /// It brought lines of a queue that is another kiosk's.
        case foreignQueue = "foreign-queue"
        /// One number of its queue was given to two answers.
        case forks
    }

    /// How many boot ids are remembered.
    static let depth = 8

    /// The boot ids seen last, with `boot` as the newest; nil where it is the newest already.
    ///
    /// A machine never has an old boot id again: one that comes back after another means that two machines run.
    static func next(_ boots: [String], after boot: String) -> (boots: [String], isReturn: Bool)? {
        guard boots.last != boot else { return nil }
        return (Array((boots.filter { $0 != boot } + [boot]).suffix(depth)), boots.contains(boot))
    }

    /// Notes the boot of a request.
    static func note(boot: String, of kiosk: String, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT boots FROM kiosk WHERE id = ?")
        let boots = try WordList.decode(try String.fetchOne(statement, arguments: [kiosk]) ?? "[]")
        guard let next = next(boots, after: boot) else { return }
        try db.execute(
            sql: "UPDATE kiosk SET boots = ? WHERE id = ?", arguments: [try WordList.encode(next.boots), kiosk])
        if next.isReturn { try suspect(.alternatingBoots, kiosk, db) }
    }

    /// Notes whether another device key, of a kiosk that is in use, has come with this queue.
    static func compareKeys(of kiosk: String, publicKey: Data, queue: QueueID, _ db: Database) throws {
        let others = try String.fetchAll(
            db,
            sql: """
                SELECT k.id FROM queue_owner o JOIN kiosk k ON k.id = o.kiosk
                WHERE o.queue_id = ? AND k.public_key <> ? AND k.revoked_ms IS NULL
                """, arguments: [queue.bytes, publicKey])
        guard !others.isEmpty else { return }
        for id in others + [kiosk] { try suspect(.twoKeys, id, db) }
    }

    /// Keeps a sign with its kiosk, once.
    static func suspect(_ sign: Sign, _ kiosk: String, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT clone FROM kiosk WHERE id = ?")
        let signs = try WordList.decode(try String.fetchOne(statement, arguments: [kiosk]) ?? "[]")
        guard !signs.contains(sign.rawValue) else { return }
        try db.execute(
            sql: "UPDATE kiosk SET clone = ? WHERE id = ?",
            arguments: [try WordList.encode(signs + [sign.rawValue]), kiosk])
    }
}

extension KioskRecord {
    /// Why two devices seem to share its identity or one of its queues, as stable words; forks of a queue that is being
    /// left are known.
    package var cloneSigns: [String] {
        let isForked = books.contains { $0.forks > 0 && !$0.isLeft }
        return notedCloneSigns + (isForked ? [CloneWatch.Sign.forks.rawValue] : [])
    }
}
