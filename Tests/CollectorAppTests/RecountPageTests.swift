import CollectorStore
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// A branch with new clocks, as people see it.
@Suite struct RecountPageTests {
    @Test(arguments: ["/branches/baku", "/branches/baku/report"])
    func `a page says that the past is being counted again until it is, and is renewed then`(path: String) async throws
    {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(1)], ["visit": .score(5)]])
        let words = "its past is being counted again"
        #expect(try await centre.overview(path).contains(words) == false)
        try await centre.store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "America/New_York"))
        #expect(try await centre.overview(path).contains(words))
        var changes = try #require(centre.collector.changes.listen(.branches(["baku"]), as: "leyla"))
            .makeAsyncIterator()
        await RecountKeeper(collector: centre.collector).goOn()
        #expect(await changes.next() != nil)
        #expect(try await centre.overview(path).contains(words) == false)
    }
}
