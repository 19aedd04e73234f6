extension Schema {
    /// Why a response is left out of the scores.
    static let suspectPresses = """
        ALTER TABLE response ADD COLUMN suspect TEXT;
        """
}
