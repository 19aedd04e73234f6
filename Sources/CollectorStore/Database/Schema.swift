import GRDB

/// The tables, in the order they came to be.
///
/// A migration that was released is never edited.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 fleet") { db in try db.execute(sql: fleet) }
        migrator.registerMigration("2 ingest") { db in try db.execute(sql: ingest) }
        migrator.registerMigration("3 publishing") { db in try db.execute(sql: publishing) }
        migrator.registerMigration("4 people") { db in try db.execute(sql: people) }
        migrator.registerMigration("5 queue owners") { db in try db.execute(sql: queueOwners) }
        migrator.registerMigration("6 suspect presses") { db in try db.execute(sql: suspectPresses) }
        migrator.registerMigration("7 contacts and audit") { db in try db.execute(sql: contactsAndAudit) }
        migrator.registerMigration("8 retirement") { db in try db.execute(sql: retirement) }
        migrator.registerMigration("9 proof") { db in try db.execute(sql: proof) }
        migrator.registerMigration("10 erasure") { db in try db.execute(sql: erasure) }
        migrator.registerMigration("11 enrolment") { db in try db.execute(sql: enrolment) }
        migrator.registerMigration("12 offers") { db in try db.execute(sql: offers) }
        migrator.registerMigration("13 time") { db in try db.execute(sql: occurrence) }
        migrator.registerMigration("14 people and places") { db in try db.execute(sql: peopleAndPlaces) }
        migrator.registerMigration("15 outbox") { db in try db.execute(sql: outbox) }
        migrator.registerMigration("16 tickets") { db in try db.execute(sql: tickets) }
        migrator.registerMigration("17 scores") { db in try db.execute(sql: scores) }
        migrator.registerMigration("18 notices") { db in try db.execute(sql: notices) }
        migrator.registerMigration("19 recounts") { db in try db.execute(sql: recounts) }
        migrator.registerMigration("19 cursors") { db in try db.execute(sql: cursorKey) }
        migrator.registerMigration("19 accounts at moves") { db in try db.execute(sql: accountsAtMoves) }
        migrator.registerMigration("20 ticket days") { db in try db.execute(sql: ticketDays) }
        migrator.registerMigration("21 ticket standing") { db in try db.execute(sql: ticketStanding) }
        return migrator
    }

    private static let fleet = """
        CREATE TABLE collector(
          one INTEGER PRIMARY KEY DEFAULT 1 CHECK(one = 1), id TEXT NOT NULL, epoch TEXT NOT NULL, proven_ms INTEGER
        ) STRICT;
        CREATE TABLE branch(
          id TEXT PRIMARY KEY, name TEXT NOT NULL, time_zone TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE enrol_token(
          hash BLOB PRIMARY KEY, branch TEXT NOT NULL REFERENCES branch, uses INTEGER NOT NULL CHECK(uses > 0),
          expires_ms INTEGER NOT NULL, created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- One row a device key that used the token: a lost answer does not use it up.
        CREATE TABLE enrol_token_use(
          hash BLOB NOT NULL REFERENCES enrol_token ON DELETE CASCADE, public_key BLOB NOT NULL, kiosk TEXT NOT NULL,
          PRIMARY KEY(hash, public_key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kiosk(
          id TEXT PRIMARY KEY, name TEXT NOT NULL, branch TEXT NOT NULL REFERENCES branch,
          public_key BLOB NOT NULL, queue_id BLOB NOT NULL, enrolment_id TEXT NOT NULL,
          credential_hash BLOB NOT NULL UNIQUE, revoked_ms INTEGER, created_ms INTEGER NOT NULL,
          last_contact_ms INTEGER, hostname TEXT NOT NULL, app TEXT NOT NULL,
          checkin_ms INTEGER, created INTEGER, delivered INTEGER, pending INTEGER, dead INTEGER, lost INTEGER,
          head BLOB, oldest_pending_ms INTEGER, stored_then INTEGER, survey TEXT, version INTEGER, survey_sha256 TEXT, manifest INTEGER,
          clock INTEGER, refused TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX kiosk_queue ON kiosk(queue_id);
        """

    private static let ingest = """
        -- What was ever taken: dedupe, hashes, sequence. Kept for ever, also when the body is erased.
        CREATE TABLE ledger(
          n INTEGER PRIMARY KEY, queue_id BLOB NOT NULL, id BLOB NOT NULL, sha256 BLOB NOT NULL, prev BLOB,
          seq INTEGER NOT NULL, received_ms INTEGER NOT NULL
        ) STRICT;
        -- Holds nothing but the ids, those of one queue together, so that a batch touches few of its pages.
        CREATE UNIQUE INDEX ledger_id ON ledger(queue_id, id);
        CREATE INDEX ledger_seq ON ledger(queue_id, seq);
        -- Sequence numbers that a kiosk declared dead or lost: they will never come.
        CREATE TABLE hole(
          queue_id BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(queue_id, seq)
        ) STRICT, WITHOUT ROWID;
        -- How far each queue is known without a gap, so that no request counts the ledger.
        CREATE TABLE queue(
          queue_id BLOB PRIMARY KEY, stored INTEGER NOT NULL DEFAULT 0, durable_seq INTEGER NOT NULL DEFAULT 0,
          durable_sha256 BLOB, chain_breaks INTEGER NOT NULL DEFAULT 0, forks INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE response(
          row INTEGER PRIMARY KEY, queue_id BLOB NOT NULL, id BLOB NOT NULL, kiosk TEXT NOT NULL, branch TEXT NOT NULL,
          survey TEXT NOT NULL, version INTEGER NOT NULL, completion TEXT NOT NULL, language TEXT NOT NULL,
          occurred_ms INTEGER NOT NULL, time_certain INTEGER NOT NULL, received_ms INTEGER NOT NULL,
          seq INTEGER NOT NULL, line BLOB NOT NULL
        ) STRICT;
        CREATE INDEX response_time ON response(occurred_ms, branch);
        CREATE TABLE quarantine(
          queue_id BLOB NOT NULL, id BLOB NOT NULL, sha256 BLOB NOT NULL, kiosk TEXT NOT NULL, reason TEXT NOT NULL,
          received_ms INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY(queue_id, id, sha256)
        ) STRICT, WITHOUT ROWID;
        """

    private static let publishing = """
        CREATE TABLE release_key(
          one INTEGER PRIMARY KEY DEFAULT 1 CHECK(one = 1), key BLOB NOT NULL, registered_ms INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE manifest(
          version INTEGER PRIMARY KEY, envelope BLOB NOT NULL, published_ms INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE blob(
          sha256 BLOB PRIMARY KEY, bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE survey(
          id TEXT NOT NULL, version INTEGER NOT NULL, sha256 BLOB NOT NULL REFERENCES blob, size INTEGER NOT NULL,
          published_ms INTEGER NOT NULL, PRIMARY KEY(id, version)
        ) STRICT, WITHOUT ROWID;
        -- scope: '*' for all, else a branch; version: null for the newest.
        CREATE TABLE assignment(
          scope TEXT PRIMARY KEY, survey TEXT NOT NULL, version INTEGER
        ) STRICT, WITHOUT ROWID;
        """

    private static let people = """
        CREATE TABLE user(
          name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE api_token(
          hash BLOB PRIMARY KEY, role TEXT NOT NULL, label TEXT NOT NULL, created_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE session(
          hash BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, expires_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE one_time_login(
          hash BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE, expires_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let queueOwners = """
        -- Who may bring lines of a queue, and its books at that kiosk's last check-in with it. A kiosk whose database was
        -- replaced has several queues; a queue whose kiosk enrolled anew has several kiosks, the newest is its owner.
        CREATE TABLE queue_owner(
          queue_id BLOB NOT NULL, kiosk TEXT NOT NULL REFERENCES kiosk, since_ms INTEGER NOT NULL, created INTEGER,
          pending INTEGER, dead INTEGER, lost INTEGER, stored_then INTEGER, PRIMARY KEY(queue_id, kiosk)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX queue_owner_kiosk ON queue_owner(kiosk, since_ms);
        INSERT INTO queue_owner (queue_id, kiosk, since_ms, created, pending, dead, lost, stored_then)
          SELECT queue_id, id, created_ms, created, pending, dead, lost, stored_then FROM kiosk;
        ALTER TABLE kiosk DROP COLUMN stored_then;
        DROP INDEX kiosk_queue;
        -- When the response was given, as known at its receipt: a line that is judged again later keeps its time.
        ALTER TABLE quarantine ADD COLUMN occurred_ms INTEGER;
        ALTER TABLE quarantine ADD COLUMN time_certain INTEGER;
        """
}
