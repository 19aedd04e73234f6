import FaultBench
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing

/// The power goes at every sync of a kiosk's day, and at every promise.
struct KioskPowerCutTests {
    /// `SMILEPOST_POWER_CUTS` asks for the long form.
    static let wanted = ProcessInfo.processInfo.environment["SMILEPOST_POWER_CUTS"].flatMap(Int.init) ?? 300

    static var isLong: Bool { wanted >= 5_000 }

    private struct PowerGone: Error {}

    @Test("K2: a power cut at any sync loses no thanked answer, doubles none and damages nothing")
    func everySync() throws {
        let syncs = try Workbench().day().syncs
        #expect(syncs > 25)
        let seeds = max(1, Self.wanted / syncs - 1)
        var cases = 0
        for sync in 1...syncs {
            let losses = [.everything, .nothing] + (1...seeds).map { Loss.some(seed: UInt64($0 * 1_000 + sync)) }
            for loss in losses {
                let bench = try Workbench()
                bench.disk.arm(Fault(.powerCut, at: sync, of: .sync, loss: loss))
                // Nothing is thrown where the power goes while the store is closed.
                _ = try? bench.day()
                try bench.expectPromisesKept("\(loss) at sync \(sync)")
                cases += 1
            }
        }
        #expect(cases >= Self.wanted)
    }

    @Test("K2: what was promised is there though the power goes in the same moment")
    func everyPromise() throws {
        let promises = try Workbench().day().promises
        #expect(promises > 10)
        for promise in 1...promises {
            let bench = try Workbench()
            var left = promise
            #expect(throws: PowerGone.self) {
                try bench.day { word in
                    guard word.isPromise else { return }
                    left -= 1
                    guard left == 0 else { return }
                    bench.disk.cutPower(.everything)
                    throw PowerGone()
                }
            }
            try bench.expectPromisesKept("everything lost after promise \(promise)")
        }
    }

    @Test("K2: a second power cut, during the recovery from the first, takes nothing more", arguments: 1...6)
    func duringRecovery(seed: UInt64) throws {
        let syncs = try Workbench().day().syncs
        for sync in stride(from: Int(seed), through: syncs, by: 6) {
            let bench = try Workbench()
            bench.disk.arm(Fault(.powerCut, at: sync, of: .sync, loss: .some(seed: seed)))
            _ = try? bench.day()
            for again in 1...4 {
                bench.disk.restore()
                bench.disk.arm(Fault(.powerCut, at: again, of: .changes, loss: .some(seed: seed + UInt64(again))))
                _ = try? bench.day(customers: 50 + again..<51 + again)
            }
            try bench.expectPromisesKept("cut at sync \(sync), then four times in the recovery")
        }
    }

    @Test("K2: without power cuts the harness finds nothing wrong, and counts every customer")
    func noFault() throws {
        let bench = try Workbench()
        try bench.day()
        #expect(bench.oracle.thanked == 4)
        #expect(try bench.oracle.violations(in: bench.state) == [])
    }

    @Test("not promised: a disk that lies about flushing loses thanked answers, and the harness sees it")
    func lyingDisk() throws {
        let bench = try Workbench()
        bench.disk.lie()
        try bench.day()
        bench.disk.cutPower(.everything)
        bench.disk.restore()
        #expect(bench.oracle.thanked == 4)
        let wrong = try bench.oracle.violations(in: bench.state)
        #expect(wrong.count { $0.hasPrefix("I1") && $0.hasSuffix("is gone") } == 4)
        #expect(!wrong.contains { $0.hasPrefix("integrity") })
    }
}
