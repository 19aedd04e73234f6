extension Schema {
    /// What of a branch's past is still to be counted by its new clocks.
    static let recounts = """
        -- Responses of a branch, by row, that the tallies hold in the hours of a time zone that the branch had before.
        CREATE TABLE recount(
          branch TEXT NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, time_zone TEXT NOT NULL,
          PRIMARY KEY(branch, first_row)
        ) STRICT, WITHOUT ROWID;
        """

    /// What a kiosk had made when it came to each branch, as `KioskAccount`; 0 for moves of before this was noted.
    static let accountsAtMoves = """
        ALTER TABLE kiosk_branch ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN here INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE kiosk_branch ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
        """

    /// What makes cursors unreadable; drawn when the database is opened.
    static let cursorKey = "ALTER TABLE collector ADD COLUMN cursor_key BLOB"
}
