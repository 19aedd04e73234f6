extension Schema {
    /// Whether a check-in that was answered has told the collector of a dead letter or a loss.
    static let told = """
        ALTER TABLE response ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE loss ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX response_untold ON response(seq) WHERE state = 2 AND told = 0;
        CREATE INDEX loss_untold ON loss(first_seq) WHERE told = 0;
        """
}
