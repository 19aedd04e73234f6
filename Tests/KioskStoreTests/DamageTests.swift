import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Row K6 of the fault table: what a failing card does to the database.
struct DamageTests {
    @Test("K6: a flipped bit in a stored line quarantines that line and delivers the others")
    func flippedBitInALine() throws {
        let bench = try DamageBench()
        let line = try #require(bench.sealed[30])
        try bench.damage { bytes in
            for place in bytes.ranges(of: line.bytes) { bytes[place.lowerBound + 20] ^= 0x10 }
        }
        let after = try bench.start()
        try after.verify(against: bench, "one bit")
        #expect(after.starts == 1)
        #expect(try after.store.deadLetters().first { $0.seq == 30 }?.reason == "corrupt")
        #expect(Set(after.pending.keys).isSuperset(of: bench.pending.subtracting([30])))
    }

    @Test("K6: a page zeroed, at every page, costs at most what was on it, and never a crash loop")
    func zeroedPages() throws {
        let bench = try DamageBench()
        let pages = try Data(contentsOf: bench.database).count / 4_096
        #expect(pages > 20)
        for page in 0..<pages {
            let copy = try bench.copy()
            try copy.damage { $0.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: Data(count: 4_096)) }
            let after = try copy.start()
            try after.verify(against: bench, "page \(page + 1)")
            #expect(after.starts <= 2, "page \(page + 1)")
            let missing = bench.pending.subtracting(after.pending.keys)
            #expect(missing.count <= 9, "page \(page + 1) cost \(missing.sorted())")
            #expect(after.store.folder.quarantined().count <= 1)
            after.store.close()
        }
    }

    @Test("K6: the WAL truncated at every length loses no number, and says what it lost")
    func truncatedWAL() throws {
        let bench = try DamageBench(closing: false)
        let size = try Data(contentsOf: bench.wal).count
        #expect(size > 100_000)
        for length in stride(from: 0, to: size, by: max(1, size / 160 | 1)) {
            let copy = try bench.copy()
            try Data(contentsOf: bench.wal).prefix(length).write(to: copy.wal)
            let after = try copy.start()
            #expect(after.books.isBalanced && after.starts == 1)
            #expect(after.books.created >= 61)
            for (seq, line) in bench.sealed {
                if let found = after.pending[seq] { #expect(found == line) }
                #expect(after.pending[seq] != nil || bench.pending.contains(seq) == false || after.lost.contains(seq))
            }
            #expect(after.pending.keys.filter { $0 > 60 }.allSatisfy { bench.sealed[$0] == nil })
            after.store.close()
        }
    }

    @Test("K6: flipped bits anywhere are survived, and no altered line is ever sent", arguments: 0..<40)
    func flippedBits(seed: UInt64) throws {
        let bench = try DamageBench()
        var random = SeededGenerator(seed: seed &+ 6_000)
        try bench.damage { bytes in
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        let after = try bench.start()
        #expect(after.starts <= 2)
        for (seq, line) in after.pending where seq <= 60 { #expect(line == bench.sealed[seq]) }
    }

    @Test("K6: a file that is no database any more is put aside whole, and the queue goes on above its highest number")
    func garbage() throws {
        let bench = try DamageBench()
        let garbage = Data(repeating: 0x55, count: 40_000)
        try garbage.write(to: bench.database)
        let after = try bench.start()
        try after.verify(against: bench, "garbage")
        #expect(after.books.lost == 61)
        #expect(after.pending.keys.min() == 62)
        let name = try #require(after.store.folder.quarantined().first)
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.state + "/" + name)) == garbage)
        let report = try #require(try after.store.salvageReport())
        #expect(report == SalvageReport(atMS: Standing.now, aside: name, lines: 0, lost: 61, isAnew: true))
    }

    @Test("K6: a salvage keeps surveys, keys and the delivered count, and the chain closes over what is lost")
    func whatASalvageKeeps() throws {
        let bench = try DamageBench()
        let line = try #require(bench.sealed[35])
        try bench.zeroPages(of: line)
        let after = try bench.start()
        #expect(after.books.delivered == 20)
        #expect(try after.store.stagedSurvey()?.bytes == Data("survey".utf8))
        #expect(try after.store.releaseKey() == Data(repeating: 7, count: 32))
        let ends = after.lost.ranges.map(\.upperBound)
        #expect(ends.contains { bench.sealed[$0] != nil })
        let hashes = try after.store.read { db in
            try Data?.fetchAll(db, sql: "SELECT sha256 FROM loss ORDER BY first_seq")
        }
        #expect(hashes == ends.map { bench.sealed[$0]?.sha256 })
    }

    @Test("K6: a dead letter that can't be read any more counts as lost, never as delivered")
    func deadLetterDestroyed() throws {
        let bench = try DamageBench()
        let line = try #require(bench.sealed[13])
        try bench.zeroPages(of: line)
        let after = try bench.start()
        try after.verify(against: bench, "a dead letter")
        #expect(after.lost.contains(13) && !after.dead.contains(13))
    }

    @Test("K6: a mend that was stopped at any step is taken up at the next start", arguments: 0...4)
    func interruptedMend(step: Int) throws {
        let bench = try DamageBench(closing: false)
        let folder = StateFolder(bench.state)
        let quarantine = try Quarantine.begin(in: folder, nowMS: 5)
        if step >= 1 { try folder.move("kiosk.sqlite", to: quarantine.name + ".sqlite") }
        if step >= 2 { try folder.move("kiosk.sqlite-wal", to: quarantine.name + ".sqlite-wal") }
        if step == 3 { try Data("half a database".utf8).write(to: URL(fileURLWithPath: quarantine.buildPath)) }
        if step == 4 {
            _ = try Salvage.build(quarantine, maximumBytes: Schema.defaultMaximumBytes, nowMS: 5, isAnew: false)
            try quarantine.install()
        }
        let after = try bench.start()
        try after.verify(against: bench, "step \(step)")
        #expect(Set(after.pending.keys).isSuperset(of: bench.pending))
        #expect(after.books.delivered == 20 && after.books.lost == 0)
        #expect(try Quarantine.interrupted(in: folder) == nil)
        #expect(after.store.folder.quarantined().count == 1)
    }

    @Test("K6: a table whose definition was altered is salvaged, though SQLite reads it without a word")
    func altered() throws {
        let bench = try DamageBench()
        try bench.damage { bytes in
            guard let place = bytes.range(of: Data("attempts INTEGER NOT NULL DEFAULT 0".utf8)) else { return }
            bytes[place.upperBound - 1] = UInt8(ascii: "7")
        }
        let standing = try bench.start()
        #expect(standing.store.folder.quarantined().count == 1)
        #expect(bench.pending.isSubset(of: standing.pending.keys))
        #expect(standing.books.isBalanced)
    }

    @Test func `tables that were being changed at a stop are no damage, and are marked at the next start`() throws {
        let bench = try DamageBench()
        try DatabaseQueue(path: bench.database.path).inDatabase { try $0.execute(sql: "PRAGMA application_id = 0") }
        let standing = try bench.start()
        #expect(standing.store.folder.quarantined() == [])
        #expect(try standing.store.pragma("application_id") != "0")
    }

    @Test func `a draft that can't be read becomes a dead letter, and the next customer is served`() throws {
        let bench = try Bench()
        try bench.seal(1)
        try bench.store.saveDraft(Examples.draft(id: Examples.responseID(2)))
        try bench.store.execute("UPDATE draft SET state = CAST('{\"id\":' AS BLOB)")
        try bench.store.saveDraft(Examples.draft(id: Examples.responseID(3)))
        let line = try #require(try bench.store.sealDraft())
        let dead = try #require(try bench.store.deadLetters().first)
        #expect((dead.seq, dead.reason, line.seq) == (2, "corrupt", 3))
        let prev = try JSONDecoder().decode(ResponseLine.self, from: line.bytes).prev
        #expect(prev == SealedLine.hash(of: Data(#"{"id":"#.utf8)).hex)
        #expect(try bench.books().isBalanced)
    }

    @Test func `whoever only looks leaves a damaged database as it is`() throws {
        let bench = try DamageBench()
        let garbage = Data(repeating: 0x55, count: 40_000)
        try garbage.write(to: bench.database)
        #expect(throws: StoreError.corrupt(path: bench.database.path)) { try KioskStore(stateFolder: bench.state) }
        #expect(try Data(contentsOf: bench.database) == garbage)
        #expect(StateFolder(bench.state).quarantined() == [])
    }

    @Test func `the note beside the database is 64 bytes, checked, and moves with every seal`() throws {
        let bench = try Bench()
        let line = try #require(try bench.seal(1))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.state + "/high-water"))
        #expect(bytes.count == 64)
        let queue = try bench.store.identity().queueID
        #expect(HighWater(bytes: bytes) == HighWater(queueID: queue, seq: 1, head: line.sha256))
        for bit in 0..<512 {
            var altered = bytes
            altered[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(HighWater(bytes: altered) == nil)
        }
    }
}
