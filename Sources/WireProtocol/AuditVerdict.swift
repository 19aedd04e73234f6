/// What the books and the chain say of a queue or a kiosk, in a word for scripts and in words for people.
package struct AuditVerdict: Equatable, Sendable, Codable {
    /// From the best to the worst.
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Every answer that was made is here.
        case whole
        /// Every answer is here, or waits on the kiosk, or nothing was heard yet.
        case waiting
        /// Some are kept on the kiosk that the collector would not take.
        case dead
        /// Some were given up, as the kiosk has said.
        case lost
        /// Some are held by nobody.
        case missing
        /// Some are not what was sealed.
        case altered
        /// The kiosk has gone back to an earlier state, or is one of two.
        case rewound
        /// One number was given to two answers.
        case forked
    }

    /// One thing there is to say.
    struct Finding: Equatable {
        let state: State
        let words: String
    }

    package let state: State
    /// Such as `whole`, `missing 2 lines: 41-42; line 17 altered`.
    package let words: String

    /// Whether nobody need do anything.
    package var isWell: Bool { state == .whole || state == .waiting }

    package init(state: State, words: String) {
        self.state = state
        self.words = words
    }

    /// The worst comes first.
    init(_ findings: [Finding]) {
        let rank = { (finding: Finding) in State.allCases.firstIndex(of: finding.state) ?? 0 }
        let ordered = findings.enumerated().sorted {
            (rank($1.element), $0.offset) < (rank($0.element), $1.offset)
        }
        state = ordered.first?.element.state ?? .whole
        words = ordered.isEmpty ? "whole" : ordered.map(\.element.words).joined(separator: "; ")
    }

    /// Of a kiosk: what there is to say of each queue; the name of the queue where it has had several.
    init(ofQueues queues: [ApiQueueLedger]) {
        let notable = queues.filter { $0.verdict.state != .whole }
        self.init(
            notable.map { queue in
                let name = queues.count > 1 ? "queue \(queue.queue.prefix(8)): " : ""
                return Finding(state: queue.verdict.state, words: name + queue.verdict.words)
            })
    }
}

extension AuditVerdict {
    static func findings(
        books: ApiQueueLedger.Books?, waiting: [[Int64]], missing: [[Int64]], declared: [DeclaredRange],
        forks: [ApiQueueLedger.Fault], altered: [ApiQueueLedger.Fault], rewound: [ApiQueueLedger.Fault]
    ) -> [Finding] {
        guard let books else { return [Finding(state: .waiting, words: "waiting for its first check-in")] }
        func given(_ causes: DeclaredRange.Reason...) -> [[Int64]] {
            declared.filter { causes.contains($0.cause) }.map { [$0.first, $0.last] }
        }
        var findings: [Finding] = []
        func find(_ state: State, _ ranges: [[Int64]], _ words: (LineNumbers) -> String) {
            let lines = LineNumbers(ranges)
            if lines.count > 0 { findings.append(Finding(state: state, words: words(lines))) }
        }
        find(.forked, forks.map(\.range)) { "forked at \($0.list)" }
        for fault in rewound {
            let lines = LineNumbers([fault.range])
            findings.append(Finding(state: .rewound, words: "rewound: \(lines.named) made again"))
        }
        find(.altered, altered.map(\.range)) { "\($0.named) altered" }
        find(.altered, given(.corrupt)) { "\($0.named) altered on the kiosk's disk" }
        find(.missing, missing + given(.purged)) { "missing \($0.counted): \($0.list)" }
        for cause in [DeclaredRange.Reason.evicted, .salvaged, .lost] {
            find(.lost, given(cause)) { "lost \($0.counted): \($0.list) (\(cause.rawValue))" }
        }
        find(.dead, given(.dead)) { "\($0.count) dead \($0.count == 1 ? "letter" : "letters"): \($0.list)" }
        if let words = waitingWords(books, waiting, parked: given(.parked)) {
            findings.append(Finding(state: .waiting, words: words))
        }
        return findings
    }

    private static func waitingWords(
        _ books: ApiQueueLedger.Books, _ waiting: [[Int64]], parked: [[Int64]]
    ) -> String? {
        let lines = LineNumbers(waiting)
        guard lines.count > 0 else { return nil }
        let held = LineNumbers(parked)
        return "waiting for \(lines.counted): \(lines.list)"
            + (held.count > 0 ? " (held back: \(held.list))" : "")
    }
}

/// Numbers of lines as people read them.
private struct LineNumbers {
    private let ranges: [[Int64]]
    let count: Int64

    /// Neighbours become one; `ranges` need not be in order, and don't overlap.
    init(_ ranges: [[Int64]]) {
        let sorted = ranges.filter { $0.count == 2 }.sorted { $0[0] < $1[0] }
        self.ranges = sorted.reduce(into: []) { joined, next in
            if let last = joined.last, last[1] + 1 == next[0] {
                joined[joined.count - 1] = [last[0], next[1]]
            } else {
                joined.append(next)
            }
        }
        count = sorted.reduce(0) { $0 + $1[1] - $1[0] + 1 }
    }

    /// `41-42, 50`; ten of them, and how many more there are.
    var list: String {
        let shown = ranges.prefix(10).map { $0[0] == $0[1] ? "\($0[0])" : "\($0[0])-\($0[1])" }
        let more = ranges.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more places" : "")
    }

    var counted: String { count == 1 ? "1 line" : "\(count) lines" }
    /// `line 17`, `lines 8-12, 17`.
    var named: String { (count == 1 ? "line " : "lines ") + list }
}

extension ApiQueueLedger.Fault {
    fileprivate var range: [Int64] { [first, last] }
}
