import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Any order of taking, importing, erasing, backing up and restoring.
@Suite struct RestorePropertyTests {
    private static let count = 40

    /// What must be there, by plain sets.
    private struct Model {
        var taken: Set<ResponseID> = []
        var erased: Set<ResponseID> = []
        var backups: [(file: String, taken: Set<ResponseID>)] = []

        var shown: Set<ResponseID> { taken.subtracting(erased) }

        /// What the collector must say to a line.
        mutating func take(_ id: ResponseID) -> Verdict.Status {
            taken.insert(id).inserted && !erased.contains(id) ? .accepted : .duplicate
        }

        mutating func restore(_ backup: (file: String, taken: Set<ResponseID>)) {
            // What was erased keeps its place, also in a backup from before it came.
            taken = backup.taken.union(erased)
        }
    }

    @Test(
        "C5, C6: after any order of erasing, backup, restore, re-feed and import, all that is not erased is there once",
        arguments: 1...12)
    func anyOrder(seed: UInt64) async throws {
        var centre = try await Centre()
        var random = SeededGenerator(seed: seed)
        let lines = try Centre.lines(Self.count)
        var model = Model()
        for step in 0..<40 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2:
                let batch = lines.shuffled(using: &random).prefix(Int.random(in: 1...12, using: &random))
                let verdicts = try await centre.ingest(batch.map(\.bytes)).results
                #expect(verdicts.map(\.status) == batch.map { model.take($0.id) })
            case 3:
                let batch = lines.shuffled(using: &random).prefix(Int.random(in: 1...12, using: &random))
                let verdicts = try await centre.store.importLines(batch.map(\.bytes), nowMS: Centre.now)
                #expect(verdicts.map(\.status) == batch.map { model.take($0.id) })
            case 4...5:
                guard let id = model.taken.sorted(by: { $0.hex < $1.hex }).randomElement(using: &random) else {
                    continue
                }
                let isNew = model.erased.insert(id).inserted
                #expect(try await centre.erase(id) == (isNew ? .erased(copies: 1) : .erasedBefore))
            case 6: model.backups.append((try await centre.backup(), model.taken))
            case 7...8:
                guard let backup = model.backups.randomElement(using: &random) else { continue }
                try centre.store.close()
                _ = try Restore(folder: centre.folder.path).run(backup.file, stamp: "\(step)")
                centre.store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
                model.restore(backup)
            default: try centre.reopen()
            }
            try await check(centre, model)
        }
        // Kiosks send all again that they have.
        _ = try await centre.ingest(lines.map(\.bytes))
        model.taken = Set(lines.map(\.id))
        try await check(centre, model)
        #expect(try await centre.ingest([lines[0].bytes]).durableSeq == Int64(Self.count))
        let record = try unwrap(try await centre.store.kiosks(in: .all).first)
        #expect((record.chainBreaks, record.forks) == (0, 0))
    }

    private func check(_ centre: Centre, _ model: Model) async throws {
        let exported = try await centre.exported()
        #expect(exported.count == model.shown.count, "something is there twice or missing")
        #expect(Set(exported) == model.shown)
        #expect(try await centre.store.storeCounts().ledger == Int64(model.taken.count))
        #expect(try await centre.store.storeCounts().quarantined == [:])
    }
}
