import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Random histories with everything that can go wrong with room and disk, against what was ever sealed.
struct DamagePropertyTests {
    private enum Place: String {
        case pending, delivered, dead, lost
    }

    private struct History {
        var store: KioskStore
        let state: String
        var sealed: [Int64: SealedLine] = [:]
        /// Where each number was when it was last looked at.
        var places: [Int64: Place] = [:]
        var drawn = 0
        let queue: QueueID
    }

    private static let cap = 160_000

    @Test(
        "K4, K6: created = delivered + pending + dead + lost, whatever is sealed, settled, dropped or damaged",
        arguments: 0..<16)
    func books(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: seed &+ 400)
        let store = try KioskStore(
            stateFolder: folder.file("state"), maximumBytes: Self.cap, mendingAtMS: Standing.now)
        var history = History(store: store, state: folder.file("state"), queue: try store.identity().queueID)
        for _ in 0..<60 {
            try act(Int.random(in: 0..<12, using: &random), &history, &random)
            try look(&history)
        }
        history.store.close()
    }

    private func act(_ choice: Int, _ history: inout History, _ random: inout SeededGenerator) throws {
        do {
            switch choice {
            case 0...4: for _ in 0..<Int.random(in: 1...12, using: &random) { try seal(&history) }
            case 5, 6: try settle(&history, &random)
            case 7: try history.store.purgeDelivered(before: Standing.now + 1, keeping: 2)
            case 8: _ = try history.store.dropOldest(nowMS: Standing.now)
            case 9: _ = try history.store.purgeEarly()
            case 10: try damage(&history, &random)
            default: try restart(&history)
            }
        } catch let error as StoreError {
            switch error {
            case .full: break
            case .corrupt: try restart(&history)
            default: throw error
            }
        }
    }

    private func seal(_ history: inout History) throws {
        history.drawn += 1
        try history.store.saveDraft(Examples.draft(id: Examples.responseID(history.drawn)))
        guard let line = try history.store.sealDraft() else { return }
        #expect(
            history.sealed[line.seq] == nil && history.places[line.seq] == nil, "number \(line.seq) was given twice")
        history.sealed[line.seq] = line
    }

    private func settle(_ history: inout History, _ random: inout SeededGenerator) throws {
        let lines = try history.store.pending(maxLines: 40, maxBytes: .max).lines
        try history.store.settle(
            lines.filter { _ in Bool.random(using: &random) }.map {
                Int.random(in: 0..<6, using: &random) == 0
                    ? .dead($0.id, reason: "conflict") : .delivered($0.id, sha256: $0.sha256)
            }, nowMS: Standing.now)
    }

    private func damage(_ history: inout History, _ random: inout SeededGenerator) throws {
        history.store.close()
        let file = URL(fileURLWithPath: history.state + "/kiosk.sqlite")
        var bytes = try Data(contentsOf: file)
        let page = Int.random(in: 0..<bytes.count / 4_096, using: &random)
        bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: Data(count: 4_096))
        try bytes.write(to: file)
        try restart(&history)
    }

    private func restart(_ history: inout History) throws {
        history.store.close()
        history.store = try KioskStore(
            stateFolder: history.state, maximumBytes: Self.cap * 4, mendingAtMS: Standing.now)
    }

    /// The books, and every number by itself: nothing is nowhere, and nothing was delivered that nobody settled.
    private func look(_ history: inout History) throws {
        for _ in 0..<3 {
            do {
                return try check(&history)
            } catch let error as StoreError where error == .corrupt(path: history.store.path) {
                try restart(&history)
            }
        }
        Issue.record("damaged again after every start")
    }

    private func check(_ history: inout History) throws {
        let store = history.store
        let pending = try store.pending(maxLines: 10_000, maxBytes: .max).lines
        let dead = Set(try store.deadLetters().map(\.seq))
        let books = try store.accounting(nowMS: Standing.now)
        let delivered = try places(store, "SELECT seq AS a, seq AS b FROM response WHERE state = 1")
            .union(try places(store, "SELECT first_seq AS a, last_seq AS b FROM purged"))
        let lost = try places(store, "SELECT first_seq AS a, last_seq AS b FROM loss")
        #expect(books.isBalanced)
        #expect(try store.identity().queueID == history.queue)
        #expect((books.delivered, books.lost) == (delivered.count, lost.count))
        #expect((books.pending, books.dead) == (Int64(pending.count), Int64(dead.count)))
        for line in pending where history.sealed[line.seq] != nil { #expect(history.sealed[line.seq] == line) }
        var places: [Int64: Place] = [:]
        for line in pending { places[line.seq] = .pending }
        for seq in dead { places[seq] = .dead }
        for seq in history.sealed.keys where places[seq] == nil {
            if lost.contains(seq) { places[seq] = .lost } else if delivered.contains(seq) { places[seq] = .delivered }
            #expect(places[seq] != nil, "number \(seq) is nowhere")
        }
        for (seq, place) in places where place == .delivered {
            let before = history.places[seq]
            #expect(before != .dead && before != .lost, "number \(seq) was \(before?.rawValue ?? "new")")
        }
        history.places = places
    }

    private func places(_ store: KioskStore, _ sql: String) throws -> SequenceSet {
        try store.read { db in
            SequenceSet(try Row.fetchAll(db, sql: sql).map { ($0["a"] as Int64)...($0["b"] as Int64) })
        }
    }
}
