extension Schema {
    /// How far versions are offered, orders that are counted, and what kiosks tell of their surveys.
    static let offers = """
        ALTER TABLE survey ADD COLUMN state TEXT NOT NULL DEFAULT 'published'
          CHECK(state IN ('published', 'closing', 'closed'));
        -- Rises with every order, so that a kiosk tells the same version ordered again from one ordered once.
        ALTER TABLE assignment ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
        -- JSON; null where all is as usual.
        ALTER TABLE kiosk ADD COLUMN activation TEXT;
        """
}
