extension SurveyParser {
    private static let suspectExample = "suspect: {within: 2s, burst: 3 in 6s}"

    /// Reads `suspect`: `off` (which is nil), or what differs from the standard rule; what is wrong takes its default.
    mutating func suspect(_ node: SourceNode) -> SuspectRule? {
        if case .text("off") = node.content { return nil }
        guard case .map = node.content else {
            let found = if case .text(let text) = node.content, !text.isEmpty { "`\(text)`" } else { node.nature }
            error(
                node.place, "`suspect` must be a mapping or `off`, but is \(found)", "write `\(Self.suspectExample)`")
            return .standard
        }
        guard let fields = fields(node, of: "`suspect`", known: ["within", "burst"]) else { return .standard }
        return SuspectRule(
            within: fields["within"].map { within($0) } ?? SuspectRule.standard.within,
            burst: fields["burst"].map { burst($0) } ?? SuspectRule.standard.burst)
    }

    private mutating func within(_ node: SourceNode) -> Int64? {
        if case .text("off") = node.content { return nil }
        return duration(node, "within", in: 500...60_000)
    }

    /// `3 in 6s`.
    private mutating func burst(_ node: SourceNode) -> SuspectRule.Burst? {
        if case .text("off") = node.content { return nil }
        let advice = "write 2 to 20 votes in `1s` to `1m`, such as `3 in 6s`, or `off`"
        guard case .text(let text) = node.content, !text.isEmpty else {
            error(node.place, "`burst` must be votes in a time, but is \(node.nature)", advice)
            return nil
        }
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 3, words[1] == "in", words[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let votes = Int(words[0]), let span = DurationText.milliseconds(words[2])
        else {
            error(node.place, "`\(text)` is no number of votes in a time", advice)
            return nil
        }
        guard (2...20).contains(votes), (1_000...60_000).contains(span) else {
            error(node.place, "`burst` is out of range: \(text)", advice)
            return nil
        }
        return SuspectRule.Burst(votes: votes, span: span)
    }
}

extension SuspectRule {
    /// `2s` or `off`, as survey files write it.
    var withinText: String { within.map(DurationText.text) ?? "off" }

    /// `3 in 6s` or `off`.
    var burstText: String { burst.map { "\($0.votes) in \(DurationText.text(of: $0.span))" } ?? "off" }
}
