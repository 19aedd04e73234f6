import Foundation
import GRDB
import SurveyKit

/// What the tables were when they were made, as a number in the database's header (`application_id`): SQLite reads a
/// table whose definition was altered by a damage as if it had always been so.
enum SchemaMark {
    /// Brings the tables up to this version, and marks them.
    ///
    /// The mark is off as long as they change, so that a stop in between is not taken for a damage.
    static func migrate(_ database: DatabaseQueue, by migrator: DatabaseMigrator) throws {
        if try !database.read(migrator.hasCompletedMigrations) {
            try database.write { db in try set(0, db) }
            try migrator.migrate(database)
        }
        guard try database.read(mark) == 0 else { return }
        try database.write { db in try set(value(db), db) }
    }

    /// Whether the tables are still the ones that were marked.
    static func holds(_ db: Database) throws -> Bool { try mark(db) == value(db) }

    private static func mark(_ db: Database) throws -> Int32 {
        try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    }

    private static func set(_ mark: Int32, _ db: Database) throws {
        try db.execute(sql: "PRAGMA application_id = \(mark)")
    }

    /// 31 bits of the hash of every definition; never 0.
    private static func value(_ db: Database) throws -> Int32 {
        let definitions = try String.fetchAll(
            db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        let hash = SealedLine.hash(of: Data(definitions.joined(separator: "\n").utf8))
        return Int32(hash.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } >> 1) | 1
    }
}
