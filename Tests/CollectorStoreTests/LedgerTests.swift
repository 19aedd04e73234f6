import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct LedgerTests {
    @Test func `eight senders of the same lines in shuffled batches store each once`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(200)
        let accepted = try await withThrowingTaskGroup(of: [ResponseID].self) { group in
            for sender in 1...8 {
                group.addTask {
                    var generator = SeededGenerator(seed: UInt64(sender))
                    let shuffled = lines.shuffled(using: &generator)
                    var accepted: [ResponseID] = []
                    for start in stride(from: 0, to: 200, by: 20) {
                        let answer = try await centre.ingest(shuffled[start..<start + 20].map(\.bytes))
                        accepted += answer.results.filter { $0.status == .accepted }.compactMap(\.id)
                    }
                    return accepted
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(accepted.count == 200)
        #expect(Set(accepted) == Set(lines.map(\.id)))
        let counts = try await centre.store.storeCounts()
        #expect(counts.ledger == 200)
        #expect(counts.responses == 200)
        let kiosk = try unwrap(try await centre.store.kiosks(in: .all).first)
        #expect(kiosk.books.map(\.durableSeq) == [200])
        #expect(kiosk.chainBreaks == 0)
    }

    @Test(arguments: 1...6)
    func `random batches agree with a model, over restarts`(seed: UInt64) async throws {
        var centre = try await Centre()
        var generator = SeededGenerator(seed: seed)
        let lines = try Centre.lines(60)
        var model: [ResponseID: String] = [:]
        var numbers: Set<Int64> = []
        for _ in 0..<25 {
            let batch = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                let line = lines[Int.random(in: 0..<60, using: &generator)]
                return (line, isAltered: Int.random(in: 0..<5, using: &generator) == 0)
            }
            var expected: [Verdict.Status] = []
            for (line, isAltered) in batch {
                let hash = isAltered ? SealedLine.hash(of: line.bytes + Data([0x20])).hex : line.sha256.hex
                switch model[line.id] {
                case nil:
                    model[line.id] = hash
                    numbers.insert(line.seq)
                    expected.append(.accepted)
                case hash: expected.append(.duplicate)
                default: expected.append(.conflict)
                }
            }
            let answer = try await centre.ingest(batch.map { $0.1 ? $0.0.bytes + Data([0x20]) : $0.0.bytes })
            #expect(answer.results.map(\.status) == expected)
            #expect(answer.results.map(\.sha256) == batch.map { model[$0.0.id] })
            #expect(answer.durableSeq == (1...61).first { !numbers.contains($0) }.map { $0 - 1 })
            if Int.random(in: 0..<6, using: &generator) == 0 { try centre.reopen() }
        }
        #expect(Set(try await centre.exported()) == Set(model.keys))
        #expect(try await centre.store.storeCounts().ledger == Int64(model.count))
    }

    @Test func `the watermark waits at a gap and passes a declared hole`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(9)
        let first = try await centre.ingest([0, 1, 3, 6].map { lines[$0].bytes })
        #expect(first.durableSeq == 2)
        let gaps = try await centre.checkIn(Centre.books(created: 9, pending: 2, waiting: [[8, 9]]))
        #expect(gaps.durableSeq == 2)
        #expect(gaps.gaps == [[3, 3], [5, 6]])
        let holes = try await centre.checkIn(
            Centre.books(
                created: 9, pending: 2, dead: 1, lost: 2, waiting: [[8, 9]],
                declared: [(3, 3, "dead"), (5, 6, "evicted"), (400, 400, "dead")].map {
                    DeclaredRange(first: $0.0, last: $0.1, reason: $0.2, sha256: nil)
                }))
        #expect(holes.durableSeq == 7)
        #expect(holes.gaps.isEmpty)
        #expect(try await centre.ingest([lines[7].bytes, lines[8].bytes]).durableSeq == 9)
    }

    @Test func `a line that was given up and comes after all is stored, and is no fork`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(2)
        let dead = DeclaredRange(first: 1, last: 1, reason: "dead", sha256: lines[0].sha256.hex)
        _ = try await centre.checkIn(Centre.books(created: 2, dead: 1, declared: [dead]))
        _ = try await centre.ingest([lines[1].bytes])
        #expect(try await centre.ingest([lines[0].bytes]).durableSeq == 2)
        #expect(try await centre.store.kiosks(in: .all).map(\.hasFaults) == [false])
        #expect(try await centre.exported().count == 2)
    }

    @Test func `an altered line breaks the chain, and a second line under one number is a fork`() async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        let stranger = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(50)), queue: Centre.queue, seq: 2, prev: lines[0].sha256)
        let afterStranger = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(51)), queue: Centre.queue, seq: 3, prev: stranger.sha256)
        _ = try await centre.ingest([lines[0].bytes, lines[1].bytes, afterStranger.bytes])
        let record = try unwrap(try await centre.store.kiosks(in: .all).first)
        #expect(record.chainBreaks == 1)
        #expect(record.forks == 0)
        _ = try await centre.ingest([lines[2].bytes])
        #expect(try await centre.store.kiosks(in: .all).map(\.forks) == [1])
    }

    @Test func `an import credits each line to the kiosk of its queue`() async throws {
        let centre = try await Centre()
        let other = Examples.queueID(3)
        let kiosk = try await Centre.enrol(in: centre.store, number: 1, queue: other)
        let mine = try Centre.lines(2)
        let theirs = try Centre.chain([Examples.draft(id: Examples.responseID(90))], other)[0]
        let unknown = try Centre.chain([Examples.draft(id: Examples.responseID(91))], Examples.queueID(4))[0]
        let verdicts = try await centre.store.importLines(
            [mine[0].bytes, theirs.bytes, Data("?".utf8), unknown.bytes, mine[1].bytes], nowMS: Centre.now)
        #expect(verdicts.map(\.n) == [0, 1, 2, 3, 4])
        #expect(verdicts.map(\.status) == [.accepted, .accepted, .rejected, .quarantined, .accepted])
        let kiosks = try await centre.store.responses(in: .all).rows.map(\.kiosk)
        #expect(kiosks.sorted() == [centre.kiosk.id, centre.kiosk.id, kiosk.id].sorted())
    }
}

extension Centre {
    func checkIn(_ request: CheckinRequest, at nowMS: Int64 = Centre.now) async throws -> CheckinAnswer {
        try await store.checkIn(kiosk, queue: Self.queue, request, nowMS: nowMS)
    }
}
