extension Schema {
    /// Complaints on their way to somebody who can help, and what was done about them.
    static let tickets = """
        -- rules: a JSON array of TicketRule, [] for none; survey '*': what holds for surveys without rules of their own,
        -- TicketRule.standard where it is missing. version: drawn with each change, so that they are read once.
        CREATE TABLE ticket_rules(
          survey TEXT PRIMARY KEY, rules TEXT NOT NULL, version TEXT NOT NULL, changed_ms INTEGER NOT NULL,
          changed_by TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE root_cause(
          id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        INSERT INTO root_cause (id, name, position) VALUES ('waiting-time', 'Waiting time', 1), ('staff', 'Staff', 2),
          ('product', 'Product or service', 3), ('price', 'Price and fees', 4), ('premises', 'Premises and machines', 5),
          ('other', 'Other', 6);
        -- Nothing of what the customer said: that is read from the response, for as long as it is there.
        CREATE TABLE ticket(
          n INTEGER PRIMARY KEY AUTOINCREMENT, queue_id BLOB NOT NULL, seq INTEGER NOT NULL, response BLOB NOT NULL,
          branch TEXT NOT NULL, survey TEXT NOT NULL, rule TEXT NOT NULL, priority TEXT NOT NULL, owner TEXT,
          state TEXT NOT NULL, opened_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, closed_ms INTEGER,
          root_cause TEXT REFERENCES root_cause, action TEXT, UNIQUE(queue_id, response)
        ) STRICT;
        CREATE INDEX ticket_due ON ticket(due_ms, n) WHERE state <> 'closed';
        CREATE INDEX ticket_closed ON ticket(closed_ms, n) WHERE state = 'closed';
        CREATE INDEX ticket_cause ON ticket(branch, root_cause, opened_ms) WHERE state = 'closed';
        CREATE TABLE ticket_change(
          n INTEGER PRIMARY KEY, ticket INTEGER NOT NULL REFERENCES ticket, at_ms INTEGER NOT NULL, who TEXT,
          what TEXT NOT NULL, detail TEXT
        ) STRICT;
        CREATE INDEX ticket_change_ticket ON ticket_change(ticket);
        -- How many tickets each owner has open: the next one goes to who has the fewest.
        CREATE TABLE ticket_load(owner TEXT PRIMARY KEY, open INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TRIGGER ticket_load_opened AFTER INSERT ON ticket WHEN NEW.owner IS NOT NULL AND NEW.state <> 'closed' BEGIN
          INSERT INTO ticket_load VALUES (NEW.owner, 1) ON CONFLICT(owner) DO UPDATE SET open = open + 1;
        END;
        CREATE TRIGGER ticket_load_moved AFTER UPDATE OF owner, state ON ticket BEGIN
          UPDATE ticket_load SET open = open - 1 WHERE owner = OLD.owner AND OLD.state <> 'closed';
          INSERT INTO ticket_load SELECT NEW.owner, 1 WHERE NEW.owner IS NOT NULL AND NEW.state <> 'closed'
            ON CONFLICT(owner) DO UPDATE SET open = open + 1;
        END;
        -- When what was taken out of a response after its time: what is left of it says so.
        ALTER TABLE response ADD COLUMN contacts_deleted_ms INTEGER;
        ALTER TABLE response ADD COLUMN comments_deleted_ms INTEGER;
        """
}
