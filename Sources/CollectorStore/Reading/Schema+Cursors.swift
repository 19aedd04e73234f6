extension Schema {
    /// What makes cursors unreadable; drawn when the database is opened.
    static let cursorKey = "ALTER TABLE collector ADD COLUMN cursor_key BLOB"
}
