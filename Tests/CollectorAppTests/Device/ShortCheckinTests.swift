import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Check-ins that repeat nothing, and kiosks out of service.
@Suite struct ShortCheckinTests {
    private static func report(created: Int64 = 0) throws -> Data {
        try JSONEncoder().encode(
            CheckinRequest(
                app: "1.0.0",
                queue: QueueReport(
                    created: created, delivered: created, pending: 0, dead: 0, lost: 0,
                    head: String(repeating: "a", count: 64), oldestPendingMS: nil),
                survey: nil, manifest: 0, clock: .synchronised, refused: []))
    }

    private static func short(_ report: Data) throws -> Data {
        try JSONEncoder().encode(UnchangedReport(same: UnchangedReport.tag(of: report)))
    }

    private func checkIn(
        _ client: some TestClientProtocol, _ credential: String, _ body: Data, known: String? = nil
    ) async throws -> TestResponse {
        var headers = DeviceCentre.headers(credential: credential, type: Wire.MediaType.json)
        if let known { headers[.ifNoneMatch] = known }
        return try await client.execute(
            uri: Wire.Path.checkin, method: .post, headers: headers, body: ByteBuffer(bytes: body))
    }

    @Test func `what the kiosk has already is not said again`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            let report = try Self.report()
            let first = try await checkIn(client, credential, report)
            #expect(first.status == .ok)
            let tag = try #require(first.headers[.eTag])
            let second = try await checkIn(client, credential, try Self.short(report), known: tag)
            #expect(second.status == .notModified && second.body.readableBytes == 0)
            #expect(second.headers[.eTag] == tag)
            #expect(second.headers.value(Wire.Header.epoch) == centre.store.identity.epoch)
            // Also to one that sends its report whole, and not to one that knows another answer or none.
            #expect(try await checkIn(client, credential, report, known: tag).status == .notModified)
            #expect(try await checkIn(client, credential, report, known: "\"0\"").status == .ok)
            #expect(try await checkIn(client, credential, try Self.short(report)).status == .ok)
            _ = try await centre.publish()
            let third = try await checkIn(client, credential, try Self.short(report), known: tag)
            #expect(third.status == .ok && third.headers[.eTag] != tag)
            #expect(try third.decoded(CheckinAnswer.self).assign?.survey == "branch-exit")
        }
        #expect(try await centre.store.kiosks(in: .all).first?.checkin?.queue.created == 0)
    }

    @Test func `an unchanged report that is not the last one, or of another queue, is asked for`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            let reports = [try Self.report(), try Self.report(created: 4)]
            let never = try await checkIn(client, credential, try Self.short(reports[0]))
            #expect(never.status.code == 428 && never.problem?.code == .reportNeeded)
            for report in reports { #expect(try await checkIn(client, credential, report).status == .ok) }
            let stale = try await checkIn(client, credential, try Self.short(reports[0]))
            #expect(stale.problem?.code == .reportNeeded)
            #expect(try await checkIn(client, credential, try Self.short(reports[1])).status == .ok)
            var headers = DeviceCentre.headers(credential: credential, type: Wire.MediaType.json)
            headers.set(Wire.Header.queue, Examples.queueID(5).hex)
            let other = try await client.execute(
                uri: Wire.Path.checkin, method: .post, headers: headers,
                body: ByteBuffer(bytes: try Self.short(reports[1])))
            #expect(other.problem?.code == .reportNeeded)
        }
        let books = try #require(try await centre.store.kiosks(in: .all).first?.books)
        #expect(books.map(\.created) == [4])
    }

    @Test func `a retired kiosk is told so at every address, and taken back it goes on`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let enrolled = try await centre.enrol(client)
            let credential = enrolled.credential
            try await centre.store.setRetired(true, kiosk: enrolled.kioskID, by: .nobody, nowMS: DeviceCentre.now)
            for body in [try Self.report(), Data("{}".utf8)] {
                let answer = try await checkIn(client, credential, body)
                #expect(answer.status == .gone && answer.problem?.code == .kioskRetired)
            }
            let line = try DeviceCentre.lines(1)[0].bytes
            let batch = try await client.execute(
                uri: Wire.Path.responses, method: .post,
                headers: DeviceCentre.headers(credential: credential, type: Wire.MediaType.ndjson),
                body: ByteBuffer(bytes: line))
            #expect(batch.problem?.code == .kioskRetired)
            #expect(try await centre.store.kiosks(in: .all).first?.isInUse == false)
            try await centre.store.setRetired(false, kiosk: enrolled.kioskID, by: .nobody, nowMS: DeviceCentre.now)
            #expect(try await checkIn(client, credential, try Self.report()).status == .ok)
        }
        await #expect(throws: Problem.self) {
            try await centre.store.setRetired(true, kiosk: "k_9", by: .nobody, nowMS: 1)
        }
    }

    @Test func `another protocol version gets the ones spoken here`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            var headers = DeviceCentre.headers()
            headers.set(Wire.Header.proto, "2")
            let answer = try await client.execute(uri: Wire.Path.checkin, method: .post, headers: headers)
            #expect(answer.status.code == 426 && answer.problem?.code == .protocolVersion)
            #expect(answer.headers.value(Wire.Header.proto) == "1")
            #expect(answer.headers[.upgrade] == "smilepost/1")
        }
    }
}
