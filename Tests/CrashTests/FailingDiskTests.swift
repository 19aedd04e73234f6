import FaultBench
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing

/// A disk that answers EIO or "full": what the store says, and what is there afterwards.
struct FailingDiskTests {
    @Test("K5: EIO on the n-th sync ends the day with a disk error, and the restart finds every promise kept")
    func everySync() throws {
        var failed = 0
        for sync in 1...(try Workbench().day().syncs) {
            let bench = try Workbench()
            bench.disk.arm(Fault(.ioError, at: sync, of: .sync))
            do {
                // A sync that fails while the store is closed is nobody's: the restart finds out.
                try bench.day()
            } catch let error as StoreError {
                guard case .disk = error else { throw error }
                failed += 1
            }
            try bench.expectPromisesKept("EIO at sync \(sync)")
        }
        #expect(failed > 15)
    }

    @Test("K5: the customer whose commit failed answers again after the restart, and there is one response")
    func idIsCheckedAgain() throws {
        for sync in 1...(try Workbench().day().syncs) {
            let bench = try Workbench()
            bench.disk.arm(Fault(.ioError, at: sync, of: .sync))
            var last: ResponseID?
            _ = try? bench.day { word in if case .saving(let draft) = word { last = draft.id } }
            bench.disk.restore()
            guard let last else { continue }
            let store = try KioskStore(stateFolder: bench.state)
            defer { store.close() }
            try store.sealDraft()
            try? store.saveDraft(Examples.draft(id: last))
            try store.sealDraft()
            store.close()
            #expect(try StoredLines(of: store.path).ids.count { $0 == last } == 1)
        }
    }

    @Test("K5: what was promised after a failed sync and a restart survives a power cut")
    func powerCutAfterwards() throws {
        for sync in 1...(try Workbench().day().syncs) {
            let bench = try Workbench()
            bench.disk.arm(Fault(.ioError, at: sync, of: .sync))
            _ = try? bench.day()
            bench.disk.restore()
            try bench.day(customers: 60..<62)
            bench.disk.cutPower(.everything)
            try bench.expectPromisesKept("EIO at sync \(sync), restart, then a power cut")
        }
    }

    @Test(
        "an error of any write or truncation keeps every promise",
        arguments: [Fault.Action.ioError, .diskFull, .shortWrite])
    func everyWrite(action: Fault.Action) throws {
        let probe = try Workbench()
        try probe.day()
        let step = KioskPowerCutTests.isLong ? 1 : 3
        for nth in stride(from: 1, through: probe.disk.calls([.write, .truncate]), by: step) {
            let bench = try Workbench()
            bench.disk.arm(Fault(action, at: nth, of: [.write, .truncate]))
            _ = try? bench.day()
            try bench.expectPromisesKept("\(action) at \(nth)")
        }
    }
}
