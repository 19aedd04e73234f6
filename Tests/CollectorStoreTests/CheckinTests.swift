import CollectorStore
import Crypto
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct CheckinTests {
    @Test func `a check-in is answered with all that a kiosk needs`() async throws {
        let pacing = Pacing(limits: Limits(batchLines: 50), checkinMS: 5_000)
        let centre = try await Centre(pacing: pacing)
        let answer = try await centre.checkIn(Centre.books(created: 0))
        #expect(
            answer
                == CheckinAnswer(
                    durableSeq: 0, gaps: [],
                    assign: Assignment(survey: "branch-exit", version: 3, manifest: 1, number: 1),
                    branch: BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"), limits: pacing.limits,
                    nextMS: 5_000, releaseKey: PublicKey(key: centre.releaseKey.publicKey.rawRepresentation)))
    }

    @Test func `the kiosk's own words are kept, over a restart`() async throws {
        var centre = try await Centre()
        let lines = try Centre.lines(3)
        _ = try await centre.ingest(lines.prefix(2).map(\.bytes))
        _ = try await centre.checkIn(
            Centre.books(created: 3, pending: 1, head: lines[2].sha256), at: Centre.now + 5)
        try centre.reopen()
        let record = try unwrap(try await centre.store.kiosks(in: .all).first)
        let checkin = try unwrap(record.checkin)
        #expect(record.account.difference == 0)
        #expect(checkin.queue.head == lines[2].sha256.hex)
        #expect(checkin.refused == [Refusal(survey: "branch-exit", version: 4, code: "wrong-hash")])
        #expect(checkin.clock == .synchronised)
        #expect(record.lastContactMS == Centre.now + 5)
        #expect(record.app == "1.0.1")
        #expect(
            record.api
                == ApiKiosk(
                    id: centre.kiosk.id, name: "Exit 0", branch: "baku", lastContactMS: Centre.now + 5, created: 3,
                    ledger: 2, pending: 1, dead: 0, lost: 0,
                    survey: SurveyReport(id: "branch-exit", version: 3, sha256: "ab"), refused: checkin.refused,
                    app: "1.0.1", revoked: false))
    }

    @Test func `what a kiosk calls delivered and the ledger lacks shows as a difference and a gap`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest([try Centre.lines(1)[0].bytes])
        let answer = try await centre.checkIn(Centre.books(created: 4))
        #expect(answer.gaps == [[2, 4]])
        #expect(try await centre.store.kiosks(in: .all).map(\.account.difference) == [3])
    }

    @Test func `impossible books are refused`() async throws {
        let centre = try await Centre()
        for books in [
            Centre.books(created: -1), Centre.books(created: .max), Centre.books(created: 0, head: Data([1])),
        ] {
            #expect(await problem { _ = try await centre.checkIn(books) } == .badRequest)
        }
        #expect(try await centre.store.kiosks(in: .all).first?.checkin == nil)
    }
}
