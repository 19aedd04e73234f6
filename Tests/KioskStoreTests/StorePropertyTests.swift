import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Random histories against the simplest model that can say what must be true.
struct StorePropertyTests {
    private struct Model {
        var draft: Int?
        var next = 0
        var sealed: [SealedLine] = []
        var state: [Int64: String] = [:]
        var purged: Set<Int64> = []

        func count(_ wanted: String) -> Int64 { Int64(state.values.filter { $0 == wanted }.count) }
    }

    @Test(arguments: 1...12) func `any history keeps books, chain and numbers`(seed: UInt64) throws {
        var bench = try Bench()
        var model = Model()
        var random = SeededGenerator(seed: seed)
        for step in 0..<150 {
            try act(Int.random(in: 0..<10, using: &random), &bench, &model, &random)
            if step % 10 == 0 { try verify(bench, model) }
        }
        try verify(bench, model)
    }

    private func act(_ choice: Int, _ bench: inout Bench, _ model: inout Model, _ random: inout SeededGenerator) throws
    {
        switch choice {
        case 0...2:
            if model.draft == nil {
                model.draft = model.next
                model.next += 1
            }
            try bench.store.saveDraft(
                Examples.draft(
                    id: Examples.responseID(model.draft ?? 0), score: Int.random(in: 1...5, using: &random)))
        case 3...5:
            let line = try bench.store.sealDraft()
            #expect((line != nil) == (model.draft != nil))
            model.draft = nil
            guard let line else { return }
            model.sealed.append(line)
            model.state[line.seq] = "pending"
        case 6, 7: try settle(bench, &model, &random)
        case 8: try forget(bench, &model, &random)
        default: try requeue(bench, &model, &random)
        }
    }

    private func settle(_ bench: Bench, _ model: inout Model, _ random: inout SeededGenerator) throws {
        var settlements: [Settlement] = []
        for line in model.sealed where Bool.random(using: &random) {
            let isPending = model.state[line.seq] == "pending"
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                settlements.append(.dead(line.id, reason: "conflict"))
                if isPending { model.state[line.seq] = "dead" }
            case 1: settlements.append(.retry(line.id, reason: "retry"))
            case 2: settlements.append(.delivered(line.id, sha256: Data(repeating: 0, count: 32)))
            default:
                settlements.append(.delivered(line.id, sha256: line.sha256))
                if isPending { model.state[line.seq] = "delivered" }
            }
        }
        try bench.store.settle(settlements, nowMS: bench.now)
    }

    private func forget(_ bench: Bench, _ model: inout Model, _ random: inout SeededGenerator) throws {
        let keeping = Int.random(in: 0..<6, using: &random)
        let kept = model.state.filter { $0.value == "delivered" && !model.purged.contains($0.key) }.keys.sorted()
        try bench.store.purgeDelivered(before: bench.now + 1, keeping: keeping)
        model.purged.formUnion(kept.dropLast(keeping))
    }

    private func requeue(_ bench: Bench, _ model: inout Model, _ random: inout SeededGenerator) throws {
        let created = Int64(model.sealed.count)
        guard created > 0 else { return }
        let first = Int64.random(in: 1...created, using: &random)
        let gap = first...min(created, first + 3)
        let durable = try bench.store.identity().durableSeq
        let change = try bench.store.collectorState(
            collectorID: "c", epoch: "e", durableSeq: durable, gaps: [gap], nowMS: bench.now)
        var expected = (requeued: 0, lost: 0)
        for seq in gap where model.state[seq] == "delivered" {
            let isGone = model.purged.contains(seq)
            model.state[seq] = isGone ? "lost" : "pending"
            if isGone { expected.lost += 1 } else { expected.requeued += 1 }
        }
        #expect(change.requeued == expected.requeued && change.lost == expected.lost)
    }

    private func verify(_ bench: Bench, _ model: Model) throws {
        let books = try bench.books()
        #expect(books.isBalanced)
        #expect(books.created == Int64(model.sealed.count))
        #expect(books.delivered == model.count("delivered"))
        #expect(books.pending == model.count("pending"))
        #expect(books.dead == model.count("dead"))
        #expect(books.lost == model.count("lost"))
        #expect(model.sealed.map(\.seq) == (0..<model.sealed.count).map { Int64($0) + 1 })
        var head = SealedLine.genesis(of: try bench.store.identity().queueID)
        for line in model.sealed {
            #expect(try JSONDecoder().decode(ResponseLine.self, from: line.bytes).prev == head.hex)
            head = line.sha256
        }
        #expect(books.head == head)
        let pending = try bench.pending()
        #expect(pending == model.sealed.filter { model.state[$0.seq] == "pending" })
    }
}
