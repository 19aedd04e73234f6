import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import ResponseGeneration

/// The generated lines are those that kiosks would have sealed.
struct LineWriterTests {
    private static func plan(seed: UInt64) throws -> ChainPlan {
        var wish = ChainPlan.Wish()
        wish.branches = 12
        wish.responses = 6_000
        wish.days = 60
        wish.seed = seed
        return try ChainPlan(wish)
    }

    @Test func `each line has the bytes of the sealed draft, chained from the queue's first`() throws {
        var seen: Set<String> = []
        for seed in 1...3 as ClosedRange<UInt64> {
            let plan = try Self.plan(seed: seed)
            for kiosk in plan.kiosks {
                var stream = KioskStream(kiosk, of: plan)
                var prev = SealedLine.genesis(of: kiosk.queue)
                var seq: Int64 = 0
                for (draft, bytes) in stream.drafts(ofDays: 0..<60) {
                    seq += 1
                    let sealed = try SealedLine(sealing: draft, queue: kiosk.queue, seq: seq, prev: prev)
                    guard sealed.bytes == bytes else {
                        let texts = [sealed.bytes, bytes].map { String(decoding: $0, as: UTF8.self) }
                        Issue.record("\(texts[0])\n\(texts[1])")
                        return
                    }
                    prev = sealed.sha256
                    seen.formUnion(draft.answers.keys)
                    seen.formUnion([draft.completion?.rawValue, draft.suspect?.rawValue].compactMap(\.self))
                    if draft.started.clock == .unknown { seen.insert("clockless") }
                }
            }
        }
        #expect(
            seen == [
                "visit", "reason", "recommend", "ease", "comment", "contact", "done", "skipped", "timeout", "left",
                "fast", "burst", "mashing", "clockless",
            ])
    }

    @Test func `every comment is written as JSONEncoder writes it`() throws {
        var writer = LineWriter(queue: Examples.queueID())
        var prev = SealedLine.genesis(of: Examples.queueID())
        for (index, comment) in Comments.all.enumerated() {
            var visit = Visit(
                id: ResponseID.Bits(atMS: 1_790_000_000_000, 5, 7), version: 1, wallMS: 1_790_000_000_000, bootMS: 0,
                language: 0, face: 3, paceMS: 1_000)
            visit.comment = index
            let bytes = writer.line(visit, boot: "b")
            let sealed = try SealedLine(
                sealing: visit.draft(boot: "b"), queue: Examples.queueID(), seq: Int64(index + 1), prev: prev)
            #expect(bytes == sealed.bytes, "\(comment.debugDescription)")
            prev = sealed.sha256
        }
    }

    @Test func `the same seed makes the same bytes, whatever days are asked for at once`() throws {
        let plan = try Self.plan(seed: 9)
        for kiosk in plan.kiosks {
            var whole = KioskStream(kiosk, of: plan)
            var parts = KioskStream(kiosk, of: try Self.plan(seed: 9))
            #expect(
                whole.lines(ofDays: 0..<60) == parts.lines(ofDays: 0..<11) + parts.lines(ofDays: 11..<60))
        }
    }
}

/// The chain is what was wished for, with its facts in it.
struct ChainPlanTests {
    private static let wish: ChainPlan.Wish = {
        var wish = ChainPlan.Wish()
        wish.branches = 40
        wish.responses = 80_000
        wish.days = 120
        wish.until = CalendarDay(year: 2026, month: 4, day: 30)
        return wish
    }()

    private func drafts(_ plan: ChainPlan, of branch: Int? = nil) -> [(kiosk: PlannedKiosk, draft: Draft)] {
        plan.kiosks.filter { branch == nil || $0.branch == branch }.flatMap { kiosk in
            var stream = KioskStream(kiosk, of: plan)
            return stream.drafts(ofDays: 0..<plan.wish.days).map { (kiosk, $0.draft) }
        }
    }

    private func mean(_ drafts: some Collection<Draft>) -> Double {
        let faces = drafts.filter { $0.suspect == nil }.compactMap { draft -> Int? in
            if case .score(let face) = draft.answers["visit"] { face } else { nil }
        }
        return Double(faces.reduce(0, +)) / Double(faces.count)
    }

    @Test func `it has as many responses as were wished for, in both versions, within the opening hours`() throws {
        let plan = try ChainPlan(Self.wish)
        let all = drafts(plan)
        #expect(all.count == Self.wish.responses)
        #expect(Set(all.map(\.draft.surveyVersion)) == [1, 2])
        for (kiosk, draft) in all {
            let branch = plan.branches[kiosk.branch]
            let hour = hour(of: draft, in: branch).hour
            #expect((branch.opens..<branch.closes).contains(hour))
        }
    }

    private func hour(of draft: Draft, in branch: PlannedBranch) -> (weekday: Int, hour: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: branch.timeZone) ?? .gmt
        let date = Date(timeIntervalSince1970: Double(draft.started.wallMS) / 1_000)
        return (calendar.component(.weekday, from: date), calendar.component(.hour, from: date))
    }

    @Test func `one branch gets worse at 17:00 on Fridays by its own clock`() throws {
        let plan = try ChainPlan(Self.wish)
        let branch = plan.branches[plan.plants.friday]
        let all = drafts(plan, of: plan.plants.friday).map(\.draft)
        let isBad = { (draft: Draft) in hour(of: draft, in: branch) == (weekday: 6, hour: 17) }
        #expect(mean(all.filter(isBad)) < mean(all.filter { !isBad($0) }) - 1)
    }

    @Test func `one region improves after a date, and one branch is small and lucky`() throws {
        let plan = try ChainPlan(Self.wish)
        let from = try #require(plan.calendars["Europe/Berlin"])[plan.plants.regionDay][0].startMS
        let region = drafts(plan).filter { plan.branches[$0.kiosk.branch].region == plan.plants.region }.map(\.draft)
        let (after, before) = (
            region.filter { $0.started.wallMS >= from }, region.filter { $0.started.wallMS < from }
        )
        #expect(mean(after) > mean(before) + 0.3)
        let lucky = drafts(plan, of: plan.plants.lucky).map(\.draft)
        #expect(lucky.count == 9)
        #expect(lucky.allSatisfy { $0.answers["visit"] == .score(5) && $0.suspect == nil })
    }

    @Test func `a branch that never closes lives through 23 and 25 hours`() throws {
        let march = try HourSlot.days(40, until: CalendarDay(year: 2026, month: 4, day: 10), in: "Europe/Berlin")
        #expect(march.map(\.count).sorted().prefix(2) == [23, 24])
        let october = try HourSlot.days(40, until: CalendarDay(year: 2026, month: 11, day: 10), in: "Europe/Berlin")
        #expect(october.map(\.count).max() == 25)
        #expect(march.last?.first?.weekday == 5)
    }

    @Test func `both versions are surveys without a fault`() throws {
        #expect(
            try YearSurveys.survey(version: 1).questions.map(\.id) == [
                "visit", "reason", "recommend", "comment", "contact",
            ])
        #expect(try YearSurveys.survey(version: 2).questions.map(\.id).contains("ease"))
    }
}
