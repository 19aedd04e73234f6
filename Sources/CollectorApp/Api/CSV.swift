/// Rows as RFC 4180 has them, with cells that no spreadsheet takes for a formula.
enum CSV {
    /// One row with its line end.
    static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// Quoted where needed; a cell that begins like a formula gets an apostrophe before it (OWASP, CSV injection).
    static func cell(_ text: String) -> String {
        // By scalars: a combining mark would hide the character that it follows, and CRLF is one Character.
        let scalars = text.unicodeScalars
        let isFormula = scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard scalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }
}
