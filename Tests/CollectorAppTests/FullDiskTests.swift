import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp
@testable import CollectorStore

/// A collector whose database may not grow: nothing is acknowledged that is not stored, and reading goes on.
@Suite struct FullDiskTests {
    @Test("C3: on a full disk a batch gets 503 and no verdict, reading goes on, and with room again all is taken once")
    func full() async throws {
        let centre = try await DeviceCentre()
        _ = try await centre.publish()
        let lines = try DeviceCentre.lines(200)
        try await centre.store.addApiToken(
            hash: Secrets.hash("reader"), role: .viewer, label: "reader", nowMS: DeviceCentre.now)
        let clock = TestClock(DeviceCentre.now)
        let collector = try Collector(store: centre.store, now: { clock.now })
        try await Application(router: collector.router()).test(.router) { client in
            let credential = try await centre.enrol(client).credential
            func send(_ lines: ArraySlice<SealedLine>) async throws -> TestResponse {
                try await client.execute(
                    uri: Wire.Path.responses, method: .post,
                    headers: DeviceCentre.headers(credential: credential, type: Wire.MediaType.ndjson),
                    body: ByteBuffer(bytes: Data(lines.map { $0.bytes + Data("\n".utf8) }.joined())))
            }
            func ready() async throws -> HTTPResponse.Status {
                clock.advance(by: Readiness.freshMS)
                return try await client.execute(uri: "/readyz", method: .get).status
            }
            let first = try await send(lines[0..<50])
            #expect(first.status == .ok)
            #expect(try await ready() == .ok)

            try await centre.store.limit(pages: 1)
            for _ in 1...3 {
                let refused = try await send(lines[50..<150])
                #expect(refused.status == .serviceUnavailable)
                #expect(refused.problem?.code == .storage)
                #expect(refused.headers.value("Retry-After") != nil)
            }
            #expect(try await ready() == .serviceUnavailable)
            let export = try await client.execute(
                uri: Api.Path.responses, method: .get, headers: [.authorization: "Bearer reader"])
            #expect(String(buffer: export.body).split(separator: "\n").count == 50)

            try await centre.store.limit(pages: 1_000_000)
            #expect(try await ready() == .ok)
            let taken = try await send(lines[50..<150]).decoded(IngestAnswer.self)
            #expect(taken.results.allSatisfy { $0.status == .accepted })
            #expect(taken.durableSeq == 150)
        }
        #expect(try await centre.store.responses(in: .all).rows.map(\.id) == lines.prefix(150).map(\.id))
    }
}

extension CollectorStore {
    /// Lets the file grow to `pages`, or to what it has now.
    fileprivate func limit(pages: Int) async throws {
        try await pool.writeWithoutTransaction { db in _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
        }
    }
}
