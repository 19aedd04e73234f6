import Foundation
import WireProtocol

/// What `Tests/IndependentScores/scores.py` makes of the raw lines in a collector's database.
struct PythonScores: Decodable {
    let chain: Entry
    let branches: [String: Entry]
    let regions: [String: Entry]
    let versions: [String: Entry]
    let languages: [String: Entry]
    /// By weekday and hour, as `5-17`.
    let hours: [String: Entry]
    let ranking: [String: [String: Finding]]
    /// By branch, how its SLI differs from the days before, where that is more than chance.
    let changes: [String: Double]
    let leftOut: [String: Int]

    struct Entry: Decodable {
        let responses: Int
        let ends: [String: Int]
        let completion: Value?
        let sli: Value?
        let csat: Value?
        let nps: Value?
        let cesMean: Value?
        let cesEasy: Value?
        let happyIndex: Value?

        private enum CodingKeys: String, CodingKey {
            case responses, ends, completion, sli, csat, nps
            case cesMean = "ces_mean"
            case cesEasy = "ces_easy"
            case happyIndex = "happy_index"
        }

        /// Whether the API says the same, to a millionth.
        func agrees(with set: ApiScoreSet?) -> Bool {
            guard let set, set.responses == responses else { return false }
            let pairs = [
                (completion, set.completed), (sli, set.sli), (csat, set.csat), (nps, set.nps), (cesMean, set.ces),
                (cesEasy, set.cesEasy), (happyIndex, set.happyIndex),
            ]
            return pairs.allSatisfy { Self.numbers($0).elementsEqual(Self.numbers($1)) { abs($0 - $1) < 1e-6 } }
        }

        private static func numbers(_ value: Value?) -> [Double] {
            value.map { [$0.value, $0.low, $0.high, Double($0.n)] } ?? []
        }

        private static func numbers(_ score: ApiScore?) -> [Double] {
            score.map { [$0.value, $0.low, $0.high, Double($0.n)] } ?? []
        }
    }

    struct Value: Decodable {
        let value: Double
        let low: Double
        let high: Double
        let n: Int
    }

    struct Finding: Decodable { let standing: String }

    private enum CodingKeys: String, CodingKey {
        case chain, branches, regions, versions, languages, hours, ranking, changes
        case leftOut = "left_out"
    }

    /// - Parameters:
    ///   - options: Such as `--suspect`.
    static func read(_ database: String, from: String, to: String, _ options: [String]) throws -> PythonScores {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["python3", TestFiles.root.path + "/Tests/IndependentScores/scores.py", database, "--from", from]
            + ["--to", to] + options
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(PythonScores.self, from: answer)
    }
}
