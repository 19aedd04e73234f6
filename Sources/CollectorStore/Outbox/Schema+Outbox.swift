extension Schema {
    /// What is to be told to mailboxes and other programs, and how far that has got.
    static let outbox = """
        -- Messages that wait, each written in the transaction of what it tells of. A lane is one receiver:
        -- 'mail:ADDRESS' or 'webhook:ID'. after_row: responses up to this one are told before it. deferred_ms: since when
        -- its receiver, not the way to it, puts it off.
        CREATE TABLE outbox(
          n INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
          body BLOB NOT NULL, after_row INTEGER NOT NULL, created_ms INTEGER NOT NULL, deferred_ms INTEGER
        ) STRICT;
        CREATE INDEX outbox_order ON outbox(lane, n);
        -- How the last try went.
        CREATE TABLE outbox_lane(
          lane TEXT PRIMARY KEY, delivered_ms INTEGER, error TEXT, error_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        -- What a receiver refused for good: that it was, and nothing of what it said.
        CREATE TABLE outbox_refused(
          n INTEGER PRIMARY KEY, lane TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL,
          at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_refused_lane ON outbox_refused(lane);
        -- cursor: the last response that was told, by its row; sending: the last one of a delivery that was begun, so
        -- that it has the same events when it is repeated. events: words; branches: a JSON array, null for all.
        CREATE TABLE webhook(
          id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, events TEXT NOT NULL, branches TEXT,
          created_ms INTEGER NOT NULL, cursor INTEGER NOT NULL, sending INTEGER, paused INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        -- SQLite gives the number of a deleted last row to the next one, which has to be told too.
        CREATE TRIGGER webhook_cursor AFTER DELETE ON response BEGIN
          UPDATE webhook SET cursor = (SELECT COALESCE(MAX(row), 0) FROM response)
          WHERE cursor > (SELECT COALESCE(MAX(row), 0) FROM response);
        END;
        -- Whether there is a mail server: without one no mail is queued.
        ALTER TABLE collector ADD COLUMN mail INTEGER NOT NULL DEFAULT 0;
        """
}
