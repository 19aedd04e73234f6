import Faults
import GRDB
import SurveyKit

/// How the database is opened, and what is in it (sync.md 5, as changed by the hash chain and the independent counters).
enum Schema {
    /// A queue may not grow beyond this, so that the disk keeps room for logs and surveys.
    static let defaultMaximumBytes = 512 * 1024 * 1024
    static let pageBytes = 4096

    /// DatabaseQueue with the default journal mode: GRDB's own `.wal` would set `synchronous` back to NORMAL, which
    /// loses the last votes at a power cut.
    static func configuration(maximumBytes: Int) -> Configuration {
        var configuration = Configuration()
        configuration.label = "smilepost.store"
        configuration.prepareDatabase { db in
            // EXCLUSIVE before the first access to the WAL: no -shm file, no second opener.
            _ = try Row.fetchAll(db, sql: "PRAGMA locking_mode=EXCLUSIVE")
            // Set on a database that has pages, it would be written at every start, by an older version too.
            if try Int.fetchOne(db, sql: "PRAGMA page_count") == 0 {
                try db.execute(sql: "PRAGMA auto_vacuum=INCREMENTAL")
            }
            let isUnsafe = SeededBug.isPlanted(.synchronousOff)
            for pragma in [
                "journal_mode=WAL", isUnsafe ? "synchronous=OFF" : "synchronous=FULL",
                "wal_autocheckpoint=200", "journal_size_limit=4194304", "mmap_size=0", "foreign_keys=ON",
                "trusted_schema=OFF", "cell_size_check=ON", "max_page_count=\(max(1, maximumBytes / pageBytes))",
            ] {
                _ = try Row.fetchAll(db, sql: "PRAGMA " + pragma)
            }
            if !isUnsafe { try check(db) }
        }
        return configuration
    }

    /// What "saved" rests on is read back, not believed.
    private static func check(_ db: Database) throws {
        let wanted = [("locking_mode", "exclusive"), ("journal_mode", "wal"), ("synchronous", "2")]
        for (name, value) in wanted {
            let found = try String.fetchOne(db, sql: "PRAGMA " + name) ?? "nothing"
            guard found == value else {
                throw DatabaseError(message: "PRAGMA \(name) is \(found), not \(value)")
            }
        }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 outbox") { db in
            try db.execute(sql: outbox)
            var generator = SystemRandomNumberGenerator()
            let queue = QueueID(drawnFrom: &generator)
            try db.execute(
                sql: "INSERT INTO identity(one, queue_id, head) VALUES (1, ?, ?)",
                arguments: [queue.hex, SealedLine.genesis(of: queue)])
        }
        migrator.registerMigration("2 surveys") { db in try db.execute(sql: surveys) }
        migrator.registerMigration("3 damage") { db in
            try db.execute(sql: damage)
            try PurgedLines.noteWhatIsMissing(db)
        }
        migrator.registerMigration("4 told") { db in try db.execute(sql: told) }
        migrator.registerMigration("5 left queues") { db in try db.execute(sql: leftQueues) }
        migrator.registerMigration("6 activation") { db in try db.execute(sql: activation) }
        migrator.registerMigration("7 heard times") { db in try db.execute(sql: heardTimes) }
        return migrator
    }

    /// `delivered` and `lost` are counters of their own, moved in the transaction that moves the rows: the books would
    /// balance by definition if one of them was computed from the others.
    private static let outbox = """
        CREATE TABLE identity(
          one INTEGER PRIMARY KEY CHECK(one = 1),
          queue_id TEXT NOT NULL CHECK(length(queue_id) = 32),
          next_seq INTEGER NOT NULL DEFAULT 1,
          head BLOB NOT NULL CHECK(length(head) = 32),
          delivered INTEGER NOT NULL DEFAULT 0 CHECK(delivered >= 0),
          lost INTEGER NOT NULL DEFAULT 0 CHECK(lost >= 0),
          collector_id TEXT, epoch TEXT,
          durable_seq INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE response(
          seq INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE CHECK(length(id) = 32),
          survey_id TEXT NOT NULL, survey_version INTEGER NOT NULL,
          line BLOB NOT NULL, sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
          boot_id TEXT NOT NULL, boot_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL, clock INTEGER NOT NULL,
          state INTEGER NOT NULL DEFAULT 0 CHECK(state IN (0, 1, 2)),  -- pending, delivered, dead letter
          attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, settled_ms INTEGER) STRICT;
        CREATE INDEX response_pending ON response(seq) WHERE state = 0;
        CREATE INDEX response_settled ON response(settled_ms) WHERE state = 1;
        CREATE INDEX response_dead ON response(seq) WHERE state = 2;
        CREATE TABLE draft(slot INTEGER PRIMARY KEY CHECK(slot = 1), state BLOB NOT NULL) STRICT;
        CREATE TABLE loss(
          first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL CHECK(last_seq >= first_seq),
          reason TEXT NOT NULL, wall_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE remembered(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """

    private static let surveys = """
        CREATE TABLE bundle(
          survey_id TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
          bytes BLOB NOT NULL,
          state TEXT NOT NULL CHECK(state IN ('staged', 'active', 'previous', 'failed')),
          why TEXT, PRIMARY KEY(survey_id, version)) STRICT;
        CREATE UNIQUE INDEX bundle_state ON bundle(state) WHERE state <> 'failed';
        CREATE TABLE trust(
          role TEXT PRIMARY KEY, version INTEGER NOT NULL, doc BLOB NOT NULL, etag TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE refusal(
          n INTEGER PRIMARY KEY AUTOINCREMENT, survey_id TEXT NOT NULL, version INTEGER NOT NULL, code TEXT NOT NULL,
          UNIQUE(survey_id, version, code)) STRICT;
        """

    /// `sha256` is the hash of the range's last line, which the line after it names; NULL where nobody knows it.
    ///
    /// `purged` says which numbers were delivered and are no longer kept, so that after a damage what is missing can't
    /// pass for delivered.
    private static let damage = """
        ALTER TABLE loss ADD COLUMN sha256 BLOB CHECK(sha256 IS NULL OR length(sha256) = 32);
        CREATE TABLE purged(
          first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL CHECK(last_seq >= first_seq),
          sha256 BLOB CHECK(sha256 IS NULL OR length(sha256) = 32)) STRICT;
        """
}
