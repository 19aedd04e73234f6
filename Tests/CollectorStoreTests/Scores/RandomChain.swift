import Foundation
import GRDB
import SurveyKit
import TestSupport
import WireProtocol

@testable import CollectorStore

/// A chain of three branches in three time zones with two kiosks each, and customers drawn from a seed.
struct RandomChain {
    static let zones = ["baku": "Asia/Baku", "berlin": "Europe/Berlin", "halifax": "America/Halifax"]
    /// The days around 25 October 2026, when clocks go back in Berlin, a week before they do in Halifax.
    static let from: Int64 = 1_792_540_800_000
    static let days: Int64 = 21
    static let nowMS = from + days * 86_400_000
    static let survey = Survey(
        id: "visit", version: 1, languages: ["en", "ar"], title: Examples.text("Visit", "زيارة"), service: "till",
        questions: Examples.branchExit.questions + [
            Question(id: "again", kind: .nps, ask: Examples.text("Recommend?", "توصي؟"), isOptional: true),
            Question(id: "ease", kind: .ces, ask: Examples.text("Easy?", "سهل؟"), isOptional: true),
        ], thanks: Examples.text("Thanks", "شكرا"))

    let centre: Centre
    let kiosks: [Kiosk]
    var generator: SeededGenerator

    init(seed: UInt64) async throws {
        centre = try await Centre()
        _ = try await centre.publish(Self.survey, after: try await centre.manifest())
        for (id, zone) in Self.zones {
            try await centre.store.upsertBranch(
                BranchInfo(id: id, name: id, timeZone: zone, region: id == "halifax" ? "america" : "old-world"))
        }
        var kiosks: [Kiosk] = []
        for (index, branch) in (Self.zones.keys.sorted() + Self.zones.keys.sorted()).enumerated() {
            let queue = Examples.queueID(100 + index)
            kiosks.append(
                try await Centre.enrol(in: centre.store, number: 10 + index, branch: branch, queue: queue))
        }
        self.kiosks = kiosks
        generator = SeededGenerator(seed: seed)
    }

    /// The sealed lines of each kiosk, in its order.
    mutating func lines(perKiosk count: Int) throws -> [[Data]] {
        try kiosks.indices.map { kiosk in
            let drafts = (0..<count).map { draft($0 + kiosk * 10_000) }
            return try Centre.chain(drafts, Examples.queueID(100 + kiosk)).map(\.bytes)
        }
    }

    private mutating func draft(_ number: Int) -> Draft {
        let ms = Self.from + Int64.random(in: 0..<Self.days * 86_400_000, using: &generator)
        let clock: ClockState = chance(10) ? .unknown : .synchronised
        let started = Timestamp(boot: "boot-\(number % 3)", bootMS: ms - Self.from, wallMS: ms, clock: clock)
        var (answers, skips) = ([String: Answer](), [String: SkipReason]())
        let end: Completion = chance(6) ? .timeout : chance(12) ? .left : .done
        for question in Self.survey.questions {
            guard question.showIf?.holds(for: answers) ?? true else { continue }
            if end == .timeout || end == .left, !answers.isEmpty, chance(3) { break }
            if question.isOptional, chance(2) {
                skips[question.id] = chance(8) ? .unsupported : .customer
            } else {
                answers[question.id] = answer(question)
            }
        }
        var draft = Draft(
            id: Examples.responseID(number), surveyID: "visit", surveyVersion: 1, bundle: nil, started: started,
            language: chance(4) ? "ar" : "en", answers: answers, durations: [:],
            completion: end == .done && skips.values.contains(.customer) ? .skipped : end)
        draft.skips = skips
        if chance(12) { draft.suspect = SuspectReason.allCases.randomElement(using: &generator) }
        return draft
    }

    private mutating func answer(_ question: Question) -> Answer {
        switch question.kind {
        case .text: .text("words \(Int.random(in: 0..<100, using: &generator))")
        case .choices(let options, _): .options([options.randomElement(using: &generator)?.id ?? ""])
        default: .score(Int.random(in: question.kind.scores ?? 1...1, using: &generator))
        }
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
}

extension CollectorStore {
    /// The tallies as text, with what series mean instead of their ids.
    func tallyDump() throws -> [String] {
        try pool.read { db in
            let series = Dictionary(
                uniqueKeysWithValues: try Row.fetchAll(db, sql: "SELECT * FROM series").map { row in
                    (row["id"] as Int, row.databaseValues.dropFirst().map(\.description).joined(separator: " "))
                })
            let rows = try Row.fetchAll(db, sql: "SELECT scope, grain, sheet, place, start, bucket, counts FROM tally")
            return rows.flatMap { row in
                let cell = row.databaseValues.prefix(6).map(\.description).joined(separator: " ")
                return TallyCounts(row["counts"] as Data).entries.map { entry in
                    "\(cell) \(series[entry.key.series] ?? "no series") \(entry.key.column) \(entry.count)"
                }
            }.sorted()
        }
    }
}
