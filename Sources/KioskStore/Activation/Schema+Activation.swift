extension Schema {
    /// The shelf of surveys with the states of `Activation`, their bytes apart: a step rewrites a small row.
    ///
    /// What was on the screen had shown that it works, and what was there before it too.
    static let activation = """
        DROP INDEX bundle_state;
        ALTER TABLE bundle RENAME TO bundle_before;
        CREATE TABLE bundle_bytes(
          sha256 TEXT PRIMARY KEY CHECK(length(sha256) = 64), bytes BLOB NOT NULL) STRICT;
        CREATE TABLE bundle(
          survey_id TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
          state TEXT NOT NULL
            CHECK(state IN ('fetched', 'staged', 'pending', 'confirmed', 'previous', 'old', 'failed')),
          why TEXT, assignment TEXT, proven INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
          crashes INTEGER NOT NULL DEFAULT 0, crash_boot TEXT, transitions INTEGER NOT NULL DEFAULT 0,
          place INTEGER NOT NULL, PRIMARY KEY(survey_id, version)) STRICT;
        INSERT INTO bundle_bytes(sha256, bytes)
          SELECT sha256, bytes FROM bundle_before WHERE state <> 'failed' ON CONFLICT DO NOTHING;
        INSERT INTO bundle(survey_id, version, sha256, state, why, proven, place)
          SELECT survey_id, version, sha256, CASE state WHEN 'active' THEN 'confirmed' ELSE state END, why,
            state IN ('active', 'previous'), rowid
          FROM bundle_before;
        DROP TABLE bundle_before;
        CREATE UNIQUE INDEX bundle_waiting ON bundle(1) WHERE state IN ('fetched', 'staged');
        CREATE UNIQUE INDEX bundle_shown ON bundle(1) WHERE state IN ('pending', 'confirmed');
        CREATE UNIQUE INDEX bundle_previous ON bundle(1) WHERE state = 'previous';
        """
}
