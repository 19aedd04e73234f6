import Foundation
import SurveyKit
import TestSupport
import Testing

/// The formulas against a second computation that shares nothing with them: `Tests/IndependentScores`, in Python.
struct IndependentScoresTests {
    private struct Scores: Decodable {
        let sli: Value?
        let csat: Value?
        let nps: Value?
        let cesMean: Value?
        let cesEasy: Value?
        let happyIndex: Value?

        struct Value: Decodable {
            let value: Double
            let low: Double
            let high: Double
            let n: Int
        }
    }

    private struct Counts: Encodable {
        let countsBestToWorst: [Int]
        let counts1To7: [Int]
        let promoters: Int
        let passives: Int
        let detractors: Int

        private enum CodingKeys: String, CodingKey {
            case countsBestToWorst = "counts_best_to_worst"
            case counts1To7 = "counts_1_to_7"
            case promoters, passives, detractors
        }
    }

    /// The output of `scores.py`, given `input`.
    private func run(_ arguments: [String], input: Data = Data()) throws -> (status: Int32, output: Data) {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", ProjectFiles.root.path + "/Tests/IndependentScores/scores.py"] + arguments
        process.standardInput = FileHandle(
            forReadingAtPath: try folder.write(String(decoding: input, as: UTF8.self), to: "in"))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, bytes)
    }

    @Test func `The second computation has the agreed figures`() throws {
        let folder = try TemporaryFolder()
        let vectors = try folder.write(String(decoding: MetricsVectors.data(), as: UTF8.self), to: "vectors.json")
        let (status, output) = try run(["--check", vectors])
        #expect(status == 0, "\(String(decoding: output, as: UTF8.self))")
    }

    @Test func `Both computations agree on random counts`() throws {
        var generator = SeededGenerator(seed: 31)
        func draw(_ levels: Int) -> [Int] {
            let most = [0, 1, 6, 90, 40_000].randomElement(using: &generator) ?? 0
            return (0..<levels).map { _ in
                Bool.random(using: &generator) ? 0 : Int.random(in: 0...most, using: &generator)
            }
        }
        let all = (0..<1_500).map { _ in
            let groups = draw(3)
            return Counts(
                countsBestToWorst: draw(Int.random(in: 3...5, using: &generator)), counts1To7: draw(7),
                promoters: groups[0], passives: groups[1], detractors: groups[2])
        }
        let lines = try all.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let answer = try run(["--scores"], input: Data(lines.joined(separator: "\n").utf8)).output
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let found = try answer.split(separator: 0x0A).map { try decoder.decode(Scores.self, from: $0) }
        try #require(found.count == all.count)
        for (counts, theirs) in zip(all, found) { compare(counts, theirs) }
    }

    private func compare(_ counts: Counts, _ theirs: Scores) {
        let faces = counts.countsBestToWorst
        let pairs: [(Score?, Scores.Value?)] = [
            (Metrics.sli(bestToWorst: faces), theirs.sli), (Metrics.csat(bestToWorst: faces), theirs.csat),
            (Metrics.happyIndex(bestToWorst: faces), theirs.happyIndex),
            (Metrics.cesMean(oneToSeven: counts.counts1To7), theirs.cesMean),
            (Metrics.cesEasyShare(oneToSeven: counts.counts1To7), theirs.cesEasy),
            (
                Metrics.nps(
                    promoters: counts.promoters, passives: counts.passives, detractors: counts.detractors), theirs.nps
            ),
        ]
        for (ours, theirs) in pairs {
            let one = ours.map { [$0.value, $0.interval.lowerBound, $0.interval.upperBound, Double($0.n)] } ?? []
            let other = theirs.map { [$0.value, $0.low, $0.high, Double($0.n)] } ?? []
            #expect(one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-6 }, "\(counts)")
        }
    }
}
