import CollectorStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct BranchGroupTests {
    private func branch(_ id: String, best: Int, worst: Int) -> BranchScores {
        var counts = ScoreCounts()
        counts.add(best, kind: "smiley", levels: 5, score: 5)
        counts.add(worst, kind: "smiley", levels: 5, score: 1)
        return BranchScores(branch: BranchInfo(id: id, name: id, timeZone: "UTC"), counts: counts)
    }

    @Test func `branches stand in three groups, each compared to all others together`() {
        let groups = BranchGroups([
            branch("good", best: 190, worst: 10), branch("usual", best: 140, worst: 60),
            branch("same", best: 141, worst: 59), branch("bad", best: 60, worst: 140),
            branch("quiet", best: 0, worst: 0),
        ])
        #expect(groups.above.map(\.branch.id) == ["good"])
        #expect(groups.same.map(\.branch.id) == ["same", "usual"])
        #expect(groups.below.map(\.branch.id) == ["bad"])
        #expect(groups.silent.map(\.branch.id) == ["quiet"])
        let chain = groups.above[0].counts
        let sentence = OverviewSentence(groups: groups, chain: chain, before: ScoreCounts())
        #expect(
            sentence.text
                == "SLI is 90 (±6); there is no week before to compare it to. bad (−40) is below the rest of the chain. "
                + "good (90) is above the rest of the chain.")
        #expect(sentence.tone == "changed")
    }

    @Test func `equal branches are said to be equal`() {
        let branches = [branch("one", best: 14, worst: 6), branch("two", best: 13, worst: 7)]
        let groups = BranchGroups(branches)
        let chain = branches[0].counts + branches[1].counts
        let sentence = OverviewSentence(groups: groups, chain: chain, before: chain)
        #expect(
            sentence.text
                == "SLI is 35 (±29), no real change against the week before. "
                + "No branch really differs from the rest of the chain.")
        #expect(sentence.tone == "")
    }
}

@Suite struct KioskAccountTests {
    @Test func `whatever came in since the check-in has left the waiting`() {
        let account = KioskAccount(created: 10, ledger: 9, pending: 3, dead: 0, lost: 0)
        #expect(account.made == 10 && account.here == 9 && account.waiting == 1 && account.difference == 0)
        let newer = KioskAccount(created: 10, ledger: 12, pending: 3, dead: 1, lost: 0)
        #expect(newer.made == 13 && newer.waiting == 0 && newer.difference == 0)
    }

    @Test func `what is held by nobody is the difference, never below 0`() {
        let account = KioskAccount(created: 10, ledger: 5, pending: 2, dead: 1, lost: 1)
        #expect(account.difference == 1)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1_000 {
            let figures = (0..<5).map { _ in Int64.random(in: 0...40, using: &generator) }
            let account = KioskAccount(
                created: figures[0], ledger: figures[1], pending: figures[2], dead: figures[3], lost: figures[4])
            #expect(account.difference == max(0, figures[0] - figures[1] - figures[2] - figures[3] - figures[4]))
            #expect(account.waiting >= 0 && account.waiting <= figures[2])
        }
    }
}

@Suite struct IntervalBarTests {
    @Test func `the drawing stays inside, in order, and says itself in words`() {
        let bar = IntervalBar("NPS", score: -100, interval: -100 ... -62.4, scale: -100...100, reference: 100)
        #expect(bar.dotX == "4.0" && bar.bandX == "4.0" && bar.tickX == "156.0")
        #expect(bar.bandWidth == "28.6")
        #expect(bar.label == "NPS −100, 95 % interval −100 to −62")
    }
}
