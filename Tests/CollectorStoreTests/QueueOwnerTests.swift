import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct QueueOwnerTests {
    private static let fresh = Examples.queueID(9)

    private func ingest(_ centre: Centre, _ lines: [SealedLine], queue: QueueID, as kiosk: Kiosk? = nil) async throws
        -> IngestAnswer
    {
        try await centre.store.ingest(
            lines: lines.map(\.bytes), kiosk: kiosk ?? centre.kiosk, queue: queue, sent: nil, nowMS: Centre.now)
    }

    private static func freshLines(_ count: Int) throws -> [SealedLine] {
        try Centre.chain((0..<count).map { Examples.draft(id: Examples.responseID(500 + $0)) }, fresh)
    }

    @Test(arguments: [true, false])
    func `a kiosk that lost its database goes on under a new queue, and the books of both are kept`(
        checksInFirst: Bool
    ) async throws {
        var centre = try await Centre()
        _ = try await ingest(centre, try Centre.lines(2), queue: Centre.queue)
        // Of five lines made, two came, two wait on the disk that broke, and one is lost.
        _ = try await centre.checkIn(Centre.books(created: 5, pending: 2))
        let lines = try Self.freshLines(3)
        let books = Centre.books(created: 3, head: lines[2].sha256)
        if checksInFirst {
            _ = try await centre.store.checkIn(centre.kiosk, queue: Self.fresh, books, nowMS: Centre.now)
            centre.kiosk = try unwrap(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
            #expect(centre.kiosk.queue == Self.fresh)
        }
        let answer = try await ingest(centre, lines, queue: Self.fresh)
        #expect(answer.results.map(\.status) == [.accepted, .accepted, .accepted])
        #expect(answer.durableSeq == 3)
        let told = try await centre.store.checkIn(centre.kiosk, queue: Self.fresh, books, nowMS: Centre.now)
        #expect(told.durableSeq == 3)
        try centre.reopen()
        let record = try unwrap(try await centre.store.kiosks(in: .all).first)
        #expect(try await centre.store.kiosk(id: record.id, in: .all) == record)
        #expect(record.queue == Self.fresh)
        #expect(record.books.map(\.queue) == [Centre.queue, Self.fresh])
        #expect(record.books.map(\.account.difference) == [1, 0])
        #expect((record.account.made, record.account.here, record.account.waiting) == (8, 5, 2))
        #expect((record.api.created, record.api.ledger, record.api.pending) == (8, 5, 2))
        #expect(try await centre.exported().count == 5)
    }

    @Test func `the lines of a replaced database still come, by the network or on a stick`() async throws {
        let centre = try await Centre()
        let old = try Centre.lines(2)
        _ = try await centre.store.checkIn(
            centre.kiosk, queue: Self.fresh, Centre.books(created: 0), nowMS: Centre.now)
        let kiosk = try unwrap(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
        #expect(try await ingest(centre, [old[0]], queue: Centre.queue, as: kiosk).results[0].status == .accepted)
        let imported = try await centre.store.importLines([old[1].bytes], nowMS: Centre.now)
        #expect(imported.map(\.status) == [.accepted])
        #expect(try await centre.store.responses(in: .all).rows.map(\.kiosk) == [kiosk.id, kiosk.id])
    }

    @Test func `another kiosk's queue is refused at check-in, and its books stay as they were`() async throws {
        let centre = try await Centre()
        let thief = try await Centre.enrol(in: centre.store, number: 1, queue: Self.fresh)
        _ = try await centre.checkIn(Centre.books(created: 3, pending: 3))
        let before = try await centre.store.kiosks(in: .all).filter { $0.id != thief.id }
        let books = try await centre.store.kiosks(in: .all).map(\.books)
        let refusal = await problem {
            let books = Centre.books(
                created: 9, dead: 2, declared: [DeclaredRange(first: 1, last: 2, reason: "dead", sha256: nil)])
            _ = try await centre.store.checkIn(thief, queue: Centre.queue, books, nowMS: Centre.now)
        }
        #expect(refusal == .forbidden)
        #expect(try await centre.store.kiosks(in: .all).filter { $0.id != thief.id } == before)
        #expect(try await centre.store.kiosks(in: .all).map(\.books) == books)
        #expect(try await centre.store.kiosk(id: thief.id, in: .all)?.checkin == nil)
        #expect(try await centre.store.kiosk(id: thief.id, in: .all)?.cloneSigns == ["foreign-queue"])
        #expect(try await centre.checkIn(Centre.books(created: 3, pending: 1)).gaps == [[1, 2]])
    }

    @Test func `lines of another kiosk's queue move neither its numbers nor its chain`() async throws {
        let centre = try await Centre()
        let thief = try await Centre.enrol(in: centre.store, number: 1, queue: Self.fresh)
        let lines = try Centre.lines(3)
        let forged = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(900)), queue: Centre.queue, seq: 2,
            prev: lines[2].sha256)
        let outline = Data(#"{"id":"00000000000000000000000000000001","q":"\#(Centre.queue.hex)","seq":1}"#.utf8)
        _ = try await ingest(centre, [lines[0]], queue: Centre.queue)
        for queue in [Centre.queue, Self.fresh] {
            let answer = try await centre.store.ingest(
                lines: [forged.bytes, lines[2].bytes, lines[0].bytes, outline], kiosk: thief, queue: queue, sent: nil,
                nowMS: Centre.now)
            #expect(answer.results.map(\.status) == Array(repeating: .quarantined, count: 4))
            #expect(answer.results.map(\.code) == Array(repeating: "wrong-queue", count: 4))
            #expect(answer.durableSeq == 0)
        }
        let answer = try await ingest(centre, Array(lines[1...]), queue: Centre.queue)
        #expect(answer.results.map(\.status) == [.accepted, .accepted])
        #expect(answer.durableSeq == 3)
        let record = try unwrap(try await centre.store.kiosk(id: centre.kiosk.id, in: .all))
        #expect((record.stored, record.chainBreaks, record.forks) == (3, 0, 0))
        #expect(try await centre.store.kiosk(id: thief.id, in: .all)?.stored == 0)
        #expect(try await centre.exported().count == 3)
    }

    @Test func `losses add up and a surplus hides none`() {
        let loss = KioskAccount(created: 10, ledger: 6, pending: 1, dead: 1, lost: 0)
        let surplus = KioskAccount(created: 4, ledger: 9, pending: 2, dead: 0, lost: 0)
        #expect(loss.difference == 2)
        #expect(surplus.difference == 0)
        #expect((loss + surplus).difference == 2)
    }
}
