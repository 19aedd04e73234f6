extension Schema {
    /// How good each response's time is, what tells better, and where there is something to look at again.
    static let occurrence = """
        ALTER TABLE response ADD COLUMN occurred_err_ms INTEGER;
        -- 1 where an observation that comes later may still make the time better.
        ALTER TABLE response ADD COLUMN time_open INTEGER NOT NULL DEFAULT 0;
        UPDATE response SET time_open = 1 WHERE time_certain = 0;
        CREATE INDEX response_time_open ON response(queue_id, seq) WHERE time_open = 1;
        ALTER TABLE quarantine ADD COLUMN occurred_err_ms INTEGER;
        -- When kiosks heard this collector's clock, as they told it; seq: lines sealed before.
        CREATE TABLE clock_observation(
          queue_id BLOB NOT NULL, boot TEXT NOT NULL, boot_ms INTEGER NOT NULL, server_ms INTEGER NOT NULL,
          rtt_ms INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(queue_id, boot, boot_ms)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX clock_observation_seq ON clock_observation(queue_id, seq, server_ms);
        -- From which line on the times of a queue are to be looked at again.
        CREATE TABLE time_review(
          queue_id BLOB PRIMARY KEY, from_seq INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
