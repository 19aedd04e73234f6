extension Schema {
    /// Queues that were left on the centre's order, with what is still kept of them.
    static let leftQueues = """
        CREATE TABLE left_queue(
          queue_id TEXT PRIMARY KEY CHECK(length(queue_id) = 32), created INTEGER NOT NULL,
          head BLOB NOT NULL CHECK(length(head) = 32), delivered INTEGER NOT NULL, lost INTEGER NOT NULL,
          left_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE left_response(
          queue_id TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, line BLOB NOT NULL,
          sha256 BLOB NOT NULL CHECK(length(sha256) = 32), state INTEGER NOT NULL CHECK(state IN (0, 1, 2)),
          last_error TEXT, settled_ms INTEGER, PRIMARY KEY(queue_id, seq)) STRICT;
        CREATE INDEX left_pending ON left_response(queue_id, seq) WHERE state = 0;
        """
}
