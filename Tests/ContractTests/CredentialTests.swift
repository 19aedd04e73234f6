import CollectorStore
import Crypto
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// Credentials that change, end, or are forgotten by a collector that was restored.
@Suite(.timeLimit(.minutes(2)))
struct CredentialTests {
    private let collector: LiveCollector
    private let proxy: FaultyProxy
    private let kiosk: LiveKiosk
    private let enrolment: Enrolment

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        proxy = try FaultyProxy(to: collector.port)
        kiosk = try LiveKiosk(at: proxy.url)
        enrolment = try await kiosk.enrol(token: try await collector.enrolToken())
    }

    private var held: Enrolment {
        get throws { try #require(try kiosk.store.folder.enrolment()) }
    }

    /// Everything sealed so far has arrived, once.
    private func expectWhole(at collector: LiveCollector) async throws {
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try kiosk.books.pending == 0)
        #expect(kiosk.status.state == .online)
    }

    @Test("E3: an ordered rotation gives a fresh credential, kept before it is used, and ends the one before")
    func rotation() async throws {
        #expect(try await collector.order(.rotate, enrolment.kioskID) == 200)
        #expect(await kiosk.sync().error == nil)
        let fresh = try held
        #expect(fresh.kioskID == enrolment.kioskID)
        #expect(fresh.credential != enrolment.credential)
        #expect(fresh.previousCredential == enrolment.credential)
        #expect(try await collector.fleet().map(\.rotating) == [nil])
        #expect(try await collector.accepts(fresh.credential))
        #expect(try await !collector.accepts(enrolment.credential))
        try await kiosk.seal(3)
        #expect(await kiosk.sync() == SyncReport(settled: 3, error: nil))
        #expect(try held == fresh, "one order, one rotation")
        try await expectWhole(at: collector)
    }

    @Test(
        "E3: a rotation whose answer is lost leaves the kiosk a credential that works, and is done at last",
        arguments: [[FaultyProxy.Fault.reset], [.cut(after: 0), .cut(after: 200)], [.drop, .reset, .cut(after: 300)]])
    func lostRotation(faults: [FaultyProxy.Fault]) async throws {
        #expect(try await collector.order(.rotate, enrolment.kioskID) == 200)
        for fault in faults {
            // The second one meets the try that libcurl makes by itself.
            proxy.fail(Wire.Path.credential, fault, fault)
            try await kiosk.seal(1)
            _ = await kiosk.sync()
            proxy.mend()
            #expect(try held.kioskID == enrolment.kioskID)
        }
        for _ in 0..<2 { #expect(await kiosk.sync().error == nil) }
        #expect(try held.credential != enrolment.credential)
        #expect(try await collector.fleet().map(\.rotating) == [nil])
        try await expectWhole(at: collector)
    }

    @Test(
        "E3: a fresh credential whose first use is lost on the way is used on",
        arguments: [FaultyProxy.Fault.drop, .reset])
    func lostConfirmation(fault: FaultyProxy.Fault) async throws {
        #expect(try await collector.order(.rotate, enrolment.kioskID) == 200)
        try await kiosk.seal(2)
        // The check-in that brings the order passes; the one after the rotation does not.
        proxy.fail(Wire.Path.checkin, .none, fault, fault)
        _ = await kiosk.sync()
        #expect(try held.credential != enrolment.credential)
        proxy.mend()
        #expect(await kiosk.sync().error == nil)
        try await kiosk.seal(2)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
        try await expectWhole(at: collector)
    }

    @Test("E3: a collector restored to before the rotation knows the kiosk by the credential before")
    func restoredToBeforeRotation() async throws {
        try await kiosk.seal(2)
        #expect(await kiosk.sync().error == nil)
        let backup = try await collector.backup()
        #expect(try await collector.order(.rotate, enrolment.kioskID) == 200)
        try await kiosk.seal(2)
        #expect(await kiosk.sync().error == nil)
        let rotated = try held
        #expect(try await collector.accepts(rotated.credential))

        let restored = try await collector.restarted {
            try $0.restore(backup)
        }
        #expect(try await !restored.accepts(rotated.credential))
        try await kiosk.seal(1)
        for _ in 0..<2 { #expect(await kiosk.sync().error == nil) }
        #expect(try held.credential == enrolment.credential)
        #expect(try held.previousCredential == rotated.credential)
        #expect(try await restored.fleet().map(\.id) == [enrolment.kioskID], "nobody enrolled anew")
        try await expectWhole(at: restored)
        // And it goes on from there.
        #expect(try await restored.order(.rotate, enrolment.kioskID) == 200)
        #expect(await kiosk.sync().error == nil)
        #expect(try ![enrolment.credential, rotated.credential].contains(held.credential))
        try await expectWhole(at: restored)
    }

    @Test("E3: a revoked kiosk collects on, never enrols by itself, and delivers everything with a new token")
    func revocation() async throws {
        try await kiosk.seal(2)
        #expect(await kiosk.sync().error == nil)
        #expect(try await collector.revoke(enrolment.kioskID) == 204)
        try await kiosk.seal(3)
        for _ in 0..<3 {
            #expect(await kiosk.sync().error == Reply.unauthorised(.credentialRevoked).trouble)
        }
        #expect(kiosk.status.state == .refused)
        #expect(try kiosk.books.figures == [5, 2, 3, 0, 0])
        #expect(proxy.passages(Wire.Path.enroll).count == 1, "that of the beginning")
        #expect(proxy.passages(Wire.Path.credential).isEmpty)
        let key = try kiosk.store.folder.deviceKey()

        let readmitted = try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(readmitted.kioskID != enrolment.kioskID)
        #expect(readmitted.previousCredential == nil)
        #expect(try kiosk.store.folder.deviceKey() == key)
        #expect(try kiosk.books.figures == [5, 5, 0, 0, 0])
        #expect(try await collector.fleet().map(\.cloneSuspected) == [nil, nil])
        try await expectWhole(at: collector)
    }

    @Test("E3: a fresh credential is given to the device key only")
    func foreignKey() async throws {
        let wish = CredentialRequest(kioskID: enrolment.kioskID, command: nil, wallMS: 1)
        let body = try JSONEncoder().encode(wish)
        let stranger = Publisher().key
        let answer = try await collector.ask(
            Wire.Path.credential, body, credential: enrolment.credential,
            signature: try stranger.signature(for: body).base64EncodedString())
        #expect(answer.status == 400)
        #expect(Reply.problem(in: answer)?.code == .badSignature)
        #expect(try await collector.accepts(enrolment.credential))
    }
}

extension LiveCollector {
    /// What a kiosk's request is answered.
    func ask(
        _ path: String, _ body: Data, credential: String, signature: String? = nil
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(
            method: body.isEmpty ? .get : .post, url: url + path,
            headers: [
                ("Authorization", "Bearer \(credential)"), (Wire.Header.proto, "1"),
                ("Content-Type", Wire.MediaType.json),
            ], body: body)
        if let signature { request.headers.append((Wire.Header.signature, signature)) }
        return try await onThread { [api, request] in try api.send(request) }
    }

    /// Whether a credential is good.
    func accepts(_ credential: String) async throws -> Bool {
        try await ask(Wire.Path.manifest, Data(), credential: credential).status == 200
    }
}
