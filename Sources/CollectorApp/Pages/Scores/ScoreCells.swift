import CollectorStore
import SurveyKit

/// Scores as the cells of a CSV: exact figures, empty where there is none.
enum ScoreCells {
    static let header =
        ["responses", "completed_percent"]
        + ["sli", "csat", "nps", "ces", "ces_easy", "happy_index"].flatMap {
            [$0, $0 + "_low", $0 + "_high", $0 + "_n"]
        }

    static func cells(_ counts: ScoreCounts) -> [String] {
        let scores = [counts.sli, counts.csat, counts.nps, counts.ces, counts.cesEasy, counts.happyIndex]
        return ["\(counts.responses)", counts.completion.map { figure($0.value) } ?? ""]
            + scores.flatMap { score in
                score.map {
                    [figure($0.value), figure($0.interval.lowerBound), figure($0.interval.upperBound), "\($0.n)"]
                }
                    ?? ["", "", "", ""]
            }
    }

    /// With two decimals and a plain minus sign, as programs read it.
    static func figure(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let digits = "\(hundredths.magnitude / 100).\(String(hundredths.magnitude % 100 + 100).dropFirst())"
        return (hundredths < 0 ? "-" : "") + digits
    }
}
