import Foundation
import Testing
import WireProtocol

struct AuditVerdictTests {
    private typealias Fault = ApiQueueLedger.Fault

    private func verdict(
        waiting: [[Int64]] = [], missing: [[Int64]] = [], declared: [(Int64, Int64, String)] = [],
        forks: [[Int64]] = [], altered: [[Int64]] = [], rewound: [[Int64]] = []
    ) -> AuditVerdict {
        func faults(_ ranges: [[Int64]]) -> [Fault] { ranges.map { Fault(first: $0[0], last: $0[1], seenMS: 1) } }
        return ApiQueueLedger(
            queue: "aa", books: .init(created: 99, pending: 0, dead: 0, lost: 0), ledger: 9, durableSeq: 9,
            waiting: waiting, missing: missing,
            declared: declared.map { DeclaredRange(first: $0.0, last: $0.1, reason: $0.2, sha256: nil) },
            forks: faults(forks), altered: faults(altered), rewound: faults(rewound)
        ).verdict
    }

    @Test func `The worst is said first, and one state stands for all`() {
        let verdict = verdict(
            waiting: [[50, 50]], missing: [[41, 42]],
            declared: [(1, 1, "dead"), (43, 43, "purged"), (44, 46, "evicted")],
            forks: [[9, 9]], altered: [[17, 17]], rewound: [[7, 9]])
        #expect(verdict.state == .forked)
        #expect(!verdict.isWell)
        #expect(
            verdict.words
                == "forked at 9; rewound: lines 7-9 made again; line 17 altered; missing 3 lines: 41-43; "
                + "lost 3 lines: 44-46 (evicted); 1 dead letter: 1; waiting for 1 line: 50")
    }

    @Test func `Only whole and waiting are well`() {
        #expect(verdict().isWell && verdict().words == "whole")
        #expect(verdict(waiting: [[1, 3]]).isWell)
        #expect(
            AuditVerdict.State.allCases.map { AuditVerdict(state: $0, words: "").isWell } == [
                true, true, false, false, false, false, false, false,
            ])
    }

    @Test func `A verdict stays readable however much is wrong`() {
        let missing = (1...500).map { [Int64($0) * 2, Int64($0) * 2] }
        #expect(
            verdict(missing: missing).words
                == "missing 500 lines: 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 490 more places")
    }

    @Test func `A ledger reads back as it was written`() throws {
        let queue = ApiQueueLedger(
            queue: "aa", books: .init(created: 4, pending: 1, dead: 0, lost: 1), ledger: 2, durableSeq: 3, keptFrom: 2,
            anchor: .init(created: 4, head: "ff", atMS: 5), waiting: [[4, 4]],
            declared: [DeclaredRange(first: 2, last: 2, reason: "evicted", sha256: "bb")],
            gaps: [Fault(first: 1, last: 1, seenMS: 3, clearedMS: 4)])
        let ledger = ApiLedger(kiosk: "k1", name: "Exit", branch: "b", queues: [queue])
        #expect(try JSONDecoder().decode(ApiLedger.self, from: JSONEncoder().encode(ledger)) == ledger)
        #expect(ledger.verdict == queue.verdict)
    }
}
