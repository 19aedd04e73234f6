import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// A state folder whose database gets damaged, and what was in it before.
struct DamageBench {
    let folder: TemporaryFolder
    let queue: QueueID
    /// Every line ever sealed, by its number.
    let sealed: [Int64: SealedLine]
    let delivered: Set<Int64>
    let dead: Set<Int64>
    let pending: Set<Int64>

    /// 60 lines: 12 delivered and forgotten, 8 delivered and kept, 3 dead, the rest pending; and one draft.
    ///
    /// - Parameter closing: False leaves everything in the WAL, as a kill does.
    init(closing: Bool = true) throws {
        let bench = try Bench()
        let lines = try bench.seal(0..<60)
        try bench.deliver(Array(lines[0..<12]), at: 1_000)
        try bench.deliver(Array(lines[14..<22]), at: 3_000)
        try bench.store.settle(
            [12, 13, 40].map { .dead(lines[$0].id, reason: "conflict") }, nowMS: bench.now)
        try bench.store.purgeDelivered(before: 2_000, keeping: 0)
        try bench.store.stage(
            surveyID: "branch-exit", version: 3, sha256: SealedLine.hash(of: Data("survey".utf8)).hex,
            bytes: Data("survey".utf8))
        try bench.store.setReleaseKey(Data(repeating: 7, count: 32))
        try bench.store.saveDraft(Examples.draft(id: Examples.responseID(900)))
        queue = try bench.store.identity().queueID
        sealed = Dictionary(uniqueKeysWithValues: lines.map { ($0.seq, $0) })
        delivered = Set((1...12).map { Int64($0) } + (15...22).map { Int64($0) })
        dead = [13, 14, 41]
        pending = Set((1...60).map { Int64($0) }).subtracting(delivered).subtracting(dead)
        folder = try TemporaryFolder()
        if closing { bench.store.close() }
        try FileManager.default.createDirectory(atPath: folder.file("state"), withIntermediateDirectories: true)
        for name in ["kiosk.sqlite", "kiosk.sqlite-wal", "high-water"]
        where FileManager.default.fileExists(atPath: bench.state + "/" + name) {
            try FileManager.default.copyItem(atPath: bench.state + "/" + name, toPath: folder.file("state/" + name))
        }
        bench.store.close()
    }

    private init(_ other: DamageBench) throws {
        (queue, sealed, delivered) = (other.queue, other.sealed, other.delivered)
        (dead, pending) = (other.dead, other.pending)
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: other.state, toPath: folder.file("state"))
    }

    func copy() throws -> DamageBench { try DamageBench(self) }

    var state: String { folder.file("state") }
    var database: URL { URL(fileURLWithPath: state + "/kiosk.sqlite") }
    var wal: URL { URL(fileURLWithPath: state + "/kiosk.sqlite-wal") }

    func damage(_ change: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: database)
        change(&bytes)
        try bytes.write(to: database)
    }

    /// Zeroes every page that holds the bytes of a line.
    func zeroPages(of line: SealedLine) throws {
        try damage { bytes in
            for place in bytes.ranges(of: line.bytes) {
                let page = place.lowerBound / 4_096
                bytes.replaceSubrange(page * 4_096..<(page + 1) * 4_096, with: Data(count: 4_096))
            }
        }
    }

    /// Starts as the kiosk does, touches everything, and starts again where that finds a damage.
    func start() throws -> Standing { try Standing(state: state) }
}

/// A queue after a start, seen number by number.
struct Standing {
    let store: KioskStore
    let starts: Int
    let books: Accounting
    let pending: [Int64: SealedLine]
    let dead: Set<Int64>
    let lost: SequenceSet

    static let now: Int64 = 1_760_000_200_000

    init(state: String) throws {
        let (store, starts) = try Self.begin(state)
        self.store = store
        self.starts = starts
        books = try store.accounting(nowMS: Self.now)
        pending = Dictionary(uniqueKeysWithValues: try Self.pending(store).map { ($0.seq, $0) })
        dead = Set(try store.deadLetters().map(\.seq))
        lost = try store.read { db in
            SequenceSet(
                try Row.fetchAll(db, sql: "SELECT * FROM loss").map {
                    ($0["first_seq"] as Int64)...($0["last_seq"] as Int64)
                })
        }
    }

    private static func begin(_ state: String) throws -> (KioskStore, starts: Int) {
        for start in 1...3 {
            let store = try KioskStore(stateFolder: state, mendingAtMS: now)
            do {
                try touch(store, draft: 900 + start)
                return (store, start)
            } catch let error as StoreError where error == .corrupt(path: store.path) {
                store.close()
            }
        }
        throw CancellationError()
    }

    /// Everything a running kiosk would come by.
    private static func touch(_ store: KioskStore, draft: Int) throws {
        _ = try pending(store)
        _ = try store.sealDraft()
        try store.saveDraft(Examples.draft(id: Examples.responseID(draft)))
        try store.sealDraft()
        _ = try store.activeSurvey()
        _ = try store.stagedSurvey()
        _ = try store.releaseKey()
        try store.purgeDelivered(before: 2_000, keeping: 0)
        try store.check()
    }

    private static func pending(_ store: KioskStore) throws -> [SealedLine] {
        try store.pending(maxLines: 1_000, maxBytes: .max).lines
    }

    /// What must hold whatever was damaged: the queue is the same, the books balance, no number was given twice, each line
    /// that is there is the one that was sealed, and nothing passes for delivered that was not.
    func verify(against before: DamageBench, _ what: Comment) throws {
        #expect(books.isBalanced, what)
        #expect(try store.identity().queueID == before.queue, what)
        #expect(books.created >= Int64(before.sealed.count) + 1, what)
        for (seq, line) in before.sealed {
            if let found = pending[seq] { #expect(found == line, what) }
            let isUndelivered = pending[seq] != nil || dead.contains(seq) || lost.contains(seq)
            #expect(isUndelivered || before.delivered.contains(seq), "line \(seq): \(what)")
        }
        for (seq, line) in pending where seq > Int64(before.sealed.count) {
            #expect(line.isIntact && !before.sealed.values.contains { $0.id == line.id }, what)
        }
        #expect(books.delivered <= Int64(before.delivered.count), what)
    }
}
