/// `GET /api/v1/kiosks/{id}/ledger`: the books of every queue that a kiosk accounts for, and what its chain proves.
package struct ApiLedger: Equatable, Sendable, Codable {
    /// Its id.
    package let kiosk: String
    /// What the technician called it.
    package let name: String
    /// Id of its branch.
    package let branch: String
    package let verdict: AuditVerdict
    /// Oldest first.
    package let queues: [ApiQueueLedger]

    package init(kiosk: String, name: String, branch: String, queues: [ApiQueueLedger]) {
        self.kiosk = kiosk
        self.name = name
        self.branch = branch
        self.queues = queues
        verdict = AuditVerdict(ofQueues: queues)
    }
}

/// One queue: the kiosk's own books of its last check-in against the lines that are here now.
package struct ApiQueueLedger: Equatable, Sendable, Codable {
    /// What the kiosk said of its queue at its last check-in.
    package struct Books: Equatable, Sendable, Codable {
        package let created: Int64
        package let pending: Int64
        package let dead: Int64
        package let lost: Int64

        package init(created: Int64, pending: Int64, dead: Int64, lost: Int64) {
            self.created = created
            self.pending = pending
            self.dead = dead
            self.lost = lost
        }
    }

    /// The newest line at a check-in.
    package struct Anchor: Equatable, Sendable, Codable {
        package let created: Int64
        /// SHA-256 in hex of line `created`.
        package let head: String
        package let atMS: Int64

        package init(created: Int64, head: String, atMS: Int64) {
            self.created = created
            self.head = head
            self.atMS = atMS
        }

        private enum CodingKeys: String, CodingKey {
            case created, head
            case atMS = "at_ms"
        }
    }

    /// Lines that something is wrong with.
    package struct Fault: Equatable, Sendable, Codable {
        package let first: Int64
        package let last: Int64
        /// When it was found; a fault is never forgotten.
        package let seenMS: Int64
        /// Of a gap: when what was missing had come; absent while it is missing.
        package let clearedMS: Int64?

        package init(first: Int64, last: Int64, seenMS: Int64, clearedMS: Int64? = nil) {
            self.first = first
            self.last = last
            self.seenMS = seenMS
            self.clearedMS = clearedMS
        }

        private enum CodingKeys: String, CodingKey {
            case first, last
            case seenMS = "seen_ms"
            case clearedMS = "cleared_ms"
        }
    }

    /// The 32 hex digits of the queue.
    package let queue: String
    /// Nil before the first check-in.
    package let books: Books?
    /// Lines in the collector's ledger, now.
    package let ledger: Int64
    /// Every number up to here is in the ledger or declared.
    package let durableSeq: Int64
    /// The lowest number that the kiosk still keeps; absent where it keeps all.
    package let keptFrom: Int64?
    /// The newest anchor; absent before the first.
    package let anchor: Anchor?
    /// Ranges `[first, last]` that waited on the kiosk and have not come since.
    package let waiting: [[Int64]]
    /// Ranges that nobody held at the last check-in, and that have not come since.
    package let missing: [[Int64]]
    /// What the kiosk declared, in the order of the numbers; at most 1,000.
    package let declared: [DeclaredRange]
    /// Ranges that nobody held at two check-ins in a row, those that came later with the moment it was noticed.
    package let gaps: [Fault]
    /// Numbers with two lines, or with one line in two texts.
    package let forks: [Fault]
    /// Lines that are not what was sealed; of a range, at least one is not.
    package let altered: [Fault]
    /// Numbers that the kiosk had made by one check-in and not by a later one, or with another line.
    package let rewound: [Fault]
    package let verdict: AuditVerdict

    package init(
        queue: String, books: Books?, ledger: Int64, durableSeq: Int64, keptFrom: Int64? = nil, anchor: Anchor? = nil,
        waiting: [[Int64]] = [], missing: [[Int64]] = [], declared: [DeclaredRange] = [], gaps: [Fault] = [],
        forks: [Fault] = [], altered: [Fault] = [], rewound: [Fault] = []
    ) {
        self.queue = queue
        self.books = books
        self.ledger = ledger
        self.durableSeq = durableSeq
        self.keptFrom = keptFrom
        self.anchor = anchor
        self.waiting = waiting
        self.missing = missing
        self.declared = declared
        self.gaps = gaps
        self.forks = forks
        self.altered = altered
        self.rewound = rewound
        verdict = AuditVerdict(
            AuditVerdict.findings(
                books: books, waiting: waiting, missing: missing, declared: declared, forks: forks, altered: altered,
                rewound: rewound))
    }

    private enum CodingKeys: String, CodingKey {
        case queue, books, ledger
        case durableSeq = "durable_seq"
        case keptFrom = "kept_from"
        case anchor, waiting, missing, declared, gaps, forks, altered, rewound, verdict
    }
}
