import CollectorStore
import Crypto
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

@Suite struct DeviceRoutesTests {
    @Test(arguments: [TestingSetup.router, .live])
    func `a kiosk enrols, sends what it holds and checks in`(setup: TestingSetup) async throws {
        let centre = try await DeviceCentre()
        let blob = try await centre.publish()
        let lines = try DeviceCentre.lines(3)
        try await centre.application.test(setup) { client in
            let enrolled = try await centre.enrol(client)
            #expect(enrolled.branch == BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
            #expect(enrolled.collectorID == centre.store.identity.id)

            let batch = Data(lines.map { $0.bytes + Data("\n".utf8) }.joined())
            let answer = try await client.execute(
                uri: Wire.Path.responses, method: .post,
                headers: DeviceCentre.headers(credential: enrolled.credential, type: Wire.MediaType.ndjson),
                body: ByteBuffer(bytes: batch))
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == Wire.MediaType.results)
            #expect(answer.headers.value(Wire.Header.queue) == DeviceCentre.queue.hex)
            let verdicts = try answer.decoded(IngestAnswer.self)
            #expect(verdicts.results.map(\.status) == [.accepted, .accepted, .accepted])
            #expect(verdicts.results.map(\.sha256) == lines.map(\.sha256.hex))

            let books = CheckinRequest(
                app: "1.0.0",
                queue: QueueReport(
                    created: 3, delivered: 3, pending: 0, dead: 0, lost: 0, head: lines[2].sha256.hex,
                    oldestPendingMS: nil),
                survey: nil, manifest: 0, clock: .synchronised, refused: [])
            let checkin = try await client.execute(
                uri: Wire.Path.checkin, method: .post,
                headers: DeviceCentre.headers(credential: enrolled.credential, type: Wire.MediaType.json),
                body: ByteBuffer(bytes: try JSONEncoder().encode(books)))
            let wanted = try checkin.decoded(CheckinAnswer.self)
            #expect(wanted.durableSeq == 3)
            #expect(wanted.assign == Assignment(survey: "branch-exit", version: 3, manifest: 1, number: 1))

            let hex = SealedLine.hash(of: blob).hex
            let survey = try await client.execute(
                uri: Wire.Path.blob(sha256: hex), method: .get, headers: DeviceCentre.headers())
            #expect(Data(survey.body.readableBytesView) == blob)
            #expect(survey.headers[.cacheControl] == "public, max-age=31536000, immutable")
        }
        let rows = try await centre.store.responses(in: .all).rows
        #expect(rows.map(\.id) == lines.map(\.id))
        #expect(rows.map(\.occurredMS) == [Int64](repeating: DeviceCentre.now - 2_500, count: 3))
        #expect(try await centre.store.kiosks(in: .all).map(\.account.difference) == [0])
    }

    @Test func `every answer carries the collector's name, time and epoch`() async throws {
        let centre = try await DeviceCentre()
        let identity = centre.store.identity
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            let large = ByteBuffer(repeating: 0x20, count: 300_000)
            let answers = [
                try await client.execute(uri: Wire.Path.time, method: .get),
                try await client.execute(uri: "/device/v1/nothing", method: .get),
                try await client.execute(uri: Wire.Path.checkin, method: .get, headers: DeviceCentre.headers()),
                try await client.execute(uri: Wire.Path.manifest, method: .get),
                try await client.execute(uri: Wire.Path.manifest, method: .get, headers: DeviceCentre.headers()),
                try await client.execute(
                    uri: Wire.Path.responses, method: .post,
                    headers: DeviceCentre.headers(credential: credential, type: Wire.MediaType.ndjson), body: large),
            ]
            #expect(answers.map(\.status.code) == [200, 404, 405, 426, 401, 413])
            #expect(
                answers.map { $0.problem?.code }
                    == [nil, .notFound, .methodNotAllowed, .protocolVersion, .credentialUnknown, .tooLarge])
            for answer in answers {
                #expect(answer.headers.value(Wire.Header.collector) == identity.id)
                #expect(answer.headers.value(Wire.Header.epoch) == identity.epoch)
                #expect(answer.headers.value(Wire.Header.time) == String(DeviceCentre.now))
            }
            #expect(answers[5].headers[.connection] == "close")
        }
    }

    @Test func `a manifest that the kiosk has is not sent again`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            var headers = DeviceCentre.headers(credential: try await centre.enrol(client).credential)
            let before = try await client.execute(uri: Wire.Path.manifest, method: .get, headers: headers)
            #expect(before.problem?.code == .notFound)
            _ = try await centre.publish()
            let first = try await client.execute(uri: Wire.Path.manifest, method: .get, headers: headers)
            #expect(first.status == .ok)
            #expect(try first.decoded(Envelope.self) == (try await centre.store.manifestEnvelope()))
            headers[.ifNoneMatch] = "\"other\", \(first.headers[.eTag] ?? "")"
            let second = try await client.execute(uri: Wire.Path.manifest, method: .get, headers: headers)
            #expect(second.status == .notModified)
            #expect(second.body.readableBytes == 0)
            #expect(second.headers[.eTag] == first.headers[.eTag])
        }
    }

    @Test func `a revoked kiosk is told so`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let enrolled = try await centre.enrol(client)
            try await centre.store.revokeKiosk(id: enrolled.kioskID, by: .nobody, nowMS: DeviceCentre.now)
            let answer = try await client.execute(
                uri: Wire.Path.manifest, method: .get, headers: DeviceCentre.headers(credential: enrolled.credential))
            #expect(answer.status == .unauthorized)
            #expect(answer.problem?.code == .credentialRevoked)
        }
    }

    @Test func `an enrolment that the device's key did not sign is refused`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            var (body, headers) = try centre.enrolment()
            body.append(0x20)
            let altered = try await client.execute(
                uri: Wire.Path.enroll, method: .post, headers: headers, body: ByteBuffer(bytes: body))
            #expect(altered.problem?.code == .badSignature)
            headers.set(Wire.Header.signature, "no base64 !")
            let garbled = try await client.execute(
                uri: Wire.Path.enroll, method: .post, headers: headers, body: ByteBuffer(bytes: body))
            #expect(garbled.problem?.code == .badSignature)
        }
        #expect(try await centre.store.kiosks(in: .all) == [])
    }

    @Test func `an enrolment whose answer was lost is answered with the same kiosk`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let first = try await centre.enrol(client)
            let second = try await centre.enrol(client)
            #expect(first.kioskID == second.kioskID)
            #expect(first.credential != second.credential)
            let (body, headers) = try centre.enrolment(token: "another")
            let unknown = try await client.execute(
                uri: Wire.Path.enroll, method: .post, headers: headers, body: ByteBuffer(bytes: body))
            #expect(unknown.status == .forbidden)
            #expect(unknown.problem?.code == .tokenUnknown)
        }
    }

    @Test(arguments: [
        ("", Wire.MediaType.ndjson, 400, Problem.Code.badBatch), ("\n", Wire.MediaType.ndjson, 400, .badBatch),
        ("{}\n\n{}\n", Wire.MediaType.ndjson, 400, .badBatch),
        ("{}\n{}\n{}\n{}\n", Wire.MediaType.ndjson, 413, .tooLarge),
        ("{}\n", Wire.MediaType.json, 415, .unsupportedMediaType),
    ])
    func `a batch that is badly framed is refused as a whole`(
        body: String, type: String, status: Int, code: Problem.Code
    ) async throws {
        let centre = try await DeviceCentre(pacing: Pacing(limits: Limits(batchLines: 3)))
        try await centre.application.test(.router) { client in
            let headers = DeviceCentre.headers(credential: try await centre.enrol(client).credential, type: type)
            let answer = try await client.execute(
                uri: Wire.Path.responses, method: .post, headers: headers, body: ByteBuffer(string: body))
            #expect(answer.status.code == status)
            #expect(answer.problem?.code == code)
        }
    }

    @Test func `a request without a queue and a check-in that is no JSON are refused`() async throws {
        let centre = try await DeviceCentre()
        try await centre.application.test(.router) { client in
            let credential = try await centre.enrol(client).credential
            var headers = DeviceCentre.headers(credential: credential, type: Wire.MediaType.json)
            let garbled = try await client.execute(
                uri: Wire.Path.checkin, method: .post, headers: headers, body: ByteBuffer(string: "{"))
            #expect(garbled.problem?.code == .badRequest)
            headers.set(Wire.Header.queue, "ABC")
            let unnamed = try await client.execute(
                uri: Wire.Path.checkin, method: .post, headers: headers, body: ByteBuffer(string: "{}"))
            #expect(unnamed.problem?.code == .badRequest)
        }
    }

    @Test(arguments: [
        ("abc;t=5;wall=7;clock=1", Timestamp(boot: "abc", bootMS: 5, wallMS: 7, clock: .synchronised)),
        (" abc ; wall=7; t=5", Timestamp(boot: "abc", bootMS: 5, wallMS: 7, clock: .unknown)),
        ("abc;t=5;wall=7;clock=9", Timestamp(boot: "abc", bootMS: 5, wallMS: 7, clock: .unknown)),
        ("abc;t=-5;wall=7", nil), ("t=5;wall=7", nil), ("abc;t=x;wall=7", nil), ("abc", nil), ("", nil),
    ])
    func `the header with the device's clocks is read`(header: String, expected: Timestamp?) {
        #expect(Timestamp(bootHeader: header) == expected)
    }
}
