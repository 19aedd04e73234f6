import WireProtocol

/// What became of the lines, and how long it took.
struct Account: Encodable, Sendable {
    private(set) var lines = 0
    /// Lines by the word of their verdict.
    private(set) var verdicts: [String: Int] = [:]
    var generationSeconds = 0.0
    var deliverySeconds = 0.0

    var isWhole: Bool { lines > 0 && verdicts == [Verdict.Status.accepted.rawValue: lines] }

    mutating func count(_ results: [Verdict], of sent: Int) {
        lines += sent
        for verdict in results { verdicts[verdict.status.rawValue, default: 0] += 1 }
    }

    static func += (one: inout Account, other: Account) {
        one.lines += other.lines
        one.verdicts.merge(other.verdicts, uniquingKeysWith: +)
    }

    private enum Key: String, CodingKey {
        case lines, verdicts
        case generationSeconds = "generation_seconds"
        case deliverySeconds = "delivery_seconds"
        case perSecond = "responses_per_second"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(lines, forKey: .lines)
        try fields.encode(verdicts, forKey: .verdicts)
        try fields.encode(generationSeconds.rounded(), forKey: .generationSeconds)
        try fields.encode(deliverySeconds.rounded(), forKey: .deliverySeconds)
        try fields.encode((Double(lines) / max(deliverySeconds, 0.001)).rounded(), forKey: .perSecond)
    }
}
