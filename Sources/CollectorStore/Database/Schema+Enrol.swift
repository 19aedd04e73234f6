extension Schema {
    /// Tokens with labels, approval and an end; credentials that change; signs of a clone.
    static let enrolment = """
        -- labels: a JSON array.
        ALTER TABLE enrol_token ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE enrol_token ADD COLUMN approve INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE enrol_token ADD COLUMN revoked_ms INTEGER;
        -- Kiosks that have shown a token with approval, until they come for their credential. kiosk: the id to be.
        CREATE TABLE enrol_wait(
          kiosk TEXT PRIMARY KEY, hash BLOB NOT NULL REFERENCES enrol_token ON DELETE CASCADE, name TEXT NOT NULL,
          hostname TEXT NOT NULL, app TEXT NOT NULL, asked_ms INTEGER NOT NULL,
          decision TEXT CHECK(decision IN ('approved', 'rejected')), decided_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE kiosk ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
        -- A fresh credential beside the one in use, until it is first used itself.
        ALTER TABLE kiosk ADD COLUMN next_credential_hash BLOB;
        CREATE UNIQUE INDEX kiosk_next_credential ON kiosk(next_credential_hash) WHERE next_credential_hash IS NOT NULL;
        -- The order to ask for one, until one is in use.
        ALTER TABLE kiosk ADD COLUMN rotation TEXT;
        -- boots: the ids seen last, newest at the end; clone: why two devices seem to be one kiosk. JSON arrays.
        ALTER TABLE kiosk ADD COLUMN boots TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE kiosk ADD COLUMN clone TEXT NOT NULL DEFAULT '[]';
        CREATE INDEX kiosk_key ON kiosk(public_key);
        -- The order to leave this queue; it stands for every device that comes with it.
        ALTER TABLE queue_owner ADD COLUMN renewal TEXT;
        """
}
