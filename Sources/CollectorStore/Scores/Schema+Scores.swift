extension Schema {
    /// Counts by place and time, which every score is made of, and the comments.
    static let scores = """
        -- One question, option or response as a whole of a version in a language; part: TallyPart.
        CREATE TABLE series(
          id INTEGER PRIMARY KEY, part INTEGER NOT NULL, survey TEXT NOT NULL, version INTEGER NOT NULL,
          language TEXT NOT NULL, question TEXT NOT NULL, option TEXT NOT NULL, kind TEXT NOT NULL,
          levels INTEGER NOT NULL, service TEXT NOT NULL, UNIQUE(part, survey, version, language, question, option)
        ) STRICT;
        -- Made of the responses, in the transaction that stores them; can be made anew at any time.
        -- scope, grain, sheet, bucket: TallyScope, TallyGrain, TallySheet, TallyBucket; start: in units of the grain, by
        -- the clocks of the branch; counts: TallyCounts.
        CREATE TABLE tally(
          scope INTEGER NOT NULL, grain INTEGER NOT NULL, sheet INTEGER NOT NULL, place TEXT NOT NULL,
          start INTEGER NOT NULL, bucket INTEGER NOT NULL, counts BLOB NOT NULL,
          PRIMARY KEY(scope, grain, sheet, place, start, bucket)
        ) STRICT, WITHOUT ROWID;
        -- What customers wrote, with the first score of the same response.
        CREATE TABLE comment(
          occurred_ms INTEGER NOT NULL, response INTEGER NOT NULL, question TEXT NOT NULL, branch TEXT NOT NULL,
          text TEXT NOT NULL, kind TEXT, score INTEGER, levels INTEGER, leaning INTEGER,
          suspect INTEGER NOT NULL, PRIMARY KEY(occurred_ms, response, question)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX comment_branch ON comment(branch, occurred_ms);
        """
}
