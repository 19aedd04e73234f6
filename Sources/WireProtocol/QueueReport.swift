/// A queue's books: `created = delivered + pending + dead + lost`, the chain's anchor, and which lines are where.
///
/// On the wire whatever is 0, empty or nil is left out, `created` and `head` excepted: a kiosk with nothing to say says
/// little.
package struct QueueReport: Equatable, Sendable {
    package let created: Int64
    package let delivered: Int64
    package let pending: Int64
    package let dead: Int64
    package let lost: Int64
    /// SHA-256 in hex of the newest sealed line, or the genesis of the queue.
    package let head: String
    /// Age of the oldest pending line; nil with none.
    package let oldestPendingMS: Int64?
    /// Ranges `[first, last]` of pending lines, rising: at most `maximumWaiting`, the lowest.
    ///
    /// What `pending` counts beyond them are the highest numbers that the collector has not got.
    package let waiting: [[Int64]]
    /// The lowest number still kept on the kiosk; nil where all are, or none was made.
    package let keptFrom: Int64?
    /// What will not come, and what does not come now: every parked line, and what has not been told before.
    package let declared: [DeclaredRange]

    /// Most ranges of `waiting` in one check-in.
    package static let maximumWaiting = 100
    /// Most ranges of `declared` in one check-in; a collector takes ten times as many.
    package static let maximumDeclared = 500

    package init(
        created: Int64, delivered: Int64, pending: Int64, dead: Int64, lost: Int64, head: String,
        oldestPendingMS: Int64?, waiting: [[Int64]] = [], keptFrom: Int64? = nil, declared: [DeclaredRange] = []
    ) {
        self.created = created
        self.delivered = delivered
        self.pending = pending
        self.dead = dead
        self.lost = lost
        self.head = head
        self.oldestPendingMS = oldestPendingMS
        self.waiting = waiting
        self.keptFrom = keptFrom
        self.declared = declared
    }

    package var isBalanced: Bool { created == delivered + pending + dead + lost }
}

extension QueueReport: Codable {
    private enum CodingKeys: String, CodingKey {
        case created, delivered, pending, dead, lost, head
        case oldestPendingMS = "oldest_pending_ms"
        case waiting
        case keptFrom = "kept_from"
        case declared
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func count(_ key: CodingKeys) throws -> Int64 { try container.decodeIfPresent(Int64.self, forKey: key) ?? 0 }
        self.init(
            created: try container.decode(Int64.self, forKey: .created), delivered: try count(.delivered),
            pending: try count(.pending), dead: try count(.dead), lost: try count(.lost),
            head: try container.decode(String.self, forKey: .head),
            oldestPendingMS: try container.decodeIfPresent(Int64.self, forKey: .oldestPendingMS),
            waiting: try container.decodeIfPresent([[Int64]].self, forKey: .waiting) ?? [],
            keptFrom: try container.decodeIfPresent(Int64.self, forKey: .keptFrom),
            declared: try container.decodeIfPresent([DeclaredRange].self, forKey: .declared) ?? [])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(created, forKey: .created)
        try container.encode(head, forKey: .head)
        for (key, value) in [(.delivered, delivered), (.pending, pending), (.dead, dead), (.lost, lost)]
            as [(CodingKeys, Int64)] where value != 0
        {
            try container.encode(value, forKey: key)
        }
        try container.encodeIfPresent(oldestPendingMS, forKey: .oldestPendingMS)
        try container.encodeIfPresent(keptFrom, forKey: .keptFrom)
        if !waiting.isEmpty { try container.encode(waiting, forKey: .waiting) }
        if !declared.isEmpty { try container.encode(declared, forKey: .declared) }
    }
}
