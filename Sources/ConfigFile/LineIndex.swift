/// Where each section and key of a TOML text stands: TOMLKit's nodes don't say.
///
/// It looks at line beginnings only. A line inside a multi-line string that looks like a key could mislead it, and then
/// costs a wrong line number in a message, nothing else.
struct LineIndex: Sendable {
    private var lines: [String: Int] = [:]

    init(_ text: String) {
        var section = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let code = line.drop { $0 == " " || $0 == "\t" }
            if code.hasPrefix("["), let end = code.firstIndex(of: "]") {
                section = code[code.index(after: code.startIndex)..<end].filter { $0 != " " }
                lines[section] = lines[section] ?? index + 1
            } else if let equals = code.firstIndex(of: "="), !code.hasPrefix("#") {
                let key = code[..<equals].filter { $0 != " " && $0 != "\"" && $0 != "\t" }
                let path = section.isEmpty ? String(key) : "\(section).\(key)"
                lines[path] = lines[path] ?? index + 1
            }
        }
    }

    /// The line of `[section]`, else 1.
    func line(section: String) -> Int { lines[section] ?? 1 }

    /// The line of a key, else that of its section.
    func line(section: String, key: String) -> Int { lines["\(section).\(key)"] ?? line(section: section) }
}
