import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

@Suite(.timeLimit(.minutes(2)))
struct IdleTrafficTests {
    @Test func `a check-in of an idle kiosk is under 1 kB on the wire, both ways, headers and bodies`() async throws {
        let scene = try await Scene()
        scene.kiosk.use(scene.enrolment)
        try await scene.kiosk.seal(30)
        for _ in 0..<4 { #expect(await scene.kiosk.sync().error == nil) }
        let checkins = scene.proxy.passages(Wire.Path.checkin)
        let sizes = checkins.map { $0.requestBytes + $0.answerBytes }
        #expect(sizes.count >= 4)
        for size in sizes.suffix(2) { #expect(size < 1_000, "\(sizes)") }
        // What it leaves out is still known.
        let kiosk = try #require(try await scene.collector.fleet().first)
        #expect((kiosk.created, kiosk.ledger, kiosk.difference) == (30, 30, 0))
        #expect(scene.kiosk.status.state == .online)
    }

    @Test func `a kiosk that was idle hears of a new survey and tells of a new answer`() async throws {
        let scene = try await Scene()
        scene.kiosk.use(scene.enrolment)
        for _ in 0..<3 { #expect(await scene.kiosk.sync().error == nil) }
        try await scene.kiosk.seal(1)
        for _ in 0..<2 { #expect(await scene.kiosk.sync().error == nil) }
        #expect(try await scene.collector.fleet().first?.created == 1)
        let restarted = try await scene.collector.restarted { collector in
            // As after a restore: the collector does not know any more what "the same" is.
            try collector.database.forgetReports()
        }
        #expect(await scene.kiosk.sync().error == nil)
        #expect(try await restarted.fleet().map(\.created) == [1])
    }

    @Test func `a backlog goes packed, and is the same when unpacked`() async throws {
        let scene = try await Scene()
        scene.kiosk.use(scene.enrolment)
        #expect(await scene.kiosk.sync().error == nil)
        try await scene.kiosk.seal(100)
        #expect(await scene.kiosk.sync() == SyncReport(settled: 100, error: nil))
        let plain = scene.kiosk.sealed.reduce(0) { $0 + $1.bytes.count + 1 }
        let sent = scene.proxy.passages(Wire.Path.responses).map(\.body.count)
        #expect(sent.count == 1 && sent[0] * 2 < plain, "\(sent) of \(plain)")
        try await scene.expectAllDelivered()
    }

    @Test func `out of service a kiosk keeps what it has, and taken back it delivers`() async throws {
        let scene = try await Scene()
        scene.kiosk.use(scene.enrolment)
        #expect(await scene.kiosk.sync().error == nil)
        #expect(try await scene.collector.setRetired(true, kiosk: scene.enrolment.kioskID) == 204)
        try await scene.kiosk.seal(2)
        let report = await scene.kiosk.sync()
        #expect(report.settled == 0)
        #expect(report.error == "The centre has taken this kiosk out of service. Answers not yet sent are kept.")
        #expect(scene.kiosk.status.state == .retired)
        #expect(try scene.kiosk.store.isRetired())
        #expect(try scene.kiosk.books.figures == [2, 0, 2, 0, 0])
        #expect(try await scene.collector.fleet().map(\.retired) == [true])
        #expect(try await scene.collector.setRetired(false, kiosk: scene.enrolment.kioskID) == 204)
        #expect(await scene.kiosk.sync() == SyncReport(settled: 2, error: nil))
        #expect(try !scene.kiosk.store.isRetired())
        #expect(scene.kiosk.status.state == .online)
        try await scene.expectAllDelivered()
        #expect(try await scene.collector.setRetired(true, kiosk: "k_nobody") == 404)
    }
}
