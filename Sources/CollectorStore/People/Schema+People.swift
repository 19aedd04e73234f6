extension Schema {
    /// Who is held to which part of the chain, and what the parts are.
    static let peopleAndPlaces = """
        UPDATE user SET role = 'ops' WHERE role = 'editor';
        UPDATE api_token SET role = 'ops' WHERE role = 'editor';
        -- places: a JSON array of `region:NAME` and `branch:ID`; empty for the whole chain.
        ALTER TABLE user ADD COLUMN email TEXT;
        ALTER TABLE user ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE api_token ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
        -- labels: a JSON array; opening_hours: as OpeningHours.text, null where nobody wrote them down.
        ALTER TABLE branch ADD COLUMN region TEXT NOT NULL DEFAULT '';
        ALTER TABLE branch ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE branch ADD COLUMN opening_hours TEXT;
        """
}
