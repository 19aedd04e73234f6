extension Schema {
    /// Where the sealed contacts are, and who asked for one.
    static let contactsAndAudit = """
        -- Responses that hold contact details: few of many, found by the response's id alone. The envelope is in the line.
        CREATE TABLE sealed_contact(
          id BLOB NOT NULL, response INTEGER NOT NULL, question TEXT NOT NULL, key TEXT NOT NULL,
          PRIMARY KEY(id, response, question)
        ) STRICT, WITHOUT ROWID;
        -- Append-only, also for ourselves. No contact details, no answers.
        CREATE TABLE audit(
          n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, who TEXT NOT NULL, token TEXT, role TEXT NOT NULL,
          action TEXT NOT NULL, response BLOB, reason TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_holds BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        """
}
