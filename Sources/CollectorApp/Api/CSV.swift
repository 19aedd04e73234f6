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

    /// Quoted where needed; whatever a spreadsheet would take for a formula, and is no plain number, gets an apostrophe
    /// before it (OWASP, CSV injection): at the start of the cell, and behind what another setting takes for the end of one.
    static func cell(_ text: String) -> String {
        // By scalars: a combining mark would hide the character that it follows, and CRLF is one Character.
        let scalars = text.unicodeScalars
        let safe = isNumber(scalars) ? scalars : disarmed(scalars)
        guard safe.contains(where: ends.contains) || safe.contains(where: { $0 == "," || $0 == "\"" }) else {
            return String(safe)
        }
        var quoted = "\""
        for scalar in safe {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }

    /// What begins a formula, wherever a cell begins.
    private static let starts = Set("=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars)
    /// What ends a cell or line for a spreadsheet that is set up for semicolons or tabs, and reads no quotes within a line.
    private static let ends: Set<Unicode.Scalar> = [";", "\t", "\r", "\n"]

    private static func disarmed(_ scalars: String.UnicodeScalarView) -> String.UnicodeScalarView {
        var safe = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in scalars {
            let begins = last.map { ends.contains($0) && starts.contains(scalar) }
            if begins ?? (starts.contains(scalar) || ends.contains(scalar) && scalar != ";") { safe.append("'") }
            safe.append(scalar)
            last = scalar
        }
        return safe
    }
}
