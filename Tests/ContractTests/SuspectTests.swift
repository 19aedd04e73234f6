import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

@Suite(.timeLimit(.minutes(2)))
struct SuspectTests {
    @Test func `a suspect press arrives with its reason and is left out of the score`() async throws {
        let collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        let kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        let drafts = vote(pauses: [0, 500, 60_000])
        #expect(drafts.map(\.suspect) == [nil, .fast, nil])
        try await kiosk.seal(drafts)
        #expect(await kiosk.sync() == SyncReport(settled: 3, error: nil))
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
        #expect(try await collector.store.responses(in: .all).rows.map(\.suspect) == [nil, .fast, nil])
        var filter = ScoreFilter(days: .ever)
        #expect(try await collector.store.branchScores(filter).map { $0.sli?.n } == [2])
        filter.withSuspect = true
        let all = try await collector.store.branchScores(filter)
        #expect(all.map { $0.sli?.n } == [3])
    }

    /// The interviews of customers who vote so many milliseconds after each other and answer nothing more.
    private func vote(pauses: [Int64]) -> [Draft] {
        var now = systemNow().advanced(by: -pauses.reduce(0, +) - 30_000)
        var interview = Interview(survey: Examples.branchExit, at: now)
        return pauses.enumerated().compactMap { index, pause in
            now = now.advanced(by: pause)
            _ = interview.apply(.answered(.score(5)), at: now, newID: Examples.responseID(index))
            _ = interview.apply(.skipped, at: now, newID: Examples.responseID(index))
            defer { _ = interview.apply(.touched, at: now.advanced(by: 100), newID: Examples.responseID(index)) }
            return interview.draft
        }
    }
}
