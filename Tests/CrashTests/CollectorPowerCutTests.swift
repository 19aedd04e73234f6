import CollectorStore
import FaultBench
import Foundation
import SurveyKit
import TestSupport
import Testing

/// The power goes under the collector's database while three connections deliver.
struct CollectorPowerCutTests {
    @Test("C2: a power cut at any sync of the collector loses no line that it acknowledged, and doubles none")
    func everySync() async throws {
        let template = try await CollectorBench.template()
        let lines = try CollectorBench.lines(60)
        let syncs = try await deliver(lines, CollectorBench(copying: template)).syncs
        #expect(syncs >= 10)
        let seeds = max(1, KioskPowerCutTests.wanted / 5 / syncs - 2)
        for sync in 1...syncs {
            for loss in [.everything, .nothing] + (1...seeds).map({ Loss.some(seed: UInt64($0 * 1_000 + sync)) }) {
                let bench = try CollectorBench(copying: template)
                bench.disk.arm(Fault(.powerCut, at: sync, of: .sync, loss: loss))
                try await expectPromisesKept(bench, lines, "\(loss) at sync \(sync)")
            }
        }
    }

    @Test("C2: a line whose verdict was given is there though the power goes in the same moment")
    func everyAnswer() async throws {
        let template = try await CollectorBench.template()
        let lines = try CollectorBench.lines(12)
        for count in 1...3 {
            let bench = try CollectorBench(copying: template)
            let store = try bench.open()
            let acknowledged = await bench.send(Array(lines.prefix(count * 4)), to: store)
            #expect(acknowledged.count == count * 4)
            bench.disk.cutPower(.everything)
            try? store.close()
            bench.disk.restore()
            #expect(try bench.violations(acknowledged) == [])
        }
    }

    /// Delivers in ten parts, with a clean restart half way, until everything is there or the power goes.
    @discardableResult
    private func deliver(
        _ lines: [SealedLine], _ bench: CollectorBench
    ) async throws -> (syncs: Int, acknowledged: [ResponseID: String]) {
        let before = bench.disk.calls(.sync)
        var acknowledged: [ResponseID: String] = [:]
        for half in [lines.prefix(lines.count / 2), lines.suffix(lines.count / 2)] {
            guard let store = try? bench.open() else { break }
            for part in stride(from: 0, to: half.count, by: 6) {
                let sent = await bench.send(Array(half.dropFirst(part).prefix(6)), to: store)
                acknowledged.merge(sent) { $1 }
            }
            try? store.close()
        }
        return (bench.disk.calls(.sync) - before, acknowledged)
    }

    private func expectPromisesKept(_ bench: CollectorBench, _ lines: [SealedLine], _ what: Testing.Comment)
        async throws
    {
        let acknowledged = try await deliver(lines, bench).acknowledged
        bench.disk.restore()
        #expect(try bench.violations(acknowledged) == [], what)
        // The kiosk sends again whatever was not answered, and some of what was.
        let store = try bench.open()
        let again = await bench.send(lines, to: store)
        try store.close()
        #expect(again.count == lines.count, what)
        #expect(try bench.violations(again) == [], what)
    }
}
