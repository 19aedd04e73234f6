extension Schema {
    /// What of a branch's past is still to be counted by its new clocks.
    static let recounts = """
        -- Responses of a branch, by row, that the tallies hold in the hours of a time zone that the branch had before.
        CREATE TABLE recount(
          branch TEXT NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, time_zone TEXT NOT NULL,
          PRIMARY KEY(branch, first_row)
        ) STRICT, WITHOUT ROWID;
        """
}
