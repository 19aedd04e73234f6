import Foundation
import GRDB
import SurveyKit

/// Reads responses back as the tallies counted them, to take them out or to count them anew.
struct CountedResponseReader {
    let surveys: SurveyCache

    static let columns = "row, kiosk, branch, occurred_ms, occurred_err_ms, line"

    /// - Parameter row: With `columns`.
    /// - Returns: Nil where line or survey can't be read, which were both read once before they were stored.
    func response(_ row: Row, _ db: Database) throws -> CountedResponse? {
        guard let line = try? JSONDecoder().decode(ResponseLine.self, from: row["line"] as Data),
            let known = try surveys.survey(SurveyCache.Key(survey: line.survey, version: line.ver), db)
        else { return nil }
        let branch: String = row["branch"]
        return CountedResponse(
            kiosk: row["kiosk"], branch: branch,
            time: OccurredTime(ms: row["occurred_ms"], errMS: row["occurred_err_ms"]), isSuspect: line.suspect != nil,
            contribution: Contribution(of: line, in: known.survey, plan: known.plan),
            timeZone: try RecountPiece.timeZone(of: branch, row: row["row"], db))
    }
}
