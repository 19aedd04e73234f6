extension Schema {
    /// What a kiosk had made when it came to each branch, as `KioskAccount`; 0 for moves of before this was noted.
    static let accountsAtMoves = """
        ALTER TABLE kiosk_branch ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN here INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
        """
}
