import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The real collector behind a line that breaks.
@Suite(.timeLimit(.minutes(2)))
struct BrokenLineTests {
    private let collector: LiveCollector
    private let proxy: FaultyProxy
    private let kiosk: LiveKiosk

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        proxy = try FaultyProxy(to: collector.port)
        kiosk = try LiveKiosk(at: proxy.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(await kiosk.sync().error == nil)
    }

    private var batches: [FaultyProxy.Passage] { proxy.passages(Wire.Path.responses) }

    /// libcurl sends a request again by itself when a kept connection ends before the first byte of an answer
    /// (sync.md, M1), whatever its method.
    @Test(
        "N3: a batch that libcurl sends again by itself is kept once, and counted",
        arguments: [FaultyProxy.Fault.reset, .cut(after: 0)])
    func sentAgainByItself(fault: FaultyProxy.Fault) async throws {
        try await kiosk.seal(150)
        proxy.fail(Wire.Path.responses, .none, fault)
        #expect(await kiosk.sync() == SyncReport(settled: 150, error: nil))
        #expect(batches.map(\.fault) == [.none, fault, .none])
        #expect(batches[1].answerBytes > 0, "the collector took the batch the first time")
        #expect(batches[1].body == batches[2].body)
        try await expectAllDelivered()
        let metrics = try await collector.metrics()
        #expect(metrics.contains("smilepost_verdicts_total{status=\"duplicate\"} 50"))
        #expect(metrics.contains("smilepost_verdicts_total{status=\"accepted\"} 150"))
    }

    @Test func `a connection that ends before the collector has the batch leaves it pending`() async throws {
        try await kiosk.seal(3)
        // A session begins with a new connection, on which libcurl does not try again by itself.
        proxy.fail(Wire.Path.responses, .drop)
        let report = await kiosk.sync()
        #expect(report.settled == 0)
        let sentence = try #require(report.error)
        #expect(sentence.hasPrefix("\(proxy.url): "))
        #expect(sentence.hasSuffix(": the connection broke; try again, and check the line if it stays so"))
        #expect(try kiosk.books.figures == [3, 0, 3, 0, 0])
        #expect(try collector.database.ledger() == [])
        #expect(await kiosk.sync() == SyncReport(settled: 3, error: nil))
        try await expectAllDelivered()
    }

    @Test func `an answer cut anywhere settles nothing that the collector lacks, and all arrives once`() async throws {
        try await kiosk.seal(2)
        #expect(await kiosk.sync().settled == 2)
        let length = try #require(batches.last?.answerBytes)
        let cuts = Array(stride(from: 1, to: length, by: 23)) + [length - 1]
        var failures = 0
        for count in cuts {
            try await kiosk.seal(2)
            proxy.fail(Wire.Path.responses, .cut(after: count))
            let before = batches.count
            let report = await kiosk.sync()
            // Before the first whole line of an answer libcurl tries again by itself.
            if report.error == nil { #expect(batches.count == before + 2) } else { failures += 1 }
            try expectNothingSettledInVain(after: count)
            #expect(await kiosk.sync().error == nil)
            #expect(try kiosk.books.pending == 0)
        }
        #expect(failures >= cuts.count - 1, "every cut was noticed")
        try await expectAllDelivered()
    }

    @Test func `random faults over many rounds lose and double nothing`() async throws {
        var generator = SeededGenerator(seed: 20_261_122)
        for _ in 0..<25 {
            try await kiosk.seal(Int.random(in: 0...4, using: &generator))
            for path in [Wire.Path.responses, Wire.Path.checkin] {
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: proxy.fail(path, .drop)
                case 1: proxy.fail(path, .reset)
                case 2: proxy.fail(path, .cut(after: Int.random(in: 0..<900, using: &generator)))
                case 3: proxy.fail(path, .drop, .reset, .cut(after: 40))
                default: break
                }
            }
            _ = await kiosk.sync()
            try expectNothingSettledInVain(after: 0)
            #expect(try kiosk.books.isBalanced)
        }
        proxy.mend()
        #expect(await kiosk.sync().error == nil)
        try await expectAllDelivered()
    }

    private func expectNothingSettledInVain(after count: Int) throws {
        let pending = try kiosk.pending
        let stored = try collector.database.ledger()
        let settled = kiosk.sealed.filter { !pending.contains($0.id) }.entries
        #expect(settled.allSatisfy(stored.contains), "cut after \(count) bytes")
        #expect(try kiosk.books.isBalanced)
    }

    private func expectAllDelivered() async throws {
        let count = Int64(kiosk.sealed.count)
        #expect(try kiosk.books.figures == [count, count, 0, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
        #expect(try kiosk.store.identity().durableSeq == count)
        #expect(try await collector.fleet().map(\.difference) == [0])
    }
}
