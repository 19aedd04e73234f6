import FaultBench
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing

/// The power goes at every change of the disk while a survey is staged and put on the screen.
struct SurveyPowerCutTests {
    /// Longer than the log is before it is written back, so that the writing back is cut too.
    private static func bytes(_ version: Int) -> Data { Data(repeating: UInt8(64 + version), count: 900_000) }

    private static func show(_ version: Int, on store: KioskStore) throws {
        let bytes = bytes(version)
        try store.stage(surveyID: "exit", version: version, sha256: SealedLine.hash(of: bytes).hex, bytes: bytes)
        try store.activate(surveyID: "exit", version: version)
    }

    /// The first survey is on the screen for sure; the second and the third come.
    private static func update(_ bench: Workbench) throws -> [Int] {
        var shown = [1]
        let store = try KioskStore(stateFolder: bench.state)
        defer { store.close() }
        for version in 2...3 {
            do {
                try show(version, on: store)
                shown.append(version)
            } catch {
                break
            }
        }
        return shown
    }

    private static func prepared() throws -> Workbench {
        let bench = try Workbench()
        let store = try KioskStore(stateFolder: bench.state)
        defer { store.close() }
        try show(1, on: store)
        return bench
    }

    @Test(
        "B2: a power cut at any change of staging and activation shows the old survey or the new one, never none",
        arguments: [Loss.everything, .nothing, .some(seed: 5), .some(seed: 6)])
    func everyChange(loss: Loss) throws {
        let probe = try Self.prepared()
        let before = probe.disk.calls(.changes)
        #expect(try Self.update(probe) == [1, 2, 3])
        let changes = probe.disk.calls(.changes) - before
        #expect(changes > 400)
        // Every sync, and some of the many writes of pages.
        let step = KioskPowerCutTests.isLong ? 1 : loss == .everything ? 9 : 41
        for change in stride(from: 1, through: changes, by: step) {
            let bench = try Self.prepared()
            bench.disk.arm(Fault(.powerCut, at: change, of: .changes, loss: loss))
            let shown = (try? Self.update(bench)) ?? [1]
            bench.disk.restore()
            try expectWhole(bench, shown.last ?? 1, "\(loss) at change \(change)")
        }
    }

    @Test("B2: a power cut at any sync of staging and activation shows the old survey or the new one, never none")
    func everySync() throws {
        let probe = try Self.prepared()
        let before = probe.disk.calls(.sync)
        _ = try Self.update(probe)
        for sync in 1...probe.disk.calls(.sync) - before {
            for loss in [Loss.everything, .nothing] + (1...8).map({ Loss.some(seed: $0) }) {
                let bench = try Self.prepared()
                bench.disk.arm(Fault(.powerCut, at: sync, of: .sync, loss: loss))
                let shown = (try? Self.update(bench)) ?? [1]
                bench.disk.restore()
                try expectWhole(bench, shown.last ?? 1, "\(loss) at sync \(sync)")
            }
        }
    }

    /// The survey on the screen is the last one that was activated for sure, or the one after it, and is whole.
    private func expectWhole(_ bench: Workbench, _ last: Int, _ what: Comment) throws {
        let store = try KioskStore(stateFolder: bench.state)
        defer { store.close() }
        try store.check()
        let active = try #require(try store.activeSurvey(), what)
        #expect(active.version == last || active.version == last + 1, what)
        for survey in [active, try store.stagedSurvey()].compactMap(\.self) {
            #expect(survey.bytes == Self.bytes(survey.version), what)
            #expect(survey.sha256 == SealedLine.hash(of: survey.bytes).hex, what)
        }
    }
}
