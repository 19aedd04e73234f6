/// Why a text is no opening hours: every fault of it, as sentences with what to write instead.
package struct OpeningHoursFaults: Error, Equatable {
    package let messages: [String]
}

extension OpeningHours {
    /// As people write them: `mon-fri 09:00-13:00, 14:00-18:00; sat 10:00-16:00`; empty where they are not known.
    ///
    /// Days that are open alike stand together. Reading it gives the same hours.
    package var text: String {
        var groups: [(days: [Schedule.Day], spans: [Range<Int>])] = []
        for day in Schedule.Day.allCases {
            guard let spans = spans[day] else { continue }
            if let known = groups.firstIndex(where: { $0.spans == spans }) {
                groups[known].days.append(day)
            } else {
                groups.append(([day], spans))
            }
        }
        return groups.map { Self.text(of: $0.days) + " " + Self.text(of: $0.spans) }.joined(separator: "; ")
    }

    /// Reads a text; nothing, or `closed`, where the hours are not known.
    ///
    /// - Throws: Every fault of it.
    package init(reading text: String) throws(OpeningHoursFaults) {
        var reader = OpeningHoursReader()
        let rules = text.lowercased().split(separator: ";").map { $0.split(whereSeparator: \.isWhitespace) }
        if rules.filter({ !$0.isEmpty }) != [["closed"]] {
            for rule in rules where !rule.isEmpty { reader.take(rule.joined(separator: " ")) }
        }
        guard reader.faults.isEmpty else { throw OpeningHoursFaults(messages: reader.faults) }
        self.init(spans: reader.spans)
    }

    private static func text(of spans: [Range<Int>]) -> String {
        spans.map { Schedule.clock($0.lowerBound) + "-" + Schedule.clock($0.upperBound) }.joined(separator: ", ")
    }

    /// `mon-wed,sat`: three days and more in a row are written as a range.
    private static func text(of days: [Schedule.Day]) -> String {
        var runs: [[Schedule.Day]] = []
        for day in days {
            if let last = runs.last?.last, last.rawValue + 1 == day.rawValue {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        return runs.map { run in
            run.count > 2 ? "\(run[0].name)-\(run[run.count - 1].name)" : run.map(\.name).joined(separator: ",")
        }.joined(separator: ",")
    }
}

/// Takes one rule after the other: days, then their spans.
private struct OpeningHoursReader {
    var spans: [Schedule.Day: [Range<Int>]] = [:]
    var faults: [String] = []

    mutating func take(_ rule: String) {
        let parts = rule.split { $0 == " " || $0 == "," }
        let words = parts.prefix { !isTime($0) }
        let times = parts.dropFirst(words.count)
        let days = words.flatMap { self.days(String($0)) }
        let spans = times.compactMap { span(String($0)) }
        if words.isEmpty { faults.append("“\(rule)” names no day; write days first, as in `mon-fri 09:00-18:00`.") }
        if times.isEmpty { faults.append("“\(rule)” has no hours; write them as in `mon-fri 09:00-18:00`.") }
        for day in days { add(spans, on: day) }
    }

    private func isTime(_ word: Substring) -> Bool { word.first.map { ("0"..."9").contains($0) } ?? false }

    private mutating func days(_ word: String) -> [Schedule.Day] {
        if let days = Schedule.days(word) { return days }
        let hint = nearest(to: word, among: Schedule.Day.allCases.map(\.name))
        faults.append(
            "“\(word)” is no day or range of days; "
                + (hint.map { "did you mean `\($0)`?" } ?? "write days as in `mon-fri` or `sat`."))
        return []
    }

    private mutating func span(_ word: String) -> Range<Int>? {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Schedule.minutes($0) }
        guard ends.count == 2, let from = ends[0], let to = ends[1] else {
            faults.append("“\(word)” is no span of hours; write one as `09:00-18:00`, at most to `24:00`.")
            return nil
        }
        guard from < to else {
            faults.append(
                "“\(word)” ends before it begins; hours over midnight are two spans: "
                    + "`fri 22:00-24:00; sat 00:00-02:00`.")
            return nil
        }
        return from..<to
    }

    private mutating func add(_ new: [Range<Int>], on day: Schedule.Day) {
        for span in new {
            if let other = spans[day]?.first(where: { $0.overlaps(span) }) {
                let texts = [other, span].map { Schedule.clock($0.lowerBound) + "-" + Schedule.clock($0.upperBound) }
                faults.append("On \(day.name), \(texts[0]) and \(texts[1]) overlap; write each hour once.")
            } else {
                spans[day, default: []].append(span)
            }
        }
    }
}
