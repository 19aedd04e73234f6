import CollectorStore
import Foundation
import Gzip
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Packed batches and their digests, as the collector takes them.
@Suite struct BatchBodyTests {
    private func send(
        _ body: Data, coding: String? = nil, digest: String? = nil, pacing: Pacing = Pacing()
    ) async throws -> (answer: TestResponse, stored: Int) {
        let centre = try await DeviceCentre(pacing: pacing)
        _ = try await centre.publish()
        let answer = try await centre.application.test(.router) { client in
            var headers = DeviceCentre.headers(
                credential: try await centre.enrol(client).credential, type: Wire.MediaType.ndjson)
            if let coding { headers[.contentEncoding] = coding }
            if let digest { headers.set(Wire.Header.contentDigest, digest) }
            return try await client.execute(
                uri: Wire.Path.responses, method: .post, headers: headers, body: ByteBuffer(bytes: body))
        }
        return (answer, try await centre.store.responses(in: .all).rows.count)
    }

    private static func batch(_ count: Int) throws -> Data {
        Data(try DeviceCentre.lines(count).map { $0.bytes + Data("\n".utf8) }.joined())
    }

    private static func packed(_ plain: Data) throws -> Data { try #require(Gzip.pack(plain)) }

    @Test(arguments: ["gzip", "GZIP", "x-gzip"]) func `a packed batch is stored line by line`(coding: String)
        async throws
    {
        let body = try Self.packed(try Self.batch(40))
        let (answer, stored) = try await send(body, coding: coding, digest: ContentDigest.value(of: body))
        #expect(answer.status == .ok)
        #expect(try answer.decoded(IngestAnswer.self).results.map(\.status) == Array(repeating: .accepted, count: 40))
        #expect(stored == 40)
    }

    @Test func `a batch that is not what its digest says is broken, packed or not`() async throws {
        let plain = try Self.batch(2)
        let other = ContentDigest.value(of: plain + Data([0x20]))
        // The digest is of the bytes on the wire: that of the plain body does not fit a packed one.
        for (body, coding, digest) in [
            (plain, nil, other), (try Self.packed(plain), "gzip", ContentDigest.value(of: plain)),
            (plain, nil, "sha-256=:AAAA:"),
        ] {
            let (answer, stored) = try await send(body, coding: coding, digest: digest)
            #expect(answer.status == .badRequest && answer.problem?.code == .badBatch)
            #expect(stored == 0)
        }
        #expect(try await send(plain, digest: ContentDigest.value(of: plain)).answer.status == .ok)
    }

    @Test func `N6: gzip that is cut, altered or none at all is a broken batch, and nothing of it is stored`()
        async throws
    {
        let packed = try Self.packed(try Self.batch(3))
        var altered = packed
        altered[packed.count - 6] ^= 1
        for body in [
            Data(packed.dropLast(1)), Data(packed.prefix(30)), Data(), altered, try Self.batch(1), packed + packed,
        ] {
            let (answer, stored) = try await send(body, coding: "gzip")
            #expect(answer.status == .badRequest && answer.problem?.code == .badBatch, "\(body.count) bytes")
            #expect(stored == 0)
        }
    }

    @Test func `N6: a bomb is too large, be it beyond the limit or only beyond the ratio`() async throws {
        for size in [100_000_000, 200_000] {
            let (answer, stored) = try await send(
                try Self.packed(Data(repeating: 0x20, count: size)), coding: "gzip")
            #expect(answer.status == .contentTooLarge && answer.problem?.code == .tooLarge)
            #expect(answer.headers[.connection] == "close")
            #expect(stored == 0)
        }
    }

    @Test func `the limits on the wire and before packing hold each for itself`() async throws {
        let plain = try Self.batch(20)
        let packed = try Self.packed(plain)
        let wire = Pacing(limits: Limits(gzip: true, wireBytes: packed.count))
        #expect(try await send(packed, coding: "gzip", pacing: wire).stored == 20)
        #expect(try await send(plain, pacing: wire).answer.status == .contentTooLarge)
        let tight = Pacing(limits: Limits(gzip: true, wireBytes: packed.count - 1))
        #expect(try await send(packed, coding: "gzip", pacing: tight).answer.status == .contentTooLarge)
        let small = Pacing(limits: Limits(batchBytes: plain.count - 101, gzip: true))
        #expect(try await send(packed, coding: "gzip", pacing: small).answer.status == .contentTooLarge)
    }

    @Test(arguments: ["br", "deflate", "gzip, gzip"])
    func `a coding that is not taken is refused, with the one that is`(coding: String) async throws {
        let (answer, _) = try await send(try Self.batch(1), coding: coding)
        #expect(answer.status == .unsupportedMediaType && answer.problem?.code == .unsupportedMediaType)
        #expect(answer.headers[.acceptEncoding] == "identity")
    }

    @Test func `gzip that was not offered is refused`() async throws {
        let body = try Self.packed(try Self.batch(1))
        let (answer, stored) = try await send(body, coding: "gzip", pacing: Pacing(limits: Limits(gzip: false)))
        #expect(answer.status == .unsupportedMediaType)
        #expect(answer.headers[.acceptEncoding] == "identity")
        #expect(stored == 0)
    }
}
