import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Scores are those of the stored lines, counted here once more from their JSON and nothing else.
@Suite struct ScoreReadingTests {
    /// One stored response, as its line says.
    private struct Told {
        let branch: String
        let kiosk: String
        let line: [String: Any]
        let isCertain: Bool
        let hour: (day: LocalDay, hour: Int)

        var answers: [String: Any] { line["answers"] as? [String: Any] ?? [:] }
        var isSuspect: Bool { line["suspect"] != nil }
    }

    private static func told(_ store: CollectorStore) throws -> [Told] {
        try store.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT r.*, b.time_zone FROM response r JOIN branch b ON b.id = r.branch")
        }.map { row in
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try unwrap(TimeZone(identifier: row["time_zone"]))
            let ms: Int64 = row["occurred_ms"]
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour], from: Date(timeIntervalSince1970: Double(ms) / 1_000))
            let day = LocalDay(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
            return Told(
                branch: row["branch"], kiosk: row["kiosk"],
                line: try unwrap(try JSONSerialization.jsonObject(with: row["line"] as Data) as? [String: Any]),
                isCertain: row["time_certain"], hour: (day, parts.hour ?? 0))
        }
    }

    private static func counts(_ told: [Told]) -> ScoreCounts {
        var counts = ScoreCounts()
        for response in told {
            for (question, kind, levels) in [("visit", "smiley", 5), ("again", "nps", 11), ("ease", "ces", 7)] {
                if let score = response.answers[question] as? Int {
                    counts.add(1, kind: kind, levels: levels, score: score)
                }
            }
            counts.add(1, ended: Completion(rawValue: response.line["end"] as? String ?? "") ?? .done)
        }
        return counts
    }

    private static func filled(seed: UInt64) async throws -> RandomChain {
        var chain = try await RandomChain(seed: seed)
        for (index, batch) in try chain.lines(perKiosk: 150).enumerated() {
            _ = try await chain.centre.store.ingest(
                lines: batch, kiosk: chain.kiosks[index], queue: Examples.queueID(100 + index), sent: nil,
                nowMS: RandomChain.nowMS)
        }
        return chain
    }

    /// By every dimension, what a response counts for.
    private static func keys(_ told: Told, _ dimension: ScoreDimension) -> String? {
        let day = told.hour.day
        return switch dimension {
        case .branch: told.branch
        case .region: told.branch == "halifax" ? "america" : "old-world"
        case .kiosk: "\(told.branch)/\(told.kiosk)"
        case .survey: "visit"
        case .version: "visit/1"
        case .service: "till"
        case .language: told.line["lang"] as? String
        case .hour: "\(told.hour.hour)"
        case .weekday: "\(day.weekday + 1)"
        case .slot: "\(day.weekday + 1)-\(told.hour.hour)"
        case .day: day.iso
        case .week: (day - day.weekday).iso
        case .month: String(day.iso.prefix(7))
        case .none: ""
        case .question: nil
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [(false, false), (true, false), (false, true), (true, true)])
    func `scores by every dimension are those of the lines`(seed: UInt64, shown: (Bool, Bool)) async throws {
        let chain = try await Self.filled(seed: seed)
        let told = try Self.told(chain.centre.store)
        let first = LocalDay(year: 2026, month: 10, day: 15)
        for (from, to) in [(0, 30), (2, 2), (3, 16), (5, 11)] {
            var filter = ScoreFilter(days: (first + from)...(first + to))
            (filter.withSuspect, filter.withUncertain) = shown
            let meant = told.filter {
                filter.days.contains($0.hour.day) && (shown.0 || !$0.isSuspect) && (shown.1 || $0.isCertain)
            }
            for dimension in ScoreDimension.allCases where dimension != .question {
                let groups = try await chain.centre.store.scores(filter, by: dimension)
                let expected = Dictionary(grouping: meant) { Self.keys($0, dimension) ?? "" }.mapValues(Self.counts)
                #expect(
                    Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0.counts) }) == expected,
                    "\(dimension) \(filter.days)")
            }
        }
    }

    @Test func `a filter leaves out what it does not name`() async throws {
        let chain = try await Self.filled(seed: 5)
        let store = chain.centre.store
        let told = try Self.told(store).filter { !$0.isSuspect && $0.isCertain }
        var filter = ScoreFilter(
            days: LocalDay(year: 2026, month: 1, day: 1)...LocalDay(year: 2026, month: 12, day: 31))
        filter.language = "ar"
        #expect(try await store.totalScores(filter) == Self.counts(told.filter { $0.line["lang"] as? String == "ar" }))
        filter.language = nil
        filter.region = "old-world"
        #expect(try await store.totalScores(filter) == Self.counts(told.filter { $0.branch != "halifax" }))
        filter.region = nil
        filter.branch = "berlin"
        let berlin = Self.counts(told.filter { $0.branch == "berlin" })
        #expect(try await store.totalScores(filter) == berlin)
        filter.branch = nil
        // Only what is in reach is counted, whatever is asked for.
        #expect(try await store.totalScores(filter, reach: .branches(["berlin"])) == berlin)
        filter.branch = "baku"
        #expect(try await store.totalScores(filter, reach: .branches(["berlin"])) == ScoreCounts())
        filter.branch = nil
        filter.survey = "another"
        #expect(try await store.totalScores(filter) == ScoreCounts())
        filter.survey = nil
        filter.question = "again"
        let again = try await store.totalScores(filter)
        #expect(again.nps == Self.counts(told).nps)
        #expect(again.sli == nil)
        #expect(again.responses == told.count)
    }

    @Test func `funnels and reasons are those of the lines`() async throws {
        let chain = try await Self.filled(seed: 6)
        let store = chain.centre.store
        let told = try Self.told(store).filter { !$0.isSuspect && $0.isCertain }
        let year = ScoreFilter(days: LocalDay(year: 2026, month: 1, day: 1)...LocalDay(year: 2026, month: 12, day: 31))
        for funnel in try await store.funnels(year) {
            let skips = told.map { ($0.line["skips"] as? [String: String] ?? [:])[funnel.question] }
            #expect(funnel.steps[.answered] == told.count { $0.answers[funnel.question] != nil })
            #expect(funnel.steps[.skipped] == skips.count { $0 == "customer" })
            #expect(funnel.steps[.unasked] == skips.count { $0 == "unsupported" })
        }
        // Each customer who walked away did so at one question, unless all had been asked.
        let left = try await store.funnels(year).reduce(0) { $0 + ($1.steps[.left] ?? 0) }
        #expect(left == told.count(where: Self.hasLeft))
        for reason in try await store.reasons(year) {
            let low = told.filter { ($0.answers["visit"] as? Int).map { $0 <= 2 } ?? false }
            let asked = low.filter { $0.answers["reason"] != nil }
            #expect(reason.asked[.low] == asked.count)
            #expect(
                reason.chosen[.low]
                    == asked.count { ($0.answers["reason"] as? [String])?.contains(reason.option) == true })
        }
    }

    private static func hasLeft(_ response: Told) -> Bool {
        guard ["left", "timeout"].contains(response.line["end"] as? String) else { return false }
        let skips = response.line["skips"] as? [String: String] ?? [:]
        return RandomChain.survey.questions.contains { question in
            let applies = question.id != "reason" || (response.answers["visit"] as? Int ?? 9) <= 2
            return applies && response.answers[question.id] == nil && skips[question.id] == nil
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `a span of days is covered once, by few rows`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let first = LocalDay(number: Int.random(in: -800...40_000, using: &generator))
        let days = first...(first + Int.random(in: 0...900, using: &generator))
        let spans = TallySpan.cover(days)
        let covered = spans.flatMap { span in
            span.starts.flatMap { start -> [Int] in
                switch span.grain {
                case .hour: []
                case .day: [start]
                case .week: (0..<7).map { LocalDay(startOfWeek: start).number + $0 }
                case .month: Array(LocalDay(startOfMonth: start).number..<LocalDay(startOfMonth: start + 1).number)
                }
            }
        }
        #expect(covered == Array(days.lowerBound.number...days.upperBound.number))
        let rows = spans.reduce(0) { $0 + $1.starts.count }
        #expect(rows <= 30 + 20 + 24)
    }
}
