import SurveyKit
import Testing

/// A way in which the answers of a branch may truly fall, best first.
struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let chances: [Double]

    var testDescription: String { name }

    static let faces = [
        Shape(name: "typical", chances: [0.45, 0.25, 0.12, 0.10, 0.08]),
        Shape(name: "lopsided", chances: [0.70, 0.15, 0.05, 0.04, 0.06]),
        Shape(name: "nearly all best", chances: [0.97, 0.01, 0.005, 0.005, 0.01]),
        Shape(name: "best or worst", chances: [0.90, 0, 0, 0, 0.10]),
        Shape(name: "bimodal", chances: [0.55, 0.05, 0.02, 0.05, 0.33]),
        Shape(name: "bad", chances: [0.08, 0.10, 0.20, 0.30, 0.32]),
    ]

    /// Promoters, passives, detractors.
    static let recommendations = [
        Shape(name: "typical", chances: [0.50, 0.30, 0.20]), Shape(name: "lopsided", chances: [0.75, 0.15, 0.10]),
        Shape(name: "nearly all promoters", chances: [0.97, 0.02, 0.01]),
        Shape(name: "bimodal", chances: [0.50, 0.10, 0.40]), Shape(name: "passive", chances: [0.10, 0.80, 0.10]),
    ]

    /// 7 (easy) first.
    static let efforts = [
        Shape(name: "typical", chances: [0.24, 0.25, 0.20, 0.12, 0.08, 0.06, 0.05]),
        Shape(name: "lopsided", chances: [0.60, 0.20, 0.10, 0.03, 0.02, 0.02, 0.03]),
        Shape(name: "nearly all easy", chances: [0.90, 0.05, 0.02, 0.01, 0.005, 0.005, 0.01]),
        Shape(name: "bimodal", chances: [0.50, 0.08, 0.03, 0.02, 0.02, 0.05, 0.30]),
    ]

    /// What a score of such answers would be if everybody had answered.
    func truth(_ score: ([Int]) -> Score?) -> Double {
        chances.indices.reduce(0.0) { sum, level in
            sum + chances[level] * (score(chances.indices.map { $0 == level ? 1 : 0 })?.value ?? .nan)
        }
    }
}

extension Metrics {
    static func effortMean(easyToHard counts: [Int]) -> Score? { cesMean(oneToSeven: counts.reversed()) }
    static func easyShare(easyToHard counts: [Int]) -> Score? { cesEasyShare(oneToSeven: counts.reversed()) }
    static func nps(groups counts: [Int]) -> Score? {
        nps(promoters: counts[0], passives: counts[1], detractors: counts[2])
    }
}
