extension Schema {
    /// What the books are proved with (sync.md 4.3, 14.1): declared ranges in the place of single holes, an anchor for
    /// each check-in that changed one, and every fault with the moment it was first seen.
    static let proof = """
        -- Lines that a kiosk said will never come, or not now: its newest word about each number. `sha256` is that of
        -- the last line of the range, where it is known.
        CREATE TABLE declared(
          queue_id BLOB NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL CHECK(last_seq >= first_seq),
          reason TEXT NOT NULL, sha256 BLOB, declared_ms INTEGER NOT NULL, PRIMARY KEY(queue_id, first_seq)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO declared (queue_id, first_seq, last_seq, reason, declared_ms)
          SELECT queue_id, seq, seq, 'lost', 0 FROM hole;
        DROP TABLE hole;
        -- What a queue's chain looked like at a check-in: `head` is the hash of line `created`. `durable_seq`: how far
        -- the lines had come by then. state: 0 not compared yet, 1 agrees with the line, 2 does not.
        CREATE TABLE anchor(
          queue_id BLOB NOT NULL, created INTEGER NOT NULL, head BLOB NOT NULL, durable_seq INTEGER NOT NULL,
          at_ms INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0 CHECK(state IN (0, 1, 2)),
          PRIMARY KEY(queue_id, created, head)
        ) STRICT, WITHOUT ROWID;
        -- kind: gap (missing at two check-ins in a row), link (line first_seq is not what the next one names; last_seq:
        -- the one to blame), anchor (it is not what a check-in named), fork, rewound, again. cleared_ms: when what was missing came after all.
        CREATE TABLE queue_fault(
          queue_id BLOB NOT NULL, kind TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
          seen_ms INTEGER NOT NULL, cleared_ms INTEGER, PRIMARY KEY(queue_id, kind, first_seq)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE queue DROP COLUMN durable_sha256;
        ALTER TABLE queue DROP COLUMN chain_breaks;
        ALTER TABLE queue DROP COLUMN forks;
        -- Of the last check-in: ranges that nobody held, ranges that waited on the kiosk, its clock as it asked.
        ALTER TABLE queue ADD COLUMN missing TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE queue ADD COLUMN waiting TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE queue ADD COLUMN told_boot TEXT;
        ALTER TABLE queue ADD COLUMN told_boot_ms INTEGER;
        ALTER TABLE queue_owner ADD COLUMN kept_from INTEGER;
        """
}
