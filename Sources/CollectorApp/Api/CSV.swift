/// Rows as RFC 4180 has them, with cells that no spreadsheet takes for a formula.
enum CSV {
    /// One row with its line end.
    static func row(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A minus, digits, and one point at most: no spreadsheet takes this for more than it is.
    private static func isNumber(_ scalars: String.UnicodeScalarView) -> Bool {
        let parts = scalars.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        return scalars.first == "-" && scalars.count { $0 == "-" } == 1 && parts.count <= 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
    }

    /// Quoted where needed; a cell that begins like a formula, and is no plain number, gets an apostrophe before it (OWASP, CSV injection).
    static func cell(_ text: String) -> String {
        // By scalars: a combining mark would hide the character that it follows, and CRLF is one Character.
        let scalars = text.unicodeScalars
        let isFormula = !isNumber(scalars) && scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
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
