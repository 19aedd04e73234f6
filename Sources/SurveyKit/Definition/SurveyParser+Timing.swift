extension SurveyParser {
    /// Reads `timing`; a key that is missing or wrong takes its default.
    mutating func timing(_ node: SourceNode) -> Timing? {
        guard let fields = fields(node, of: "`timing`", known: ["idle", "warn", "thanks"]) else { return nil }
        let defaults = Timing()
        let idle = fields["idle"].flatMap { duration($0, "idle", in: 5_000...600_000) } ?? defaults.idle
        let thanks = fields["thanks"].flatMap { duration($0, "thanks", in: 1_000...30_000) } ?? defaults.thanks
        guard let node = fields["warn"], let warn = duration(node, "warn", in: 0...600_000) else {
            return Timing(idle: idle, warn: min(defaults.warn, idle), thanks: thanks)
        }
        if warn > idle {
            error(
                node.place,
                "`warn` (\(DurationText.text(of: warn))) is longer than `idle` (\(DurationText.text(of: idle)))",
                "write at most `\(DurationText.text(of: idle))`")
        }
        return Timing(idle: idle, warn: warn, thanks: thanks)
    }

    /// A duration in milliseconds.
    mutating func duration(_ node: SourceNode, _ key: String, in range: ClosedRange<Int64>) -> Int64? {
        let bounds = (DurationText.text(of: range.lowerBound), DurationText.text(of: range.upperBound))
        let advice = "write a duration from `\(bounds.0)` to `\(bounds.1)`"
        guard case .text(let text) = node.content, !text.isEmpty else {
            error(node.place, "`\(key)` must be a duration, but is \(node.nature)", advice)
            return nil
        }
        guard let milliseconds = DurationText.milliseconds(text) else {
            error(
                node.place, "`\(text)` is no duration", "write a number and its unit, such as `20s`, `1500ms` or `2m`")
            return nil
        }
        guard range.contains(milliseconds) else {
            error(node.place, "`\(key)` is out of range: \(text)", advice)
            return nil
        }
        return milliseconds
    }

    /// Reads `schedule`, all three keys of which must be there.
    mutating func schedule(_ node: SourceNode) -> Schedule? {
        guard let fields = fields(node, of: "`schedule`", known: ["days", "from", "to"]) else { return nil }
        let days = required("days", in: fields, example: "mon-sat").flatMap { self.days($0) }
        let from = required("from", in: fields, example: "\"08:00\"").flatMap { minutes($0, "from") }
        let to = required("to", in: fields, example: "\"20:00\"").flatMap { minutes($0, "to") }
        guard let days, let from, let to else { return nil }
        if from >= to, let place = fields["to"]?.place {
            error(place, "`to` is not after `from`", "write the end of the same day, at most `24:00`")
        }
        return Schedule(days: days, from: from, to: to)
    }

    /// `mon-fri, sun`, or a list of such.
    private mutating func days(_ node: SourceNode) -> Set<Schedule.Day>? {
        let items: [SourceNode]
        switch node.content {
        case .list(let list): items = list
        case .text, .map: items = [node]
        }
        var found: Set<Schedule.Day> = []
        for item in items {
            guard let text = text(item, "days", example: "mon-sat") else { return nil }
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let part = part.filter { $0 != " " }
                guard let days = Schedule.days(part) else {
                    error(item.place, "`\(part)` is no day or range of days", "write days such as `mon-fri, sun`")
                    return nil
                }
                found.formUnion(days)
            }
        }
        if found.isEmpty { error(node.place, "`days` is empty", "write days such as `mon-sat`, or remove `schedule`") }
        return found
    }

    /// Minutes after midnight of `HH:MM`.
    private mutating func minutes(_ node: SourceNode, _ key: String) -> Int? {
        guard let text = text(node, key, example: "\"08:00\"") else { return nil }
        guard let minutes = Schedule.minutes(text) else {
            error(node.place, "`\(text)` is no time of day", "write hours and minutes, such as `\"08:00\"`")
            return nil
        }
        return minutes
    }
}

/// Durations as survey files write them.
enum DurationText {
    /// Milliseconds of `20s`, `1500ms` or `2m`; nil for anything else.
    static func milliseconds(_ text: String) -> Int64? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let units: [String: Int64] = ["ms": 1, "s": 1_000, "m": 60_000]
        guard !digits.isEmpty, digits.utf8.count <= 9, let number = Int64(digits),
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        return number * unit
    }

    /// The shortest writing that reads back to the same.
    static func text(of milliseconds: Int64) -> String {
        if milliseconds > 0, milliseconds.isMultiple(of: 60_000) { return "\(milliseconds / 60_000)m" }
        return milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}

extension Schedule.Day {
    /// `mon` to `sun`.
    var name: String { "\(self)" }

    init?(name: some StringProtocol) {
        guard let day = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = day
    }
}

extension Schedule {
    /// Minutes after midnight of `HH:MM`, at most `24:00`.
    static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isShaped = parts.count == 2 && parts.allSatisfy { $0.utf8.count == 2 && $0.allSatisfy(\.isNumber) }
        guard isShaped, let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }

    /// The days of `wed` or `mon-sat`; a range may run over Sunday (`fri-mon`).
    static func days(_ text: String) -> [Day]? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Day(name: $0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
        let length = (last.rawValue - first.rawValue + 7) % 7
        return (0...length).compactMap { Day(rawValue: (first.rawValue - 1 + $0) % 7 + 1) }
    }
}
