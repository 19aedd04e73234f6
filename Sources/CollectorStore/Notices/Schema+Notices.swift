extension Schema {
    /// What branches say on the thank-you screens of their kiosks.
    static let notices = """
        -- One row for each that was published or withdrawn (text null), never changed; the newest of a branch holds.
        -- texts: a JSON object by language. envelope: the notice as it was signed.
        CREATE TABLE notice(
          issued_ms INTEGER PRIMARY KEY, branch TEXT NOT NULL REFERENCES branch, text TEXT, texts TEXT, until TEXT,
          who TEXT NOT NULL, envelope BLOB NOT NULL
        ) STRICT;
        CREATE INDEX notice_branch ON notice(branch, issued_ms);
        -- The newest notice that a kiosk has taken for its branch.
        ALTER TABLE kiosk ADD COLUMN notice_ms INTEGER;
        """
}
