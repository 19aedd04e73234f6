import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp
@testable import CollectorStore

@Suite struct ClockWatchTests {
    private static let day: Int64 = 86_400_000

    @Test func `a clock that runs is believed, one that was set is not until NTP holds it`() {
        var watch = ClockWatch()
        #expect(
            watch.look(wallMS: 1_000, bootMS: 10, isSynchronised: false)
                == .init(nowMS: 1_000, isCertain: true, stepMS: 0))
        // Slewed by less than five seconds.
        #expect(watch.look(wallMS: 8_999, bootMS: 3_010, isSynchronised: false).isCertain)
        let stepped = watch.look(wallMS: 8_999 + Self.day, bootMS: 3_010, isSynchronised: false)
        #expect(stepped == .init(nowMS: 8_999 + Self.day, isCertain: false, stepMS: Self.day))
        #expect(!watch.look(wallMS: 9_000 + Self.day, bootMS: 3_011, isSynchronised: false).isCertain)
        #expect(watch.look(wallMS: 9_001 + Self.day, bootMS: 3_012, isSynchronised: true).isCertain)
        #expect(watch.look(wallMS: 9_002 + Self.day, bootMS: 3_013, isSynchronised: false).isCertain)
        let back = watch.look(wallMS: 9_003, bootMS: 3_014, isSynchronised: true)
        #expect(back == .init(nowMS: 9_003, isCertain: true, stepMS: -Self.day))
    }

    @Test(
        "C9: while the collector's clock jumps a day on and two back, nothing is lost or twice, and the times are marked"
    )
    func jumps() async throws {
        let centre = try await DeviceCentre()
        _ = try await centre.publish()
        let (wall, boot) = (TestClock(DeviceCentre.now), TestClock(50_000))
        let clocks = CollectorClocks(now: { wall.now }, sinceBoot: { boot.now }, isSynchronised: { false })
        let collector = try Collector(store: centre.store, clocks: clocks)
        let lines = try DeviceCentre.lines(40)
        try await Application(router: collector.router()).test(.router) { client in
            let credential = try await centre.enrol(client).credential
            for (part, jump) in [0, 0, Self.day, -2 * Self.day, Self.day].enumerated() {
                wall.advance(by: jump + 1_000)
                boot.advance(by: 1_000)
                // Each time the eight of before too: their answer may have been lost.
                let batch = lines[max(0, part * 8 - 8)..<part * 8 + 8]
                let answer = try await client.execute(
                    uri: Wire.Path.responses, method: .post,
                    headers: DeviceCentre.headers(credential: credential, type: Wire.MediaType.ndjson),
                    body: ByteBuffer(bytes: Data(batch.map { $0.bytes + Data("\n".utf8) }.joined())))
                let verdicts = try answer.decoded(IngestAnswer.self)
                let fresh = Array(repeating: Verdict.Status.accepted, count: 8)
                #expect(verdicts.results.map(\.status) == (part == 0 ? [] : fresh.map { _ in .duplicate }) + fresh)
                #expect(verdicts.durableSeq == Int64(part * 8 + 8))
                #expect(try await centre.store.kiosks(in: .all).map(\.lastContactMS) == [wall.now])
            }
            let figures = try await client.execute(uri: "/metrics", method: .get)
            #expect(String(buffer: figures.body).contains("smilepost_clock_steps_total 3\n"))
        }
        let rows = try await centre.store.responses(in: .all).rows
        #expect(rows.count == 40)
        #expect(Set(rows.map(\.id)) == Set(lines.map(\.id)))
        let marked = try await centre.store.pool.read { db in
            try Int64.fetchAll(db, sql: "SELECT seq FROM response WHERE time_certain = 0 ORDER BY seq")
        }
        #expect(marked == Array(17...40))
    }
}
