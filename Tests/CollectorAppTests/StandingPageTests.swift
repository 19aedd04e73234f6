import CollectorStore
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// What a branch is compared to, for readers of the whole chain, of some branches, and of one.
@Suite struct StandingPageTests {
    /// Of three branches, Ganja alone is bad.
    private static func chain() async throws -> SiteCentre {
        let centre = try await SiteCentre()
        for (id, name) in [("ganja", "Ganja"), ("lankaran", "Lankaran")] {
            try await centre.store.upsertBranch(
                BranchInfo(id: id, name: name, timeZone: "Asia/Baku", region: "Other"))
        }
        for (number, branch) in ["baku", "ganja", "lankaran"].enumerated() {
            let bad = branch == "ganja" ? 90 : 20
            try await centre.send(
                (0..<100).map { ["visit": .score($0 < bad ? 1 : 5)] }, branch: branch, kiosk: "exit-\(number)",
                number: number)
        }
        return centre
    }

    /// The paths of Ganja's page and of its report of this week.
    private static func paths(_ centre: SiteCentre) async throws -> [String] {
        let today = try await centre.store.today(nowMS: centre.clock.now, reach: .all)
        return ["/branches/ganja", "/branches/ganja/report?week=\(today.iso)"]
    }

    @Test func `a branch's page and its report say that it is below the rest of the chain`() async throws {
        let centre = try await Self.chain()
        let reader = try await SignedIn(.viewer, at: centre)
        #expect(try await reader.get("/").contains("Ganja (−80) is below the rest of the chain."))
        for path in try await Self.paths(centre) {
            let page = try await reader.get(path)
            #expect(page.contains("SLI is −80 (−90 to −66), below the rest of the chain (60); there are no"), "\(path)")
            #expect(page.contains("<p class=\"sentence changed\">SLI"), "\(path)")
        }
        #expect(try await reader.get("/branches/baku").contains("above the rest of the chain (−10)"))
    }

    @Test func `who reaches some branches reads of these, and who reaches one of none`() async throws {
        let centre = try await Self.chain()
        let some = try await SignedIn(.agent, at: centre, places: [.branch("ganja"), .branch("baku")])
        let one = try await SignedIn(.manager, at: centre, places: [.branch("ganja")])
        for path in try await Self.paths(centre) {
            #expect(try await some.get(path).contains("below the rest of your branches (60)"), "\(path)")
            let page = try await one.get(path)
            #expect(page.contains("SLI is −80 (−90 to −66); there are no answers in"), "\(path)")
            #expect(!page.contains("the rest of"), "\(path)")
        }
    }

    @Test func `the tick is what the branches are compared to, and said to be so`() async throws {
        let centre = try await Self.chain()
        let all = try await SignedIn(.viewer, at: centre)
        let some = try await SignedIn(.agent, at: centre, places: [.branch("ganja"), .branch("baku")])
        let most = try await SignedIn(.manager, at: centre, places: [.region("Other"), .branch("baku")])
        for path in ["/", "/branches"] {
            #expect(try await all.get(path).contains("· the tick is the whole chain"), "\(path)")
            #expect(try await all.get(path + "?region=Other").contains("· the tick is the whole region"), "\(path)")
            let part = try await most.get(path + "?region=Other")
            #expect(part.contains("· the tick is all your branches of the region together"), "\(path)")
            let page = try await some.get(path)
            #expect(page.contains("· the tick is all your branches together"), "\(path)")
            #expect(page.contains("Below the rest of your branches (1)"), "\(path)")
            #expect(!page.contains("the whole chain") && !page.contains("of the chain"), "\(path)")
        }
    }

    @Test func `one branch alone is not drawn against itself`() async throws {
        let centre = try await Self.chain()
        let one = try await SignedIn(.manager, at: centre, places: [.branch("ganja")])
        for path in ["/", "/branches"] {
            let page = try await one.get(path)
            #expect(!page.contains("the tick is") && !page.contains("class=\"tick\""), "\(path)")
            #expect(!page.contains("the chain"), "\(path)")
        }
        let overview = try await one.get("/?weekday=6")
        #expect(!overview.contains("Branches by SLI") && !overview.contains("columns lead"))
        #expect(overview.contains(" <a href=\"/branches/ganja?weekday=6\">Open the branch</a></p>"))
    }
}
