extension Schema {
    /// Why a response is left out of the scores, and on its answers whether it is.
    static let suspectPresses = """
        ALTER TABLE response ADD COLUMN suspect TEXT;
        ALTER TABLE answer ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX response_suspect ON response(occurred_ms) WHERE suspect IS NOT NULL;
        """
}
