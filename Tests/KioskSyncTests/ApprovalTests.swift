import Foundation
import KioskStore
import SurveyKit
import Testing
import WireProtocol

@testable import KioskSync

/// A kiosk that is to be let in, and one whose credential is not known: how often they ask.
struct ApprovalTests {
    private static let pending = PendingEnrolment(token: "tok", name: "Exit 1", hostname: "host", kioskID: "k_9")

    private static func waiting() throws -> FakeCollector.Fault {
        let body = try JSONEncoder().encode(EnrolPending(kioskID: "k_9", collectorID: FakeCollector.id))
        return .answer(FakeCollector.response(202, body, headers: ["retry-after": "60"]))
    }

    private func lane() throws -> Lane {
        let lane = try Lane(enrolment: nil)
        try lane.store.folder.savePendingEnrolment(Self.pending)
        lane.engine.lookForApproval()
        return lane
    }

    @Test func `a kiosk that waits asks about once a minute, collects on, and says so`() throws {
        let lane = try lane()
        let waiting = try Self.waiting()
        lane.collector.failing { $0.url.hasSuffix(Wire.Path.enroll) ? waiting : .none }
        try lane.seal(2)
        try lane.run(forMS: 3_600_000)
        let asked = lane.collector.requests(to: Wire.Path.enroll).count
        #expect((45...61).contains(asked))
        #expect(lane.collector.now.requests.count == asked, "nothing else is sent")
        #expect(lane.engine.status.state == .waiting)
        #expect(lane.engine.status.lastError?.contains("smilepost-ops kiosks approve k_9") == true)
        lane.collector.failing { _ in .none }
        try lane.run(forMS: 120_000)
        #expect(lane.engine.status.state == .online)
        #expect(try lane.books.delivered == 2)
        #expect(try lane.store.folder.enrolment() != nil)
        #expect(try lane.store.folder.pendingEnrolment() == nil)
        let after = lane.collector.requests(to: Wire.Path.enroll).count
        try lane.run(forMS: 3_600_000)
        #expect(lane.collector.requests(to: Wire.Path.enroll).count == after)
    }

    @Test func `a line that is cut is waited for ever longer, and does not end the waiting`() throws {
        let lane = try lane()
        lane.collector.failing { _ in .failure(.refused) }
        try lane.run(forMS: 24 * 3_600_000)
        #expect((90...250).contains(lane.collector.requests(to: Wire.Path.enroll).count))
        #expect(try lane.store.folder.pendingEnrolment() == Self.pending)
    }

    @Test(arguments: [Problem.Code.enrolmentRejected, .tokenRevoked, .tokenUnknown])
    func `a refusal for good ends the asking, after a restart too`(code: Problem.Code) throws {
        let lane = try lane()
        lane.collector.failing { _ in .answer(FakeCollector.problem(code, 403)) }
        try lane.run(forMS: 86_400_000)
        #expect(lane.collector.requests(to: Wire.Path.enroll).count == 1)
        #expect(lane.engine.status.state == .notEnrolled)
        #expect(lane.engine.status.alarms.count == 1)
        #expect(try lane.store.folder.pendingEnrolment() == nil)
    }

    @Test func `an unknown credential is asked with rarely, the one before with it each time, and nobody enrols`()
        throws
    {
        let lane = try Lane(enrolment: Lane.enrolment.rotated(to: "fresh"))
        lane.collector.failing { _ in .answer(FakeCollector.problem(.credentialUnknown, 401)) }
        try lane.seal(3)
        try lane.run(forMS: 24 * 3_600_000)
        let requests = lane.collector.now.requests
        // 15 min to 1 h each time, with one credential and at once with the other.
        #expect((48...196).contains(requests.count))
        let credentials = requests.map { $0.headers.first { $0.name == "Authorization" }?.value }
        #expect(credentials.filter { $0 == "Bearer fresh" }.count == requests.count / 2)
        #expect(credentials.filter { $0 == "Bearer secret" }.count == requests.count / 2)
        #expect(lane.collector.requests(to: Wire.Path.enroll).isEmpty)
        #expect(lane.engine.status.state == .refused)
        #expect(try lane.books.pending == 3)

        lane.collector.failing { request in
            request.headers.contains { $0.value == "Bearer secret" }
                ? .none : .answer(FakeCollector.problem(.credentialUnknown, 401))
        }
        try lane.run(forMS: 2 * 3_600_000)
        #expect(try lane.books.delivered == 3)
        #expect(try lane.store.folder.enrolment()?.credential == "secret")
        #expect(try lane.store.folder.enrolment()?.previousCredential == "fresh")
    }

    @Test func `a revoked kiosk does not try its credential before`() throws {
        let lane = try Lane(enrolment: Lane.enrolment.rotated(to: "fresh"))
        lane.collector.failing { _ in .answer(FakeCollector.problem(.credentialRevoked, 401)) }
        try lane.run(forMS: 24 * 3_600_000)
        #expect(!lane.collector.now.requests.contains { $0.headers.contains { $0.value == "Bearer secret" } })
    }

    @Test func `a rotation that fails is not tried at every check-in, and an unknown order is passed over`() throws {
        let lane = try Lane()
        lane.collector.change { state in
            state.nextMS = 60_000
            state.commands = [KioskCommand(id: "c1", .rotateCredential), KioskCommand(id: "c2", op: "dance")]
        }
        try lane.store.folder.saveDeviceKey(Data(repeating: 7, count: 32))
        lane.collector.failing {
            $0.url.hasSuffix(Wire.Path.credential) ? .answer(FakeCollector.problem(.storage, 503)) : .none
        }
        try lane.run(forMS: 3_600_000)
        #expect((5...6).contains(lane.collector.requests(to: Wire.Path.credential).count))
        #expect(lane.collector.requests(to: Wire.Path.checkin).count > 50)
        #expect(lane.engine.status.state == .online)
    }
}
