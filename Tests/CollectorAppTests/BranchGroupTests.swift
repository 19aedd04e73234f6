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
        let branches = [
            branch("good", best: 190, worst: 10), branch("usual", best: 140, worst: 60),
            branch("same", best: 141, worst: 59), branch("bad", best: 60, worst: 140),
            branch("quiet", best: 0, worst: 0),
        ]
        let ranking = BranchRanking(branches, before: [], .chain)
        let groups = ranking.groups
        #expect(groups.above.map(\.branch.id) == ["good"])
        #expect(groups.same.map(\.branch.id) == ["same", "usual"])
        #expect(groups.below.map(\.branch.id) == ["bad"])
        #expect(groups.silent.map(\.branch.id) == ["quiet"])
        let sentence = OverviewSentence(ranking, beforeWords: "the 7 days before")
        #expect(
            sentence.text
                == "SLI is 33 (±7); there are no answers in the 7 days before to compare it to. "
                + "bad (−40) is below the rest of the chain. "
                + "good (90) is above the rest of the chain.")
        #expect(sentence.tone == "changed")
    }

    @Test func `equal branches are said to be equal`() {
        let branches = [branch("one", best: 14, worst: 6), branch("two", best: 13, worst: 7)]
        let ranking = BranchRanking(branches, before: branches, .chain)
        let sentence = OverviewSentence(ranking, beforeWords: "the 7 days before")
        #expect(
            sentence.text
                == "SLI is 35 (5–62), no real change against the 7 days before. "
                + "No branch really differs from the rest of the chain.")
        #expect(sentence.tone == "")
        #expect(ranking.changes.isEmpty && ranking.worstFall(of: branches) == nil)
    }

    @Test func `the branch that fell the most for sure is named, with its hours and what is named there`() throws {
        let before = [branch("steady", best: 150, worst: 50), branch("fallen", best: 150, worst: 50)]
        let now = [branch("steady", best: 151, worst: 49), branch("fallen", best: 90, worst: 110)]
        let ranking = BranchRanking(now, before: before, .chain)
        let fall = try #require(ranking.worstFall(of: now))
        #expect(fall.branch.branch.id == "fallen")
        #expect(ranking.changes["steady"] == nil)
        var slots = (9...18).map { ScoreGroup(key: "5-\($0)", counts: branch("", best: 9, worst: 3).counts) }
        slots[8] = ScoreGroup(key: "5-17", counts: branch("", best: 2, worst: 48).counts)
        slots[9] = ScoreGroup(key: "5-18", counts: branch("", best: 3, worst: 40).counts)
        let sentence = OverviewSentence(
            fall: fall.change, of: fall.branch, hours: WorstHours(slots), reason: nil, link: "/x",
            beforeWords: "the 7 days before")
        #expect(
            sentence.text
                == "fallen fell from SLI 50 to −10 against the 7 days before, lowest Friday 17–19 h.")
    }

    @Test func `the sentence of a branch says where it stands, and what the others have together`() throws {
        let branches = [
            branch("good", best: 190, worst: 10), branch("usual", best: 140, worst: 60),
            branch("bad", best: 60, worst: 140), branch("quiet", best: 0, worst: 0),
        ]
        let sentence = { (id: String, before: BranchScores?) in
            let now = branches.first { $0.branch.id == id }?.counts ?? ScoreCounts()
            return OverviewSentence(
                now, before: before?.counts ?? ScoreCounts(), beforeWords: "the week before",
                standing: BranchStanding(of: id, in: branches, .chain), hours: nil)
        }
        let bad = sentence("bad", branch("bad", best: 61, worst: 139))
        #expect(
            bad.text
                == "SLI is −40 (±13), below the rest of the chain (65); no real change against the week before.")
        #expect(bad.tone == "changed")
        let usual = sentence("usual", branch("usual", best: 40, worst: 160))
        #expect(
            usual.text
                == "SLI rose from −60 to 40 against the week before; it is not really different from the rest of the "
                + "chain (25).")
        #expect(usual.tone == "improved")
        #expect(
            sentence("good", nil).text
                == "SLI is 90 (±6), above the rest of the chain (0); there are no answers in the week before to compare "
                + "it to.")
        #expect(sentence("quiet", nil).text == "No satisfaction answers in these days.")
    }

    @Test func `a branch stands on its own page where the ranking has it`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<100 {
            let branches = (0..<Int.random(in: 1...12, using: &generator)).map { number in
                let most = Int.random(in: 0...300, using: &generator)
                let best = Int.random(in: 0...most, using: &generator)
                return branch("b\(number)", best: best, worst: most - best)
            }
            let groups = BranchRanking(branches, before: [], .chain).groups
            let answered = branches.filter { $0.sli != nil }
            for one in branches {
                let id = one.branch.id
                let standing = BranchStanding(of: id, in: branches, .chain)
                #expect((standing == nil) == (one.sli == nil || answered.count == 1))
                #expect((standing?.place == .below) == groups.below.contains { $0.branch.id == id })
                #expect((standing?.place == .above) == groups.above.contains { $0.branch.id == id })
            }
        }
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
