import CollectorStore
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

@Suite(.timeLimit(.minutes(2)))
struct EnrolmentTests {
    private let collector: LiveCollector

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
    }

    @Test(arguments: [FaultyProxy.Fault.reset, .cut(after: 0), .cut(after: 300)])
    func `an enrolment whose answer was lost is repeated as the same one`(fault: FaultyProxy.Fault) async throws {
        let proxy = try FaultyProxy(to: collector.port)
        let kiosk = try LiveKiosk(at: proxy.url)
        let token = try await collector.enrolToken()
        proxy.fail(Wire.Path.enroll, fault)
        await #expect {
            _ = try await kiosk.enrol(token: token)
        } throws: { error in
            guard case EnrolError.unreachable(proxy.url, let failure) = error else { return false }
            return failure.kind == .network
                && failure.message.hasSuffix("the connection broke; try again, and check the line if it stays so")
        }
        #expect(try kiosk.store.folder.enrolment() == nil)
        let first = try #require(try await collector.fleet().first)
        let enrolment = try await kiosk.enrol(token: token)
        #expect(enrolment.kioskID == first.id)
        #expect(try await collector.fleet().map(\.id) == [first.id])
        #expect(try kiosk.store.folder.enrolmentAttempt() == nil)
        #expect(proxy.passages(Wire.Path.enroll).count == 2)

        // The credential of the answer that came is the one that counts.
        try await kiosk.seal(2)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
    }

    @Test func `a token for one kiosk lets no second one in, and the first one again`() async throws {
        let token = try await collector.enrolToken()
        let first = try LiveKiosk(at: collector.url)
        let second = try LiveKiosk(at: collector.url)
        let enrolment = try await first.enrol(token: token)
        let refusal = await #expect(throws: EnrolError.self) { try await second.enrol(token: token) }
        #expect(
            refusal?.description
                == "This enrolment token has been used up by other kiosks. "
                + "Make a new one: smilepost-ops enroll-token create.")
        #expect(try second.store.folder.enrolment() == nil)
        #expect(try await first.enrol(token: " \(token)\n").kioskID == enrolment.kioskID)
        #expect(try await second.enrol(token: try await collector.enrolToken()).kioskID != enrolment.kioskID)
        #expect(try await collector.fleet().count == 2)
    }

    @Test func `a token that the collector does not know is refused with what to do`() async throws {
        let kiosk = try LiveKiosk(at: collector.url)
        let refusal = await #expect(throws: EnrolError.self) { try await kiosk.enrol(token: "mistyped") }
        #expect(
            refusal?.description
                == "The collector does not know this enrolment token. Check it for typing errors, or make a new one: "
                + "smilepost-ops enroll-token create.")
    }

    @Test func `a revoked kiosk goes on collecting and delivers after a new enrolment`() async throws {
        let kiosk = try LiveKiosk(at: collector.url)
        let shutOut = try await kiosk.enrol(token: try await collector.enrolToken())
        try await kiosk.seal(3)
        #expect(await kiosk.sync() == SyncReport(settled: 3, error: nil))
        try await collector.store.revokeKiosk(id: shutOut.kioskID, by: .nobody, nowMS: systemNow().wallMS)
        try await kiosk.seal(5)
        let sentence =
            "The collector does not accept this kiosk's credential. Answers are kept. Enrol the kiosk again with a "
            + "new token: smilepost-kiosk enroll."
        #expect(await kiosk.sync() == SyncReport(settled: 0, error: sentence))
        #expect(kiosk.status.state == .refused)
        #expect(kiosk.status.lastError == sentence)
        #expect(try kiosk.books.figures == [8, 3, 5, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.prefix(3).entries)

        let readmitted = try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(readmitted.kioskID != shutOut.kioskID)
        #expect(await kiosk.sync().error == nil)
        #expect(kiosk.status.state == .online)
        #expect(try kiosk.books.figures == [8, 8, 0, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
        let fleet = try await collector.fleet()
        #expect(Set(fleet.filter(\.revoked).map(\.id)) == [shutOut.kioskID])
        #expect(fleet.map(\.difference) == [0, 0], "each line of the fleet list accounts for its own answers")
        #expect(fleet.filter { !$0.revoked }.map(\.ledger) == [8])
    }
}
