import Foundation
import Testing
import WireProtocol

@testable import CollectorApp

/// What the API says of a generated chain against a computation that shares nothing with it.
@Suite(.timeLimit(.minutes(5))) struct IndependentScoresTests {
    /// The three weeks; the days on which clocks go back in Europe and in America, and what lies around them.
    private static let spans = [
        ("2026-10-16", "2026-11-05"), ("2026-10-25", "2026-10-25"), ("2026-11-01", "2026-11-01"),
        ("2026-10-19", "2026-10-25"), ("2026-10-24", "2026-11-01"), ("2026-10-28", "2026-11-05"),
    ]

    @Test(arguments: [1, 2] as [UInt64])
    func `scores and standings are those of the raw lines, late, suspect, partial and uncertain ones among them`(
        seed: UInt64
    ) async throws {
        let centre = try await GeneratedCentre(seed: seed)
        try await centre.addViewer()
        var seen: (ends: Set<String>, leftOut: Set<String>, standings: Set<String>, changes: Int) = ([], [], [], 0)
        for (from, to) in Self.spans {
            for (suspect, uncertain) in [(false, false), (true, false), (false, true), (true, true)] {
                let options = (suspect ? ["--suspect"] : []) + (uncertain ? ["--uncertain"] : [])
                let theirs = try PythonScores.read(centre.database, from: from, to: to, options)
                let query =
                    "from=\(from)&to=\(to)" + (suspect ? "&suspect=include" : "")
                    + (uncertain ? "&uncertain=include" : "")
                try await compare(centre, theirs, query, hasHours: !uncertain)
                seen.ends.formUnion(theirs.chain.ends.keys)
                seen.leftOut.formUnion(theirs.leftOut.filter { $0.value > 0 }.keys)
                seen.changes += theirs.changes.count
                seen.standings.formUnion(theirs.ranking["sli"]?.values.map(\.standing) ?? [])
            }
        }
        // What it is about has been there.
        #expect(seen.ends == ["done", "skipped", "timeout", "left"])
        #expect(seen.leftOut == ["suspect", "uncertain"])
        #expect(seen.standings.count > 1 && seen.changes > 0)
    }

    private func compare(
        _ centre: GeneratedCentre, _ theirs: PythonScores, _ query: String, hasHours: Bool
    ) async throws {
        let chain = try await centre.api("\(Api.Path.scores)?\(query)", as: ApiScores.self).rows
        #expect(chain.count <= 1)
        #expect(theirs.chain.responses == 0 || theirs.chain.agrees(with: chain.first?.scores), "\(query)")
        let dimensions = [
            ("branch", theirs.branches), ("region", theirs.regions), ("version", theirs.versions),
            ("language", theirs.languages),
        ]
        for (name, groups) in dimensions + (hasHours ? [("slot", theirs.hours)] : []) {
            let rows = try await centre.api("\(Api.Path.scores)?by=\(name)&\(query)", as: ApiScores.self).rows
            let ours = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.scores) })
            let answered = groups.filter { $0.value.responses > 0 }
            #expect(Set(ours.keys) == Set(answered.keys), "\(name) \(query)")
            for (key, entry) in answered { #expect(entry.agrees(with: ours[key]), "\(name) \(key) \(query)") }
        }
        let ranking = try await centre.api("\(Api.Path.ranking)?\(query)", as: ApiRanking.self).branches
        for row in ranking where row.scores.sli != nil {
            // A branch alone has nothing to be compared to.
            #expect(row.standing == theirs.ranking["sli"]?[row.branch]?.standing ?? "same", "\(row.branch) \(query)")
        }
        let changes = Dictionary(
            uniqueKeysWithValues: ranking.compactMap { row in row.change.map { (row.branch, $0) } })
        #expect(Set(changes.keys) == Set(theirs.changes.keys), "\(query)")
        for (branch, change) in changes {
            #expect(abs(change - (theirs.changes[branch] ?? .nan)) < 1e-6, "\(branch) \(query)")
        }
    }
}
