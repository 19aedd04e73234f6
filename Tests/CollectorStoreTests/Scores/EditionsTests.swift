import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import CollectorStore

@Suite struct EditionsTests {
    @Test func `what there is to choose from is what came in within reach`() async throws {
        var chain = try await RandomChain(seed: 2)
        let store = chain.centre.store
        let lines = try chain.lines(perKiosk: 12)
        // Kiosk 0 stands in Baku, kiosk 1 in Berlin; the centre's own kiosk shows another survey, in Baku.
        for kiosk in [0, 1] {
            _ = try await store.ingest(
                lines: lines[kiosk], kiosk: chain.kiosks[kiosk], queue: Examples.queueID(100 + kiosk), sent: nil,
                nowMS: RandomChain.nowMS)
        }
        _ = try await chain.centre.ingest(try Centre.lines(3).map(\.bytes))
        let all = try await store.countedEditions()
        #expect(all.versions.map(\.survey) == ["branch-exit", "visit"])
        #expect(all.services == ["checkout", "till"])
        let berlin = try await store.countedEditions(in: .branches(["berlin"]))
        #expect(berlin.versions.map(\.survey) == ["visit"])
        #expect(berlin.services == ["till"])
        let halifax = try await store.countedEditions(in: .branches(["halifax"]))
        #expect(halifax.versions.isEmpty && halifax.services.isEmpty && halifax.languages.isEmpty)
        #expect(try await store.countedEditions(in: .branches([])).versions.isEmpty)
    }
}
