package import Foundation
import SurveyKit
import TestSupport

/// The responses of one kiosk, sealed one after the other as the days go by.
package struct KioskStream: Sendable {
    private let plan: ChainPlan
    private let kiosk: PlannedKiosk
    private let branch: PlannedBranch
    private let isFriday: Bool
    private let mainReason: Int
    /// Responses of each day.
    private let counts: [Int]
    private var generator: SeededGenerator
    private var writer: LineWriter
    private var boot = ""
    private var bootedMS: Int64 = 0

    package init(_ kiosk: PlannedKiosk, of plan: ChainPlan) {
        self.plan = plan
        self.kiosk = kiosk
        let branch = plan.branches[kiosk.branch]
        self.branch = branch
        isFriday = kiosk.branch == plan.plants.friday
        generator = SeededGenerator(seed: kiosk.seed)
        mainReason = Int.random(in: 0..<YearSurveys.reasons.count, using: &generator)
        writer = LineWriter(queue: kiosk.queue)
        let lastDays = plan.wish.days - 7
        let weights = (0..<plan.wish.days).map { day in
            // A branch that opened a week ago, and its luck.
            if kiosk.branch == plan.plants.lucky { return day < lastDays ? 0 : 1.0 / 7 }
            return Self.busyness[(plan.calendars[branch.timeZone]?[day].first?.weekday ?? 1) - 1]
        }
        let total = weights.reduce(0, +)
        counts = generator.multinomial(kiosk.responses, weights.map { $0 / total })
    }

    /// Customers of each weekday, Monday first.
    private static let busyness = [0.9, 0.9, 1, 1, 1.2, 1.4, 0.7]

    /// Seals the responses of the next days.
    package mutating func lines(ofDays days: Range<Int>) -> [Data] {
        var lines: [Data] = []
        lines.reserveCapacity(days.reduce(0) { $0 + counts[$1] })
        for day in days { visits(of: day) { visit, boot, writer in lines.append(writer.line(visit, boot: boot)) } }
        return lines
    }

    /// The same customers as drafts with their sealed lines, for a test.
    mutating func drafts(ofDays days: Range<Int>) -> [(draft: Draft, line: Data)] {
        var drafts: [(Draft, Data)] = []
        for day in days {
            visits(of: day) { visit, boot, writer in
                drafts.append((visit.draft(boot: boot), writer.line(visit, boot: boot)))
            }
        }
        return drafts
    }

    private mutating func visits(of day: Int, _ take: (Visit, String, inout LineWriter) -> Void) {
        guard counts[day] > 0 else { return }
        let slots = (plan.calendars[branch.timeZone]?[day] ?? []).filter {
            (branch.opens..<branch.closes).contains($0.hour)
        }
        if day % 7 == 0 || boot.isEmpty { restart(at: slots[0].startMS) }
        // On such a day it does not know the time.
        let isClockless = kiosk.branch != plan.plants.lucky && generator.happens(0.01)
        let weights = slots.map { Self.traffic(at: $0.hour) }
        let total = weights.reduce(0, +)
        for (slot, count) in zip(slots, generator.multinomial(counts[day], weights.map { $0 / total })) where count > 0
        {
            let load = Self.traffic(at: slot.hour) / Self.busiest
            let effect =
                branch.quality - branch.strain * load
                + plan.plants.effect(branch, isFriday: isFriday, day: day, slot)
            for moment in moments(count) {
                var visit = visit(at: slot.startMS + moment, day, Customers.chances(effect))
                if isClockless { visit.clock = .unknown }
                take(visit, boot, &writer)
            }
        }
    }

    private mutating func visit(at wallMS: Int64, _ day: Int, _ chances: [Double]) -> Visit {
        let version = day < plan.secondVersionDay ? 1 : 2
        let isLucky = kiosk.branch == plan.plants.lucky
        var visit = Customers.visit(
            atMS: wallMS, bootMS: wallMS - bootedMS, version: version, isLucky ? [0, 0, 0, 0] : chances,
            mainReason: mainReason, &generator)
        if !isLucky, generator.happens(0.015) { Customers.makeSuspect(&visit, &generator) }
        return visit
    }

    private mutating func restart(at ms: Int64) {
        let digits = String(generator.next() >> 16, radix: 16)
        boot = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        bootedMS = ms - Int64.random(in: 30_000...3_600_000, using: &generator)
    }

    /// So many moments within an hour, rising.
    private mutating func moments(_ count: Int) -> [Int64] {
        (0..<count).map { _ in Int64.random(in: 0..<3_600_000, using: &generator) }.sorted()
    }

    /// Customers of an hour: a peak at noon, a larger one after work.
    private static func traffic(at hour: Int) -> Double { hours[hour] }
    private static let hours = [
        0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.3, 0.6, 1, 1.3, 1.6, 2, 2.8, 2.4, 1.7, 1.7, 2.3, 3.2, 3, 2.1, 1.4, 0.8, 0.4,
        0.2,
    ]
    private static let busiest = 3.2
}
