extension Schema {
    static let retirement = """
        -- Since when the centre has a kiosk out of service.
        ALTER TABLE kiosk ADD COLUMN retired_ms INTEGER;
        -- Tag of the report that queue_id's books were taken from: a kiosk that says "the same" means this one.
        ALTER TABLE kiosk ADD COLUMN report_tag TEXT;
        """
}
