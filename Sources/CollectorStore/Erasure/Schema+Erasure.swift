extension Schema {
    /// What was erased, the keys by which it is found, and when the last backup was made.
    static let erasure = """
        -- Lines whose words were erased. The same entries are in the erasure log beside the database, which a restored
        -- backup takes them from again.
        CREATE TABLE erased(
          queue_id BLOB NOT NULL, id BLOB NOT NULL, sha256 BLOB NOT NULL, entry TEXT NOT NULL,
          PRIMARY KEY(queue_id, id, sha256)
        ) STRICT, WITHOUT ROWID;
        -- One body for a line, whatever the program above does; by number, since ids come in no order.
        CREATE UNIQUE INDEX response_line ON response(queue_id, seq, id);
        CREATE INDEX quarantine_id ON quarantine(id);
        ALTER TABLE collector ADD COLUMN backup_ms INTEGER;
        """
}
