import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Random honest queues: lines in any order and more than once, holes of every kind, requests that come late.
///
/// No line is ever missed, accused or forgotten, and the watermark is where it must be.
@Suite struct HonestQueueTests {
    @Test(arguments: 1...16) func `an honest queue is never accused`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let centre = try await Centre()
        var queue = HonestQueue(lines: try Centre.lines(60))
        var overtaken: [(CheckinRequest, Timestamp)] = []
        for step in 1...70 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2: queue.seal(Int.random(in: 1...4, using: &random))
            case 3...5: try await send(&queue, centre, &random)
            case 6: queue.giveUp(&random)
            case 7: queue.hold(&random)
            case 8:
                // A proxy holds this one up; it is let through after the next.
                overtaken.append((queue.report(), sent(step)))
            default:
                try await checkIn(&queue, centre, step)
                for (request, sent) in overtaken {
                    _ = try await centre.store.checkIn(
                        centre.kiosk, queue: Centre.queue, request, sent: sent, nowMS: Centre.now)
                }
                overtaken = []
            }
        }
        queue.parked = []
        try await checkIn(&queue, centre, 100)
        try await verify(queue, centre)
        try await send(&queue, centre, &random, all: true)
        try await checkIn(&queue, centre, 101)
        try await checkIn(&queue, centre, 102)
        try await verify(queue, centre)
        #expect(queue.durable == queue.created)
    }

    private func sent(_ step: Int) -> Timestamp {
        Timestamp(boot: "b", bootMS: Int64(step), wallMS: 0, clock: .unknown)
    }

    private func checkIn(_ queue: inout HonestQueue, _ centre: Centre, _ step: Int) async throws {
        let request = queue.report()
        let answer = try await centre.store.checkIn(
            centre.kiosk, queue: Centre.queue, request, sent: sent(step), nowMS: Centre.now + Int64(step))
        queue.told(request)
        #expect(answer.durableSeq == queue.durable)
        #expect(answer.gaps.isEmpty)
    }

    private func send(
        _ queue: inout HonestQueue, _ centre: Centre, _ random: inout SeededGenerator, all: Bool = false
    ) async throws {
        var batch = queue.sendable.filter { _ in all || Bool.random(using: &random) }
        // Some come twice, some were delivered long ago and are sent again.
        batch += batch.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        batch += queue.arrived.filter { _ in Int.random(in: 0..<12, using: &random) == 0 }
        batch.shuffle(using: &random)
        guard !batch.isEmpty else { return }
        let answer = try await centre.ingest(batch.map { queue.lines[Int($0) - 1].bytes })
        #expect(answer.results.allSatisfy { [.accepted, .duplicate].contains($0.status) })
        // The answer may be lost, and then the kiosk goes on believing that they wait.
        queue.arrive(Set(batch), isAnswered: all || Int.random(in: 0..<4, using: &random) > 0)
        #expect(answer.durableSeq == queue.durable)
    }

    private func verify(_ queue: HonestQueue, _ centre: Centre) async throws {
        let ledger = try unwrap(try await centre.store.ledger(ofKiosk: centre.kiosk.id, in: .all).queues.first)
        #expect(ledger.missing.isEmpty && ledger.gaps.isEmpty)
        #expect(ledger.forks.isEmpty && ledger.altered.isEmpty && ledger.rewound.isEmpty)
        #expect(try await centre.store.openFaults().values.allSatisfy { $0 == 0 })
        #expect(Set(ledger.waiting.flatMap { $0[0]...$0[1] }) == queue.waiting.subtracting(queue.arrived))
        let holes = Set(ledger.declared.flatMap { $0.first...$0.last }).subtracting(queue.waiting)
        #expect(holes == queue.given.subtracting(queue.arrived))
    }
}

/// What a kiosk that tells the truth knows of its queue, and what has come of it.
struct HonestQueue {
    let lines: [SealedLine]
    private(set) var created: Int64 = 0
    private(set) var waiting: Set<Int64> = []
    private(set) var arrived: Set<Int64> = []
    private var reasons: [Int64: String] = [:]
    private var untold: Set<Int64> = []
    private var holes: Set<Int64> = []
    var parked: Set<Int64> = []

    init(lines: [SealedLine]) { self.lines = lines }

    /// Given up, for whatever reason.
    var given: Set<Int64> { Set(reasons.keys) }
    var sendable: [Int64] { waiting.subtracting(parked).sorted() }

    /// Every number up to here is at the centre, or was declared there.
    var durable: Int64 {
        var seq: Int64 = 0
        while arrived.contains(seq + 1) || holes.contains(seq + 1) { seq += 1 }
        return seq
    }

    mutating func seal(_ count: Int) {
        for _ in 0..<count where created < Int64(lines.count) {
            created += 1
            waiting.insert(created)
        }
    }

    mutating func giveUp(_ random: inout SeededGenerator) {
        guard let seq = sendable.randomElement(using: &random) else { return }
        let word = ["dead", "evicted", "salvaged", "purged", "struck"].randomElement(using: &random) ?? "dead"
        for line in seq...seq + Int64.random(in: 0...2, using: &random) where waiting.contains(line) {
            waiting.remove(line)
            parked.remove(line)
            reasons[line] = word
            untold.insert(line)
        }
    }

    mutating func hold(_ random: inout SeededGenerator) {
        parked = Set(waiting.filter { _ in Int.random(in: 0..<4, using: &random) == 0 })
    }

    mutating func arrive(_ batch: Set<Int64>, isAnswered: Bool) {
        arrived.formUnion(batch)
        if isAnswered { waiting.subtract(batch) }
    }

    mutating func told(_ request: CheckinRequest) {
        for range in request.queue.declared { holes.formUnion(range.first...range.last) }
        untold.subtract(holes)
    }

    func report() -> CheckinRequest {
        let head = created > 0 ? lines[Int(created) - 1].sha256 : SealedLine.genesis(of: Centre.queue)
        let lost = reasons.values.count { $0 != "dead" }
        let queue = QueueReport(
            created: created, delivered: created - Int64(waiting.count + reasons.count),
            pending: Int64(waiting.count), dead: Int64(reasons.count - lost), lost: Int64(lost), head: head.hex,
            oldestPendingMS: nil, waiting: Self.ranges(waiting.sorted()).map { [$0.lowerBound, $0.upperBound] },
            declared: parked.sorted().map { declared($0, "parked") }
                + untold.sorted().map { declared($0, reasons[$0] ?? "") })
        return CheckinRequest(
            app: "1", queue: queue, survey: nil, manifest: 0, clock: .unknown, refused: [])
    }

    /// A salvaged number's hash is known to nobody.
    private func declared(_ seq: Int64, _ reason: String) -> DeclaredRange {
        let sha256 = reason == "salvaged" ? nil : lines[Int(seq) - 1].sha256.hex
        return DeclaredRange(first: seq, last: seq, reason: reason, sha256: sha256)
    }

    private static func ranges(_ numbers: [Int64]) -> [ClosedRange<Int64>] {
        numbers.reduce(into: []) { ranges, next in
            if let last = ranges.last, last.upperBound + 1 == next {
                ranges[ranges.count - 1] = last.lowerBound...next
            } else {
                ranges.append(next...next)
            }
        }
    }
}
