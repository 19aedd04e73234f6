import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// Answers carried by hand, mixed with the network in any order.
@Suite(.timeLimit(.minutes(3)))
struct CarryingTests {
    private let collector: LiveCollector
    private let kiosk: LiveKiosk

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
    }

    /// The bytes that `smilepost-kiosk export` writes, as `smilepost-collector import` splits them.
    private func exported(withDelivered: Bool = false) async throws -> [Data] {
        try await onThread { [store = kiosk.store] in
            var lines: [Data] = []
            try store.exportLines(withDelivered: withDelivered) { lines.append($0.bytes) }
            return lines
        }
    }

    private func imported(_ lines: [Data]) async throws -> [Verdict.Status: Int] {
        let verdicts = try await collector.store.importLines(lines, nowMS: systemNow().wallMS)
        return verdicts.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    @Test func `what was carried is settled by the next round's verdicts, and there once`() async throws {
        try await kiosk.seal(30)
        let file = try await exported()
        #expect(file == kiosk.sealed.map(\.bytes))
        #expect(try await imported(file) == [.accepted: 30])
        #expect(try kiosk.books.figures == [30, 0, 30, 0, 0], "a stick settles nothing by itself")
        #expect(await kiosk.sync() == SyncReport(settled: 30, error: nil))
        #expect(try kiosk.books.figures == [30, 30, 0, 0, 0])
        #expect(try await imported(file) == [.duplicate: 30])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try kiosk.store.identity().durableSeq == 30)
    }

    @Test func `delivered answers that are still kept are carried on demand, for a collector that has lost them`()
        async throws
    {
        try await kiosk.seal(10)
        #expect(await kiosk.sync().error == nil)
        try await kiosk.seal(2)
        #expect(try await exported().count == 2)
        #expect(try await exported(withDelivered: true) == kiosk.sealed.map(\.bytes))
        #expect(try await imported(try await exported(withDelivered: true)) == [.duplicate: 10, .accepted: 2])
    }

    @Test(arguments: 1...6) func `any mix of export, import, import again and sync keeps every answer once`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        var files: [[Data]] = []
        for _ in 0..<14 {
            switch Int.random(in: 0..<7, using: &random) {
            case 0, 1: try await kiosk.seal(Int.random(in: 1...9, using: &random))
            case 2: files.append(try await exported())
            case 3: files.append(try await exported(withDelivered: true).shuffled(using: &random))
            case 4, 5:
                guard let file = files.randomElement(using: &random) else { continue }
                let verdicts = try await imported(file)
                #expect(Set(verdicts.keys).isSubset(of: [.accepted, .duplicate]))
            default: #expect(await kiosk.sync().error == nil)
            }
            #expect(try kiosk.books.isBalanced)
        }
        #expect(await kiosk.sync().error == nil)
        let count = Int64(kiosk.sealed.count)
        #expect(try kiosk.books.figures == [count, count, 0, 0, 0])
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
        #expect(try collector.database.bodies() == kiosk.sealed.map(\.bytes))
        let record = try #require(try await collector.store.kiosks(in: .all).first)
        #expect((record.account.difference, record.chainBreaks, record.forks) == (0, 0, 0))
    }
}
