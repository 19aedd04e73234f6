extension Schema {
    /// Who is held to which part of the chain, what the parts are, and who did what to them.
    static let peopleAndPlaces = """
        UPDATE user SET role = 'ops' WHERE role = 'editor';
        UPDATE api_token SET role = 'ops' WHERE role = 'editor';
        -- places: a JSON array of `region:NAME` and `branch:ID`; empty for the whole chain.
        ALTER TABLE user ADD COLUMN email TEXT;
        ALTER TABLE user ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE user ADD COLUMN disabled_ms INTEGER;
        ALTER TABLE user ADD COLUMN signed_in_ms INTEGER;
        ALTER TABLE api_token ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
        -- To the nearest five minutes.
        ALTER TABLE api_token ADD COLUMN used_ms INTEGER;
        -- Links by which a person chooses a password; one user has one at most.
        CREATE TABLE password_link(
          user TEXT PRIMARY KEY REFERENCES user ON DELETE CASCADE, hash BLOB NOT NULL UNIQUE,
          expires_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- labels: a JSON array; opening_hours: as OpeningHours.text, null where nobody wrote them down.
        ALTER TABLE branch ADD COLUMN region TEXT NOT NULL DEFAULT '';
        ALTER TABLE branch ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE branch ADD COLUMN opening_hours TEXT;
        -- Where each kiosk stood since when: a response belongs to the branch at which it was given.
        CREATE TABLE kiosk_branch(
          kiosk TEXT NOT NULL, since_ms INTEGER NOT NULL, branch TEXT NOT NULL REFERENCES branch,
          PRIMARY KEY(kiosk, since_ms)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO kiosk_branch (kiosk, since_ms, branch) SELECT id, created_ms, branch FROM kiosk;
        -- What an entry is about: a kind, and the id of one of these; null where it is about nothing in particular.
        ALTER TABLE audit ADD COLUMN kind TEXT;
        ALTER TABLE audit ADD COLUMN subject TEXT;
        DROP TRIGGER audit_holds;
        UPDATE audit SET kind = 'response', subject = lower(hex(response)) WHERE response IS NOT NULL;
        ALTER TABLE audit DROP COLUMN response;
        CREATE TRIGGER audit_holds BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        """
}
