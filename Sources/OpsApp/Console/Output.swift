import Foundation

extension Session {
    /// Prints a value as JSON for scripts, keys sorted.
    func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try data(String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON + "\n")
    }

    /// Prints names and their values in two columns; those without a value are left out.
    func facts(_ facts: [(String, String)]) throws {
        let lines = facts.filter { !$0.1.isEmpty }
        let width = lines.map(\.0.count).max() ?? 0
        let text = lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value.printable() + "\n"
        }
        try data(text.joined())
    }

    /// Prints a table, or `nothing` to the person where it has no rows.
    func table(_ table: Table, orElse nothing: String) throws {
        if table.rows.isEmpty { message(nothing) } else { try data(table.text) }
    }
}

/// Moments as people read them.
enum Moment {
    /// `2026-11-22T15:44:08Z`.
    static func text(ms: Int64) -> String {
        Date(timeIntervalSince1970: Double(ms) / 1_000).formatted(.iso8601)
    }

    /// `2026-11-22 15:44` in UTC, which the column's header says.
    static func short(ms: Int64) -> String {
        String(text(ms: ms).prefix(16)).replacing("T", with: " ")
    }

    /// Milliseconds since 1970 of `2026-11-22` (midnight UTC) or a time of RFC 3339, or nil for anything else.
    static func ms(from text: String) -> Int64? {
        let day = Date.ISO8601FormatStyle().year().month().day()
        // The parser lets a 30th of February and an hour 25 run over into the next day.
        guard let midnight = try? day.parse(String(text.prefix(10))), day.format(midnight) == text.prefix(10) else {
            return nil
        }
        guard text.utf8.count > 10 else { return ms(of: midnight) }
        let clock = text.dropFirst(11).prefix(8).split(separator: ":").map { Int($0) ?? 99 }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60 else { return nil }
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        return styles.lazy.compactMap { try? $0.parse(text) }.first.map(ms)
    }

    private static func ms(of date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000).rounded()) }
}

/// Spans of time as people write them: `90s`, `30m`, `12h`, `7d`, `4w`.
enum Span {
    static func ms(from text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()), count > 0 else {
            return nil
        }
        let (span, isTooLong) = count.multipliedReportingOverflow(by: unit)
        return isTooLong ? nil : span
    }
}
