import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// Who gets in with a token, however the line behaves.
@Suite(.timeLimit(.minutes(2)))
struct EnrolmentRaceTests {
    private let collector: LiveCollector

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
    }

    @Test(
        "E1: an enrolment whose answer is lost again and again is one kiosk, by one use of its token",
        arguments: [1, 2, 5])
    func lostAnswers(times: Int) async throws {
        let proxy = try FaultyProxy(to: collector.port)
        let kiosk = try LiveKiosk(at: proxy.url)
        let token = try await collector.enrolToken()
        for n in 0..<times {
            proxy.fail(Wire.Path.enroll, n.isMultiple(of: 2) ? .reset : .cut(after: 40 * n))
            await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        }
        let enrolment = try await kiosk.enrol(token: token)
        #expect(try await collector.fleet().map(\.id) == [enrolment.kioskID])
        try await kiosk.seal(2)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
        let stranger = try LiveKiosk(at: collector.url)
        await #expect(throws: EnrolError.self) { try await stranger.enrolOnly(token: token) }
        #expect(try await collector.fleet().count == 1, "no ghost")
    }

    @Test(
        "E1: of kiosks that race for a token for one, one gets in, and the others are refused and keep what they have")
    func race() async throws {
        let token = try await collector.enrolToken()
        let kiosks = try (0..<4).map { try LiveKiosk(at: collector.url, firstID: 100 * $0) }
        for kiosk in kiosks { try await kiosk.seal(3) }
        let outcomes = await withTaskGroup(of: (Int, Result<Enrolment, any Error>).self) { group in
            for (n, kiosk) in kiosks.enumerated() {
                group.addTask {
                    do { return (n, .success(try await kiosk.enrol(token: token))) } catch {
                        return (n, .failure(error))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        let winners = outcomes.filter { if case .success = $0.value { true } else { false } }
        #expect(winners.count == 1)
        for (n, outcome) in outcomes where winners[n] == nil {
            guard case .failure(EnrolError.refused(.tokenUsed, _)) = outcome else {
                Issue.record("kiosk \(n) ended with \(outcome)")
                continue
            }
            #expect(try kiosks[n].store.folder.enrolment() == nil)
            #expect(try kiosks[n].books.figures == [3, 0, 3, 0, 0])
        }
        #expect(try await collector.fleet().count == 1)
        for (n, kiosk) in kiosks.enumerated() where winners[n] == nil {
            try await kiosk.enrol(token: try await collector.enrolToken())
            #expect(try kiosk.books.figures == [3, 3, 0, 0, 0])
        }
        #expect(try collector.database.ledger().count == 12)
        #expect(try await collector.fleet().map(\.ledger) == [3, 3, 3, 3])
    }

    @Test("E1: a kiosk that waits for approval asks again as the same one, and delivers once a person lets it in")
    func approval() async throws {
        let proxy = try FaultyProxy(to: collector.port)
        let kiosk = try LiveKiosk(at: proxy.url)
        try await kiosk.seal(4)
        let token = try await collector.enrolToken(labels: ["lobby"], approve: true)
        let waiting = await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        let entry = try #require(try await collector.waitingKiosks().first)
        #expect(waiting == .waiting(kioskID: entry.id, retryMS: 60_000))
        kiosk.awaitApproval()
        #expect(await kiosk.sync().error == waiting?.description)
        // Answers to it may be lost as well.
        // The second one meets the try that libcurl makes by itself.
        proxy.fail(Wire.Path.enroll, .reset, .reset)
        #expect(await kiosk.sync().error?.contains("Can't reach the collector") == true)
        proxy.mend()
        #expect(await kiosk.sync().error == waiting?.description)
        #expect(kiosk.status.state == .waiting)
        #expect(try await collector.fleet().isEmpty)
        #expect(try kiosk.books.figures == [4, 0, 4, 0, 0])

        #expect(try await collector.order(.approve, entry.id) == 204)
        #expect(await kiosk.sync() == SyncReport(settled: 4, error: nil))
        #expect(try kiosk.store.folder.enrolment()?.kioskID == entry.id)
        #expect(try kiosk.store.folder.pendingEnrolment() == nil)
        #expect(try await collector.fleet().map(\.labels) == [["lobby"]])
        #expect(try await collector.waitingKiosks().isEmpty)
        #expect(Set(proxy.passages(Wire.Path.enroll).map(\.body).compactMap(Self.enrolmentID)).count == 1)
    }

    @Test("E1: a kiosk that is rejected asks no more, tells staff and keeps what it has")
    func rejection() async throws {
        let kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.seal(2)
        let token = try await collector.enrolToken(approve: true)
        let waiting = await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        kiosk.awaitApproval()
        #expect(await kiosk.sync().error == waiting?.description)
        let entry = try #require(try await collector.waitingKiosks().first)
        #expect(try await collector.order(.reject, entry.id) == 204)
        #expect(try await collector.order(.approve, entry.id) == 409)
        #expect(await kiosk.sync().error?.hasPrefix("Central ops have rejected this kiosk.") == true)
        #expect(kiosk.status.state == .notEnrolled)
        #expect(kiosk.status.alarms.count == 1)
        #expect(try kiosk.store.folder.pendingEnrolment() == nil)
        #expect(
            await kiosk.sync().error == "This kiosk is not enrolled. Enrol it: smilepost-kiosk enroll.",
            "it is asked of nobody any more")
        try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(try kiosk.books.figures == [2, 2, 0, 0, 0])
    }

    private static func enrolmentID(_ body: Data) -> String? {
        (try? JSONDecoder().decode(EnrolRequest.self, from: body))?.enrolmentID
    }
}
